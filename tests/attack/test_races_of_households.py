"""Two colleagues part the same household at the same instant: one new file, and the second is told."""

import pytest
from django.core.exceptions import ValidationError

from households import services
from households.models import Case
from households.services.separating import NewFile, Separation
from tests import factories
from tests.attack.test_races import at_once
from tests.cast import Cast


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
