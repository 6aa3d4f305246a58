"""Budgets and rent accounts of the demonstration say what households of that kind live with."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Count

from households.models import ArrearsMonth, ExternalReference, HousingPeriod, ImportBatch, MoneyLine, Tenancy
from partners.configuration import Door
from veille.demonstration.dice import STORY_DAY

pytestmark = pytest.mark.usefixtures("loaded")


def test_the_accounts_of_tenants_last_one_to_two_years():
    counts = ArrearsMonth.objects.order_by().values("case").annotate(n=Count("pk")).values_list("n", flat=True)
    assert len(counts) > 50
    assert sum(12 <= n <= 24 for n in counts) > len(counts) / 2
    assert max(counts) <= 24


def test_an_account_passes_by_the_debt_told_at_the_orientation():
    told = HousingPeriod.objects.filter(case__door=Door.RETENTION, arrears__gt=0, contract_number__gt="")
    met = [
        ArrearsMonth.objects.filter(
            case=period.case, month=period.case.opened_on.replace(day=1), balance=period.arrears
        ).exists()
        for period in told.select_related("case")
    ]
    assert sum(met) > len(met) / 2


def test_no_account_knows_a_month_that_is_not_over():
    assert not ArrearsMonth.objects.filter(month__gt=date(2018, 11, 1)).exists()
    assert not ArrearsMonth.objects.filter(received__lt=0).exists()


def test_some_debts_fall_and_some_grow():
    ways = set()
    for case in ArrearsMonth.objects.order_by().values_list("case", flat=True).distinct():
        balances = list(ArrearsMonth.objects.filter(case=case).order_by("month").values_list("balance", flat=True))
        ways.add((balances[-1] > balances[len(balances) // 2]) - (balances[-1] < balances[len(balances) // 2]))
    assert {-1, 1} <= ways


def test_sixty_tenants_of_habitat_du_nord_may_be_picked():
    assert Tenancy.objects.filter(landlord__name="Habitat du Nord").count() >= 60


def test_a_restricted_household_has_no_account():
    assert not ArrearsMonth.objects.filter(case__is_restricted=True).exists()


def test_one_file_of_balances_was_brought_in_and_is_erased():
    batch = ImportBatch.objects.get(kind="balances")
    assert (batch.state, batch.content) == ("done", None)
    assert batch.rows == Tenancy.objects.filter(landlord__name="Habitat du Nord").count()


def test_budgets_are_told_of_many_households_and_changed_for_some():
    assert MoneyLine.objects.order_by().values("case").distinct().count() > 60
    assert MoneyLine.objects.filter(ends_on__isnull=False).exists()
    assert not MoneyLine.objects.filter(amount__gt=Decimal(6000)).exists()


def test_some_rights_and_requests_come_to_their_end_and_one_is_past_it():
    open_files = {"case__closed_on": None, "case__is_restricted": False}
    rights = MoneyLine.objects.filter(granted_until__isnull=False, ends_on=None, **open_files)
    days = set(rights.values_list("granted_until", flat=True))
    assert min(days) < STORY_DAY < max(days)
    requests = ExternalReference.objects.filter(kind="nur", valid_until__isnull=False, **open_files)
    assert requests.filter(valid_until__lt=STORY_DAY + timedelta(days=60)).exists()
