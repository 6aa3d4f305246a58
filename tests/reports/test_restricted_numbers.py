"""A restricted case counts in the totals of its dispositif, and in no part that a list could be held against."""

from datetime import date

import pytest

from households.models import Case, Dwelling
from reports.indicators import whole_scope
from tests import factories
from tests.reports.conftest import story as story


@pytest.fixture
def case(story, world):
    session = story.session(date(2016, 3, 17))
    story.admitted(session)
    case = story.admitted(session)
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune)
    factories.HousingPeriodFactory(case=case, dwelling=dwelling)
    return case


def counted(actor, world, case) -> list[bool]:
    """Whether it is in the whole, then in a territory, in the dwellings of a landlord, in a part of the years."""
    whole, nothing = whole_scope(actor, world.dispositif), {"door": "", "territory": None, "landlord": None}
    parts = [
        whole.filtered(**nothing | {"territory": world.territory}),
        whole.filtered(**nothing | {"landlord": world.landlord}),
        whole.between(date(2016, 1, 1), whole.end),
    ]
    return [scope.cases.filter(pk=case.pk).exists() for scope in (whole, *parts)]


def test_totals_count_it_and_narrower_numbers_do_not(case, world, cast):
    """The pilot's list of cases leaves it out: in a part of two, the missing one would be told."""
    assert counted(cast.pilot, world, case) == [True, True, True, True]
    assert len(Case.objects.pseudonymised_for(cast.pilot)) == 2
    factories.restrict(case, cast.worker)
    assert counted(cast.pilot, world, case) == [True, False, False, False]
    assert len(Case.objects.pseudonymised_for(cast.pilot)) == 1


def test_a_cohort_of_the_whole_still_adds_up(case, world, cast):
    factories.restrict(case, cast.worker)
    scope = whole_scope(cast.pilot, world.dispositif)
    parts = [scope.cohort(scope.start, date(2016, 6, 30)), scope.cohort(date(2016, 7, 1), scope.end)]
    assert sum(part.admitted.count() for part in parts) == scope.admitted.count() == 2


def test_who_is_named_counts_it_everywhere(case, world, cast):
    factories.grant(case, world.association, "lead")
    factories.put_in_team(case, cast.worker)
    factories.restrict(case, cast.worker)
    scope = whole_scope(cast.worker, world.dispositif).filtered(door="", territory=world.territory, landlord=None)
    assert case in scope.cases


def test_a_landlord_never_counts_who_lives_in_a_secret_dwelling(case, world, cast):
    Dwelling.objects.update(is_secret=True)
    scope = whole_scope(cast.pilot, world.dispositif).filtered(door="", territory=None, landlord=world.landlord)
    assert case not in scope.cases
