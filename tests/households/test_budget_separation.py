"""A couple separates: the budget of who leaves follows as decided, without a link between the two files."""

from datetime import date
from decimal import Decimal

import pytest

from households.models import MoneyKind, MoneyLine
from households.services import record_budget, separate_household
from households.services.budget import MoneyEntry, lines_version
from households.services.separating import Fate, NewFile, Separation, carried_by_others
from tests import factories
from veille.core.models import AuditEvent

DECEMBER = date(2018, 12, 1)


@pytest.fixture
def case(world, cast):
    made = factories.make_accompanied_case(world, cast)
    factories.PersonFactory(household=made.household, first_name="Karim", role="spouse_partner")
    for person, amount in ((None, 30), (leaving(made), 900)):
        entries = [MoneyEntry(MoneyKind.RESOURCE, "wage", Decimal(amount))]
        record_budget(
            case=made, person=person, month=DECEMBER, entries=entries, version=lines_version([]), by=cast.worker
        )
    return made


def leaving(case):
    return case.household.people.get(first_name="Karim")


def separate(case, cast, world, fate):
    karim = leaving(case)
    new = NewFile("access", world.territory, "homelessness_history", world.association, (cast.worker.user,))
    plan = Separation((karim,), new, others={str(karim.pk): fate})
    return separate_household(case=case, plan=plan, by=cast.worker)


def amounts(case):
    return sorted(MoneyLine.objects.filter(case=case).values_list("amount", flat=True))


@pytest.mark.parametrize(
    ("fate", "here", "there"), [(Fate.STAY, [30, 900], []), (Fate.COPY, [30, 900], [900]), (Fate.MOVE, [30], [900])]
)
def test_the_lines_of_who_leaves_follow_as_decided(case, cast, world, fate, here, there):
    karim = leaving(case).pk
    new = separate(case, cast, world, fate)
    assert (amounts(case), amounts(new)) == (here, there)
    assert not MoneyLine.objects.filter(case=new, person=karim).exists()


def test_what_was_noted_for_the_whole_household_is_not_offered(case, cast):
    offered = [item.detail for item in carried_by_others(cast.worker, case, [leaving(case)])]
    assert [detail.replace("\u202f", " ").replace("\xa0", " ") for detail in offered] == ["Salaire : 900,00 €"]


def test_who_reads_no_budget_is_offered_none(case, cast):
    assert carried_by_others(cast.referent, case, [leaving(case)]) == []


def test_the_journal_counts_lines_and_tells_no_amount(case, cast, world):
    new = separate(case, cast, world, Fate.COPY)
    assert AuditEvent.objects.get(name="budget.carried").changes == {"lines": 1}
    assert AuditEvent.objects.get(name="budget.carried").case == new.pk
