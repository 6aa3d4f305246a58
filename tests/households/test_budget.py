"""The budget: noted in one page, every change dated, nothing overwritten."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households.models import MoneyKind, MoneyLine
from households.services import record_budget
from households.services.budget import MoneyEntry, lines_version, open_lines
from partners.roles import Role
from tests import factories
from veille.core.models import AccessEvent, AuditEvent

OCTOBER, NOVEMBER, DECEMBER = date(2018, 10, 1), date(2018, 11, 1), date(2018, 12, 1)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def note(case, cast):
    """`note(month, rsa=550)`: what the whole household has from a month on."""

    def noted(month, person=None, **amounts):
        entries = [MoneyEntry(MoneyKind.RESOURCE, code, Decimal(amount)) for code, amount in amounts.items()]
        version = lines_version(open_lines(case, person))
        record_budget(case=case, person=person, month=month, entries=entries, version=version, by=cast.worker)

    return noted


def lines(case):
    rows = MoneyLine.objects.filter(case=case).order_by("code", "starts_on", "created_at")
    return [(row.code, row.amount, row.starts_on, row.ends_on, row.corrected_on is not None) for row in rows]


def page(client, case, **query):
    answer = client.get(reverse("households:case_budget", args=[case.pk]), query)
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def typed(client, case, **fields):
    address = reverse("households:budget_edit", args=[case.pk])
    version = client.get(address).context["form"].version
    return client.post(address, {"month": "2018-12-01", "version": version, **fields})


def test_a_change_adds_a_line_and_keeps_the_former(case, note):
    note(OCTOBER, rsa=550)
    note(DECEMBER, rsa=560)
    assert lines(case) == [
        ("rsa", Decimal(550), OCTOBER, date(2018, 11, 30), False),
        ("rsa", Decimal(560), DECEMBER, None, False),
    ]


def test_what_did_not_change_is_not_written_again(case, note):
    note(OCTOBER, rsa=550)
    note(DECEMBER, rsa=550)
    assert lines(case) == [("rsa", Decimal(550), OCTOBER, None, False)]


def test_a_line_no_longer_said_ends_the_month_before(case, note):
    note(OCTOBER, rsa=550, wage=300)
    note(DECEMBER, rsa=550)
    assert ("wage", Decimal(300), OCTOBER, date(2018, 11, 30), False) in lines(case)


def test_a_mistake_of_the_same_month_is_corrected_and_kept(case, note):
    note(DECEMBER, rsa=5600)
    note(DECEMBER, rsa=560)
    assert sorted(lines(case), key=str) == sorted(
        [("rsa", Decimal(5600), DECEMBER, None, True), ("rsa", Decimal(560), DECEMBER, None, False)], key=str
    )


def test_a_month_before_a_later_change_is_refused(case, note):
    note(DECEMBER, rsa=560)
    with pytest.raises(ValidationError, match="décembre"):
        note(OCTOBER, rsa=500)
    assert lines(case) == [("rsa", Decimal(560), DECEMBER, None, False)]


def test_a_month_to_come_is_refused(case, note):
    with pytest.raises(ValidationError, match="mois passé"):
        note(date(2019, 1, 1), rsa=560)


def test_two_people_noting_at_once_lose_nothing(case, cast, note):
    stale = lines_version(open_lines(case, None))
    note(DECEMBER, rsa=560)
    entries = [MoneyEntry(MoneyKind.RESOURCE, "wage", Decimal(300))]
    with pytest.raises(ValidationError, match="entre-temps"):
        record_budget(case=case, person=None, month=DECEMBER, entries=entries, version=stale, by=cast.worker)
    assert lines(case) == [("rsa", Decimal(560), DECEMBER, None, False)]


def test_the_journal_counts_and_tells_no_amount(case, note):
    note(DECEMBER, rsa=560)
    event = AuditEvent.objects.get(name="budget.recorded")
    assert event.changes == {"month": "2018-12", "lines": 1}
    assert event.case == case.pk


@pytest.mark.parametrize("text", ["560,50", "560.5", " 560,50 € ", "560,5€", "560,50"])
def test_an_amount_is_typed_as_one_writes_it(case, cast, sign_in, text):
    assert typed(sign_in(cast.worker), case, resource_rsa=text).status_code == 302
    assert MoneyLine.objects.get().amount == Decimal("560.50")


def test_thousands_may_be_spaced(case, cast, sign_in):
    typed(sign_in(cast.worker), case, debt_rent_debt="1 240,00 €", debt_rent_debt_months="3")
    line = MoneyLine.objects.get()
    assert (line.amount, line.months) == (Decimal(1240), 3)


@pytest.mark.parametrize(("text", "said"), [("beaucoup", "n’est pas un nombre"), ("-5", "sans signe moins")])
def test_what_is_no_amount_is_said_beside_it_and_kept(case, cast, sign_in, text, said):
    answer = typed(sign_in(cast.worker), case, resource_rsa=text)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert text in shown
    assert not MoneyLine.objects.exists()


def test_nothing_is_compulsory(case, cast, sign_in):
    assert typed(sign_in(cast.worker), case).status_code == 302
    assert not MoneyLine.objects.exists()


def test_an_amount_may_be_unknown(case, cast, sign_in):
    typed(sign_in(cast.worker), case, resource_rsa="?")
    assert MoneyLine.objects.get().amount is None
    assert "il manque le montant de « RSA »" in page(sign_in(cast.worker), case)


def test_other_is_said_in_a_few_words(case, cast, sign_in):
    client = sign_in(cast.worker)
    refused = typed(client, case, charge_other="12")
    assert refused.status_code == 422
    shown = next(part for part in refused.context["form"].parts() if part["kind"] == "charge")
    errors = [error for row in shown["usual"] if row.detail for error in row.detail.errors]
    assert errors == ["Précisez de quoi il s’agit."]
    assert typed(client, case, charge_other="12", charge_other_detail="garde du chien").status_code == 302
    assert "garde du chien" in page(client, case)


def test_no_resource_and_a_resource_contradict_each_other(case, cast, sign_in):
    answer = typed(sign_in(cast.worker), case, resource_rsa="560", resource_state="none")
    assert answer.status_code == 422
    assert "laissez cette réponse vide" in answer.content.decode()


def test_a_double_click_notes_once(case, cast, sign_in):
    client, key = sign_in(cast.worker), str(uuid4())
    version = lines_version([])
    data = {"month": "2018-12-01", "version": version, "resource_rsa": "560", "submission_key": key}
    for _ in range(2):
        assert client.post(reverse("households:budget_edit", args=[case.pk]), data).status_code == 302
    assert MoneyLine.objects.count() == 1


def test_a_line_belongs_to_a_person_or_to_the_household(case, cast, sign_in):
    person = case.household.people.get()
    address = reverse("households:budget_edit_person", args=[case.pk, person.pk])
    client = sign_in(cast.worker)
    version = client.get(address).context["form"].version
    client.post(address, {"month": "2018-12-01", "version": version, "resource_wage": "900"})
    assert MoneyLine.objects.get().person == person
    assert person.full_name in page(client, case)


def test_the_person_of_another_household_is_missing(case, cast, sign_in, world):
    stranger = factories.make_case(world).household.people.get()
    address = reverse("households:budget_edit_person", args=[case.pk, stranger.pk])
    assert sign_in(cast.worker).get(address).status_code == 404


def test_who_has_left_took_her_money_along(case, note, cast, sign_in):
    person = factories.PersonFactory(household=case.household, role="spouse_partner", first_name="Karim")
    note(OCTOBER, person=person, wage=900)
    person.left_on = date(2018, 11, 15)
    person.save()
    client = sign_in(cast.worker)
    assert "900,00 €" in page(client, case, mois="2018-10")
    assert "900,00 €" not in page(client, case, mois="2018-12")


def test_a_past_month_shows_what_stood_then(case, note, cast, sign_in):
    note(OCTOBER, rsa=550)
    note(DECEMBER, rsa=560)
    client = sign_in(cast.worker)
    then = page(client, case, mois="2018-11")
    assert "En novembre 2018" in then
    assert "550,00 €" in then
    now = page(client, case)
    assert "560,00 €" in now
    assert "RSA : 550,00 €, depuis octobre 2018, jusqu’en novembre 2018" in now


@pytest.mark.parametrize("query", ["", "2018-13", "hier", "<b>"])
def test_a_month_that_is_none_shows_the_present_one(case, note, cast, sign_in, query):
    note(OCTOBER, rsa=550)
    assert "En décembre 2018" in page(sign_in(cast.worker), case, mois=query)


def test_the_housing_allowance_stands_apart(case, note, cast, sign_in):
    note(DECEMBER, rsa=560, apl=250)
    shown = page(sign_in(cast.worker), case)
    assert "810,00 €" not in shown
    assert "L’aide au logement n’est jamais ajoutée aux revenus" in shown


@pytest.mark.parametrize("role", [Role.LANDLORD_REFERENT, Role.LANDLORD_MANAGER, Role.LANDLORD_CLIENT_MANAGER])
def test_the_landlord_of_the_dwelling_reads_no_budget(case, note, cast, sign_in, role):
    note(DECEMBER, rsa=560)
    client = sign_in(cast[role])
    shown = page(client, case)
    assert "560,00" not in shown
    assert "RSA" not in shown
    assert "Noter le budget" not in shown
    assert client.get(reverse("households:budget_edit", args=[case.pk])).status_code == 403


def test_a_manager_reads_and_does_not_write(case, note, cast, sign_in):
    note(DECEMBER, rsa=560)
    client = sign_in(cast.manager)
    assert "560,00 €" in page(client, case)
    assert client.get(reverse("households:budget_edit", args=[case.pk])).status_code == 403


def test_reading_a_budget_is_journalled(case, note, cast, sign_in):
    note(DECEMBER, rsa=560)
    page(sign_in(cast.worker), case)
    sections = set(AccessEvent.objects.filter(user=cast.worker.user_id).values_list("section", flat=True))
    assert {"money", "arrears", "housing", "identity"} <= sections


def test_no_page_costs_a_query_a_line(case, note, cast, sign_in):
    client = sign_in(cast.worker)
    note(OCTOBER, rsa=100)
    page(client, case)
    counts = []
    for codes in (["rsa"], ["rsa", "wage", "aah", "asf", "paje", "grant", "apl"]):
        note(DECEMBER, **dict.fromkeys(codes, 100))
        with CaptureQueriesContext(connection) as queries:
            page(client, case)
        counts.append(len(queries))
    assert counts[0] == counts[1]
