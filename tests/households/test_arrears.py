"""The rent account: one row a month, corrections with their trace, each landlord its own."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households.arrears import arrears_trend, trend_of
from households.grants import GrantLevel
from households.models import ArrearsMonth, ProcedureStep
from households.pages import CasePage
from households.permissions import section_rights
from households.services import record_arrears
from households.services.budget import Account
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent

OCTOBER, NOVEMBER, DECEMBER = date(2018, 10, 1), date(2018, 11, 1), date(2018, 12, 1)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def note(case, cast):
    def noted(month, balance, by=None, **amounts):
        by = by or cast.referent
        account = Account(month, Decimal(balance), **{name: Decimal(value) for name, value in amounts.items()})
        return record_arrears(case=case, landlord=by.organisation, account=account, by=by)

    return noted


def page(client, case):
    answer = client.get(reverse("households:case_budget", args=[case.pk]))
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def test_a_month_is_noted_by_hand(case, cast, sign_in):
    data = {"month": "2018-11-01", "balance": "1 240,00 €", "called": "480", "received": "", "apl": "250,5"}
    answer = sign_in(cast.referent).post(reverse("households:arrears_add", args=[case.pk]), data)
    assert answer.status_code == 302
    row = ArrearsMonth.objects.get()
    assert (row.balance, row.called, row.received, row.apl) == (1240, 480, None, Decimal("250.50"))
    assert (row.landlord, row.author) == (cast.referent.organisation, cast.referent.user)


def test_a_balance_may_be_a_credit(case, cast, sign_in):
    data = {"month": "2018-11-01", "balance": "-30"}
    assert sign_in(cast.referent).post(reverse("households:arrears_add", args=[case.pk]), data).status_code == 302
    assert "compte à jour" in page(sign_in(cast.referent), case)


@pytest.mark.parametrize("data", [{"balance": ""}, {"balance": "deux"}, {"balance": "10", "called": "-5"}])
def test_what_is_wrong_is_said_and_nothing_is_written(case, cast, sign_in, data):
    answer = sign_in(cast.referent).post(
        reverse("households:arrears_add", args=[case.pk]), {"month": "2018-11-01", **data}
    )
    assert answer.status_code == 422
    assert not ArrearsMonth.objects.exists()


def test_a_corrected_month_replaces_with_its_trace(case, cast, note, sign_in):
    note(NOVEMBER, 1240)
    note(NOVEMBER, 1140)
    assert ArrearsMonth.objects.standing().get().balance == 1140
    assert ArrearsMonth.objects.get(replaced_on=clock.today()).balance == 1240
    events = AuditEvent.objects.filter(name="arrears.recorded")
    assert sorted(event.changes["replaces"] for event in events) == [False, True]
    assert "Montants remplacés : novembre 2018, 1 240,00 €" in page(sign_in(cast.worker), case)


def test_the_same_month_twice_adds_nothing(case, note):
    assert note(NOVEMBER, 1240).pk == note(NOVEMBER, 1240).pk
    assert ArrearsMonth.objects.count() == 1


def test_a_month_to_come_is_refused(case, note):
    with pytest.raises(ValidationError, match="mois passé"):
        note(date(2019, 1, 1), 10)


def months(*balances):
    """Balances of months that follow one another, up to this one; None is a month nobody noted."""
    first = 12 - len(balances) + 1
    return tuple(
        SimpleNamespace(month=date(2018, first + index, 1), balance=Decimal(balance))
        for index, balance in enumerate(balances)
        if balance is not None
    )


@pytest.mark.parametrize(
    ("balances", "said"),
    [
        ((1500, 1400, 1300, 1240), "dette 1 240 € ↘ en baisse"),
        ((900, 1000, 1100, 1240), "dette 1 240 € ↗ en hausse"),
        ((1240, 1300, 1300, 1245), "dette 1 245 € → stable"),
        ((5000, 100, 100, 100, 100), "dette 100 € → stable"),
        ((200, None, None, 300), "dette 300 € ↗ en hausse"),
        ((300,), "dette 300 €"),
        ((300, 0), "compte à jour"),
        ((300, -20), "compte à jour"),
    ],
)
def test_where_the_debt_goes_is_a_word_and_a_sign(balances, said):
    assert trend_of(months(*balances)).label.replace("\u202f", " ").replace("\xa0", " ") == said


def test_without_a_month_there_is_no_trend():
    assert trend_of(()) is None


def opened(case, actor):
    return CasePage(actor, case, section_rights(actor, case), "households:case_detail")


def test_the_first_screen_asks_one_query_and_the_right(case, cast, note, django_assert_num_queries):
    for month, balance in ((OCTOBER, 1500), (NOVEMBER, 1300), (DECEMBER, 1240)):
        note(month, balance)
    worker = opened(case, cast.worker)
    with django_assert_num_queries(1):
        assert arrears_trend(worker).word == "en baisse"
    assert arrears_trend(opened(case, cast[Role.REFERRER])) is None


def test_litigation_reads_the_account_and_no_budget_while_a_step_is_open(case, cast, world, note, sign_in):
    note(NOVEMBER, 1240)
    litigation = sign_in(cast[Role.LANDLORD_LITIGATION])
    assert litigation.get(reverse("households:case_budget", args=[case.pk])).status_code == 404
    ProcedureStep.objects.create(case=case, landlord=world.landlord, step="summons", starts_on=clock.today())
    shown = page(litigation, case)
    assert "1 240,00 €" in shown
    assert "Ressources" not in shown
    assert case.number not in shown


def test_a_landlord_reads_nothing_of_the_account_another_landlord_kept(case, cast, world, note, sign_in):
    elsewhere = cast.partner(Role.LANDLORD_REFERENT)
    factories.grant(case, elsewhere.organisation, GrantLevel.LANDLORD_OF_DWELLING)
    note(NOVEMBER, 1240)
    note(DECEMBER, 77, by=elsewhere)
    theirs = page(sign_in(elsewhere), case)
    assert "77,00 €" in theirs
    assert "1 240,00 €" not in theirs
    assert "Habitat du Nord" not in theirs.split('id="arrears"')[1]
    both = page(sign_in(cast.worker), case)
    assert "1 240,00 €" in both
    assert "77,00 €" in both


@pytest.mark.parametrize("role", [Role.ASSOCIATION_WORKER, Role.ASSOCIATION_MANAGER])
def test_who_reads_the_account_without_keeping_it_has_no_button(case, cast, note, sign_in, role):
    note(NOVEMBER, 1240)
    client = sign_in(cast[role])
    assert reverse("households:arrears_add", args=[case.pk]) not in page(client, case)
    assert client.get(reverse("households:arrears_add", args=[case.pk])).status_code == 403


def test_two_months_make_a_curve_with_its_table(case, cast, note, sign_in):
    note(OCTOBER, 1500, called=480, received=100, apl=250)
    assert 'class="chart"' not in page(sign_in(cast.worker), case)
    note(DECEMBER, 1240)
    shown = page(sign_in(cast.worker), case).split('id="arrears"')[1]
    assert "De 1 500,00 € en octobre 2018 à 1 240,00 € en décembre 2018" in shown
    assert "nov. 18" in shown
    assert shown.count("<tr>") == 3
