"""The monthly file of a landlord: its tenants, one to pick when referring, and the accounts of those a file follows."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from households.models import ArrearsMonth, Case, Dwelling, HousingPeriod, Tenancy, TenancyMonth
from households.services import receive_accounts, record_housing, take_account
from households.services.accounts import TenantRow, forget_old_months
from households.tenant_picking import tenant_of
from partners.roles import Role
from tests import factories
from tests.cellule.referral_answers import LEAST, fill, send, start
from veille.core import clock
from veille.core.models import AccessEvent, AuditEvent

OCTOBER, NOVEMBER = date(2018, 10, 1), date(2018, 11, 1)


def row(contract="C100", name="VANDECASTEELE Mireille", month=NOVEMBER, balance=1240, **fields) -> TenantRow:
    amounts = {key: Decimal(value) for key, value in fields.items() if key in {"called", "received", "apl"}}
    return TenantRow(contract, name, month, Decimal(balance), **{**fields, **amounts})


@pytest.fixture
def receive(cast):
    """`receive(row(), row(…))`: the file of the referent's landlord."""
    return lambda *rows, by=None: receive_accounts(
        landlord=(by or cast.referent).organisation, rows=rows, by=by or cast.referent
    )


@pytest.fixture
def case(world, cast):
    """A followed tenant, whose lease is C100."""
    made = factories.make_accompanied_case(world, cast)
    person = made.household.people.get()
    person.last_name = "Vandecasteele"
    person.save()
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune)
    factories.HousingPeriodFactory(case=made, dwelling=dwelling, contract_number="C100")
    return made


def accounts(case):
    rows = ArrearsMonth.objects.filter(case=case).order_by("month", "created_at")
    return [(one.month, one.balance, one.replaced_on is not None) for one in rows]


def test_the_file_gives_tenants_and_their_months(receive, world):
    assert receive(row(), row("C200", "DIALLO Awa", balance=0)) == 2
    assert list(Tenancy.objects.values_list("contract_number", "name", "landlord", "seen_on")) == [
        ("C200", "DIALLO Awa", world.landlord.pk, NOVEMBER),
        ("C100", "VANDECASTEELE Mireille", world.landlord.pk, NOVEMBER),
    ]


def test_the_same_file_twice_adds_nothing(receive, case):
    receive(row())
    before = (Tenancy.objects.count(), TenancyMonth.objects.count(), accounts(case))
    assert receive(row()) == 0
    assert (Tenancy.objects.count(), TenancyMonth.objects.count(), accounts(case)) == before


def test_the_balance_feeds_the_account_of_a_followed_tenant(receive, case):
    receive(row(called=480, received=100, apl=250))
    month = ArrearsMonth.objects.get()
    assert (month.case, month.balance, month.called, month.get_source_display()) == (
        case,
        1240,
        480,
        "Fichier de soldes",
    )


def test_a_corrected_month_replaces_with_its_trace(receive, case):
    receive(row())
    receive(row(balance=1140))
    assert accounts(case) == [(NOVEMBER, 1240, True), (NOVEMBER, 1140, False)]
    assert TenancyMonth.objects.get().balance == 1140


def test_a_tenant_who_left_the_file_is_no_longer_offered(receive):
    receive(row(), row("C200", "DIALLO Awa"))
    receive(row(month=date(2018, 12, 1)))
    assert list(Tenancy.objects.values_list("contract_number", flat=True)) == ["C100"]


def test_an_older_file_adds_its_month_and_undoes_nothing(receive, case):
    receive(row(name="VANDECASTEELE Mireille", residence="Les Lilas"))
    receive(row(month=OCTOBER, balance=1300, residence="Ancienne"))
    assert Tenancy.objects.get().residence == "Les Lilas"
    assert [month for month, _, _ in accounts(case)] == [OCTOBER, NOVEMBER]


def test_balances_without_a_file_are_kept_thirteen_months(receive, settings):
    receive(row("C200", month=date(2017, 12, 1)), row("C200", month=NOVEMBER))
    assert TenancyMonth.objects.count() == 2
    settings.VEILLE_TODAY = date(2019, 2, 1)
    assert forget_old_months() == 1
    assert TenancyMonth.objects.get().month == NOVEMBER


@pytest.mark.parametrize(
    "change",
    [
        {"name": "DIALLO Awa"},
        {"contract_number": "C999"},
    ],
)
def test_nobody_gets_the_account_of_somebody_else(receive, case, change):
    fields = {"contract": change.get("contract_number", "C100"), "name": change.get("name", "VANDECASTEELE Mireille")}
    receive(row(fields["contract"], fields["name"]))
    assert accounts(case) == []


