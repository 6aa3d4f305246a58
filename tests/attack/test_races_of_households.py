"""Two colleagues part, merge or take apart the same household at the same instant: once, and the second is told."""

import pytest
from django.core.exceptions import ValidationError

from households import services
from households.models import Case
from households.services.merging import MergeChoices
from households.services.separating import NewFile, Separation
from tests import factories
from tests.attack.test_races import at_once
from tests.cast import Cast
from tests.support import twins


@pytest.fixture
def couple(committed_world):
    cast = Cast(committed_world)
    case = factories.make_accompanied_case(committed_world, cast)
    factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner", gender="man")
    return cast, case


def test_a_household_parts_once(couple):
    cast, case = couple
    new = NewFile("access", case.territory, "rent_arrears", cast.worker.organisation, (cast.worker.user,))
    leaving = (case.household.people.get(first_name="Karim"),)
    acts = [
        lambda: services.separate_household(case=case, plan=Separation(leaving=leaving, new_file=new), by=cast.worker)
    ] * 2
    answers = at_once(*acts)
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Case.objects.count() == 2


@pytest.fixture
def written_twice(committed_world):
    cast = Cast(committed_world)
    return cast, twins.make_kept(committed_world, cast), twins.make_merged(committed_world, cast)


def told(answers) -> int:
    return sum(isinstance(answer, ValidationError) for answer in answers)


def test_each_keeps_the_file_that_the_other_merges(written_twice):
    cast, one, other = written_twice
    answers = at_once(
        lambda: twins.merge(one, other, cast.worker),
        lambda: services.merge_cases(kept=other, merged=one, choices=MergeChoices(), by=cast.worker),
    )
    assert told(answers) == 1
    assert Case.objects.count() == 1


def test_a_merger_is_taken_back_once(written_twice):
    cast, one, other = written_twice
    made = twins.merge(one, other, cast.worker)
    answers = at_once(*[lambda: services.undo_merge(merge=made, by=cast.worker)] * 2)
    assert told(answers) == 1
    assert Case.objects.count() == 2