def test_an_ended_lease_a_closed_or_frozen_file_and_a_revoked_landlord_are_not_fed(receive, case, world):
    Case.objects.filter(pk=case.pk).update(closed_on=clock.today())
    receive(row())
    Case.objects.filter(pk=case.pk).update(closed_on=None, frozen_on=clock.today())
    receive(row(balance=3))
    Case.objects.filter(pk=case.pk).update(frozen_on=None)
    case.accesses.filter(organisation=world.landlord).delete()
    receive(row(balance=1))
    factories.grant(case, world.landlord, "landlord_of_dwelling")
    HousingPeriod.objects.filter(case=case).update(ends_on=date(2018, 11, 30))
    receive(row(balance=2))
    assert accounts(case) == []


def test_another_landlord_with_the_same_number_feeds_nothing(receive, case, cast):
    receive(row(), by=cast.partner(Role.LANDLORD_REFERENT))
    assert accounts(case) == []


def test_the_journal_tells_how_many_lines_and_no_file(receive, case):
    receive(row(), row("C200", "DIALLO Awa"))
    event = AuditEvent.objects.get(name="accounts.received")
    assert event.changes == {"rows": 2, "changed": 2}
    assert event.case is None


def test_a_case_takes_the_months_told_before_it(receive, case, cast, world):
    receive(row(month=OCTOBER, balance=1300))
    ArrearsMonth.objects.all().delete()
    receive(row("C100", month=NOVEMBER))
    assert take_account(case=case, landlord=world.landlord, contract_number="C100", by=cast.referent) == 1
    assert [month for month, _, _ in accounts(case)] == [OCTOBER, NOVEMBER]
    assert take_account(case=case, landlord=world.landlord, contract_number="C100", by=cast.referent) == 0


PICKING = (
    Role.LANDLORD_REFERENT,
    Role.LANDLORD_CASE_WORKER,
    Role.LANDLORD_MANAGER,
    Role.LANDLORD_CLIENT_MANAGER,
)


@pytest.mark.parametrize("role", Role.values)
def test_only_the_landlords_people_who_refer_see_its_tenants(receive, cast, role):
    receive(row())
    assert Tenancy.objects.visible_to(cast[role]).exists() == (role in PICKING)
    assert (tenant_of(cast[role], str(Tenancy.objects.get().pk)) is not None) == (role in PICKING)


def test_a_dwelling_kept_secret_has_no_tenant_to_pick(receive, cast, world):
    receive(row(dwelling_reference="L77"))
    assert Tenancy.objects.visible_to(cast.referent).exists()
    Dwelling.objects.create(landlord=world.landlord, commune=world.commune, reference="L77", is_secret=True)
    assert not Tenancy.objects.visible_to(cast.referent).exists()


def test_another_landlord_sees_none_of_them(receive, cast):
    receive(row())
    assert not Tenancy.objects.visible_to(cast.partner(Role.LANDLORD_REFERENT)).exists()


@pytest.fixture
def tenant(receive, world):
    receive(
        row(
            "C200",
            "OUAZÈNE Salma",
            balance=640,
            commune=world.commune,
            residence="Les Lilas",
            dwelling_reference="L77",
            dwelling_type="t3",
            monthly_rent=Decimal("310.50"),
        )
    )
    return Tenancy.objects.get()


def search(client, text, **data):
    address = start(client)
    client.post(f"{address}entree/", {**LEAST["entree"], "action": "next", "page_key": "page"})
    client.post(f"{address}menage/", {"search": text, "action": "search", "page_key": "page", **data})
    return address, client.get(f"{address}menage/").content.decode()


@pytest.mark.parametrize("text", ["ouazene", "Salma OUAZENE", "c200", "ouazenne"])
def test_a_tenant_is_found_by_name_or_contract(tenant, cast, sign_in, text):
    page = search(sign_in(cast.referent), text)[1]
    assert "OUAZÈNE Salma – bail C200, Les Lilas, Harnes" in page
    assert AccessEvent.objects.filter(user=cast.referent.user_id, kind="search", section="identity").exists()


def test_an_association_is_offered_no_tenant(tenant, cast, sign_in):
    page = search(sign_in(cast.worker), "ouazene")[1]
    assert "OUAZÈNE" not in page
    assert "locataires" not in page


def test_the_answer_is_the_same_whether_a_file_follows_the_tenant_or_not(receive, case, cast, sign_in):
    receive(row(), row("C200", "DIALLO Awa"))
    followed = search(sign_in(cast.referent), "C100")[1]
    other = search(sign_in(cast.referent), "C200")[1]
    assert followed.count("bail C100") == other.count("bail C200") == 1
    assert case.number not in followed


def take(client, tenant, **typed):
    address, _ = search(client, "C200")
    data = {"search": "C200", "tenant": str(tenant.pk), "action": "tenant", "page_key": "page", **typed}
    assert client.post(f"{address}menage/", data).status_code == 302
    return address


def test_picking_a_tenant_fills_household_dwelling_and_arrears(tenant, cast, sign_in):
    client = sign_in(cast.referent)
    address = take(client, tenant)
    household = client.get(f"{address}menage/").context["form"]
    assert (household["last_name"].value(), household["first_name"].value()) == ("Ouazène", "Salma")
    housing = client.get(f"{address}logement/").context["form"]
    assert {name: housing[name].value() for name in ("commune", "residence", "dwelling_type", "arrears")} == {
        "commune": "62413",
        "residence": "Les Lilas",
        "dwelling_type": "t3",
        "arrears": "640.00",
    }


def test_what_was_typed_stands(tenant, cast, sign_in):
    client = sign_in(cast.referent)
    address = take(client, tenant, last_name="Ouazène-Nord")
    assert client.get(f"{address}menage/").context["form"]["last_name"].value() == "Ouazène-Nord"


def test_another_tenant_takes_the_place_of_the_first(tenant, receive, cast, sign_in, world):
    fields = {"residence": "Le Parc", "commune": world.commune, "dwelling_type": "t3"}
    receive(row("C200", "OUAZÈNE Salma", balance=640), row("C201", "DIALLO Awa", balance=10, **fields))
    client = sign_in(cast.referent)
    address = take(client, tenant)
    kept = {name: client.get(f"{address}menage/").context["form"][name].value() for name in ("last_name", "first_name")}
    other = Tenancy.objects.get(contract_number="C201")
    data = {**kept, "search": "C201", "tenant": str(other.pk), "action": "tenant", "page_key": "autre"}
    client.post(f"{address}menage/", data)
    household, housing = (client.get(f"{address}{step}/").context["form"] for step in ("menage", "logement"))
    assert (household["last_name"].value(), household["first_name"].value()) == ("Diallo", "Awa")
    assert (housing["residence"].value(), housing["arrears"].value()) == ("Le Parc", "10.00")
    assert housing["tenancy"].value() == str(other.pk)


def test_the_lease_that_was_picked_may_be_taken_off(tenant, cast, sign_in):
    client = sign_in(cast.referent)
    address = take(client, tenant)
    assert "bail C200" in client.get(f"{address}logement/").content.decode()
    fill(client, address, {**LEAST, "logement": {**LEAST["logement"], "tenancy": ""}})
    send(client, address)
    assert HousingPeriod.objects.get().contract_number == ""


def test_the_sent_file_carries_the_lease_and_its_account(tenant, cast, sign_in, world):
    client = sign_in(cast.referent)
    address = take(client, tenant)
    housing = {**LEAST["logement"], "residence": "Les Lilas", "arrears": "640.00", "tenancy": str(tenant.pk)}
    fill(client, address, {**LEAST, "logement": housing})
    assert send(client, address).status_code == 302
    period = HousingPeriod.objects.get()
    assert (period.contract_number, period.dwelling.reference, period.arrears) == ("C200", "L77", 640)
    assert accounts(period.case) == [(NOVEMBER, 640, False)]
    case = period.case
    assert "dette 640" in client.get(reverse("households:case_budget", args=[case.pk])).content.decode()


def test_a_protected_household_leaves_no_lease(tenant, cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client, danger="yes")
    housing = {**LEAST["logement"], "tenancy": str(tenant.pk)}
    fill(client, address, {**LEAST, "logement": housing})
    assert send(client, address).status_code == 302
    assert HousingPeriod.objects.get().contract_number == ""
    assert not ArrearsMonth.objects.exists()


def test_a_tenant_of_another_landlord_is_not_taken(receive, cast, sign_in):
    receive(row("C200", "OUAZÈNE Salma"), by=cast.partner(Role.LANDLORD_REFERENT))
    client = sign_in(cast.referent)
    address = take(client, Tenancy.objects.get())
    form = client.get(f"{address}menage/").context["form"]
    assert not form["last_name"].value()


def test_noting_the_lease_on_a_file_takes_its_account_along(receive, cast, world):
    receive(row("C300"))
    case = factories.make_accompanied_case(world, cast)
    case.household.people.update(last_name="Vandecasteele")
    fields = {"landlord": world.landlord, "commune": world.commune}
    record_housing(
        case=case,
        by=cast.referent,
        starts_on=date(2018, 12, 1),
        situation="social_tenant",
        contract_number="C300",
        dwelling_fields=fields,
    )
    assert accounts(case) == [(NOVEMBER, 1240, False)]
