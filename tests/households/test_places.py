"""The inventory of transitional places: who writes it, who reads it, who enters, what is never told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from households import place_board, place_occupancy, services
from households.models import CaseAccess, HousingPeriod, NamedPerson, TransitionalPlace
from households.versions import version_of
from households.views import place_stays
from partners.roles import Role
from tests import factories
from tests.households.places import add_place, enter
from veille.core import clock
from veille.core.exports import listing_named
from veille.core.models import AccessEvent

pytestmark = pytest.mark.usefixtures("journal")

SINCE, TODAY = date(2018, 11, 1), date(2018, 12, 14)


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.PersonFactory(household=case.household, role="child")
    return case


@pytest.fixture
def place(world, cast):
    return add_place(world, cast.manager)


@pytest.fixture
def other(world, cast):
    """A file of the same association whose team does not name the worker."""
    case = factories.make_accompanied_case(world, cast)
    case.team.update(user=cast.other_worker.user)
    return case


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def page(sign_in, actor, name, *args) -> str:
    return sign_in(actor).get(address(name, *args)).content.decode()


def listed(actor) -> list[str]:
    return list(TransitionalPlace.objects.visible_to(actor).order_by("name").values_list("name", flat=True))


def test_a_manager_writes_a_place_and_its_people_read_it(cast, world, sign_in):
    data = {
        "dispositif": world.dispositif.pk, "dwelling": "new", "landlord": world.landlord.pk, "commune": "62413",
        "name": "Chambre 1", "modality": "shared_sublease", "capacity": 1, "available_from": "2018-01-01",
        "available_until": "2020-06-30", "equipment": "Lit, bureau",
    }  # fmt: skip
    answer = sign_in(cast.manager).post(address("place_create"), data)
    assert answer.status_code == 302, answer.content.decode()
    text = page(sign_in, cast.worker, "place_list")
    assert "Chambre 1" in text
    assert "Libre" in text
    assert "30\xa0juin 2020" in text


@pytest.mark.parametrize("who", [Role.ASSOCIATION_WORKER, Role.LANDLORD_REFERENT, Role.PROJECT_MANAGER])
def test_nobody_else_writes_the_inventory(who, cast, sign_in):
    assert sign_in(cast[who]).get(address("place_create")).status_code == 403


@pytest.mark.parametrize("who", [Role.INSTANCE_SECRETARY, Role.FUNDER, Role.LANDLORD_CARETAKER])
def test_who_has_no_cell_opens_no_inventory(who, cast, place, sign_in):
    assert sign_in(cast[who]).get(address("place_list")).status_code == 403


def test_another_organisation_never_sees_a_place_it_does_not_hold(cast, place, sign_in):
    for stranger in (cast.partner(Role.ASSOCIATION_WORKER), cast[Role.LANDLORD_MANAGER]):
        assert listed(stranger) == []
        assert sign_in(stranger).get(address("place_detail", place.pk)).status_code == 404


def test_the_association_named_on_a_place_of_a_landlord_reads_it(world, cast):
    add_place(world, cast[Role.LANDLORD_MANAGER], "Maison 7", operator=world.association)
    assert listed(cast.worker) == ["Maison 7"]
    assert not TransitionalPlace.objects.kept_by(cast.manager).exists()


def test_a_household_enters_from_its_file_and_its_housing_says_so(case, place, cast, sign_in):
    data = {"place": place.pk, "starts_on": "2018-11-01", "people_count": 2, "situation": "subletting"}
    assert sign_in(cast.worker).post(address("stay_enter", case.pk), data).status_code == 302
    stay = HousingPeriod.objects.get(place_held=place)
    assert (stay.case, stay.modality, stay.dwelling, stay.people_count) == (case, "sublease", place.dwelling, 2)
    assert "Maison 3" in page(sign_in, cast.worker, "case_housing", case.pk)
    assert "Occupée" in page(sign_in, cast.worker, "place_list")


def test_a_place_houses_one_household_at_a_time(case, other, place, cast):
    enter(case, place, cast.worker)
    with pytest.raises(ValidationError, match="déjà occupée"):
        enter(other, place, cast.other_worker, on=date(2018, 12, 1))


def test_the_database_refuses_two_households_whatever_the_way_in(case, other, place, cast):
    stay = enter(case, place, cast.worker)
    with pytest.raises(IntegrityError, match="place_houses_one_household"), transaction.atomic():
        HousingPeriod.objects.create(
            case=other, place_held=place, people_count=1, situation="subletting", starts_on=stay.starts_on
        )


def test_the_database_refuses_one_household_in_two_places(case, place, world, cast):
    enter(case, place, cast.worker)
    second = add_place(world, cast.manager, "Maison 4")
    with pytest.raises(IntegrityError, match="household_holds_one_place"), transaction.atomic():
        HousingPeriod.objects.create(
            case=case, place_held=second, people_count=1, situation="subletting", starts_on=TODAY
        )


def test_no_more_people_than_the_place_takes(case, place, cast, sign_in):
    data = {"place": place.pk, "starts_on": "2018-11-01", "people_count": 4, "situation": "subletting"}
    answer = sign_in(cast.worker).post(address("stay_enter", case.pk), data)
    assert answer.status_code == 422
    assert "3\xa0personnes au plus" in answer.content.decode()
    assert not HousingPeriod.objects.filter(place_held=place).exists()


def test_a_place_is_not_entered_before_it_opens_nor_after_its_dwelling_ends(case, world, cast):
    late = add_place(world, cast.manager, "Chantier", available_from=date(2018, 12, 1))
    with pytest.raises(ValidationError, match="à partir du"):
        enter(case, late, cast.worker)
    gone = add_place(world, cast.manager, "Démolie", available_until=date(2018, 12, 1))
    with pytest.raises(ValidationError, match="plus disponible"):
        enter(case, gone, cast.worker)


def test_a_place_of_another_dispositif_is_refused(case, world, cast):
    elsewhere = add_place(world, cast.manager, dispositif=factories.DispositifFactory())
    with pytest.raises(ValidationError, match="autre dispositif"):
        enter(case, elsewhere, cast.worker)


def test_leaving_frees_the_place_from_the_next_day(case, other, place, cast, sign_in):
    stay = enter(case, place, cast.worker)
    client = sign_in(cast.worker)
    assert client.post(address("stay_leave", case.pk, stay.pk), {"ends_on": "2018-12-03"}).status_code == 302
    assert "vide depuis 11\xa0jours" in page(sign_in, cast.worker, "place_list")
    with pytest.raises(ValidationError, match="déjà occupée"):
        enter(other, place, cast.other_worker, on=date(2018, 12, 3))
    assert enter(other, place, cast.other_worker, on=date(2018, 12, 4)).pk


def test_a_new_situation_ends_the_stay_too(case, place, cast):
    enter(case, place, cast.worker)
    services.record_housing(case=case, starts_on=date(2018, 12, 10), situation="social_tenant", by=cast.worker)
    assert not TransitionalPlace.objects.visible_to(cast.worker).with_occupancy().get().is_taken


def test_an_occupied_place_is_never_withdrawn(case, place, cast, sign_in):
    stay = enter(case, place, cast.worker)
    client = sign_in(cast.manager)
    answer = client.post(address("place_withdraw", place.pk), {"withdrawn_on": "2018-12-14"})
    assert answer.status_code == 422
    assert "ne peut pas être retirée" in answer.content.decode()
    services.leave_place(period=stay, on=date(2018, 12, 10), by=cast.worker)
    assert client.post(address("place_withdraw", place.pk), {"withdrawn_on": "2018-12-14"}).status_code == 302
    assert "Aucune place n’est inscrite" in page(sign_in, cast.manager, "place_list")
    with pytest.raises(ValidationError, match="plus disponible"):
        enter(case, place, cast.worker, on=date(2018, 12, 14))


def test_a_stay_is_not_prolonged_in_a_place_taken_out(case, place, cast):
    stay = enter(case, place, cast.worker)
    services.leave_place(period=stay, on=date(2018, 12, 3), by=cast.worker)
    services.withdraw_place(place=place, on=date(2018, 12, 5), by=cast.manager)
    stay.refresh_from_db()
    dates = {"starts_on": SINCE, "ends_on": None, "lease_signed_on": None}
    with pytest.raises(ValidationError, match="retirée de l’inventaire"):
        services.correct_housing(period=stay, version=version_of(stay), by=cast.worker, **dates)


def test_of_two_entries_at_once_the_second_reads_why(case, other, place, cast, sign_in, monkeypatch):
    """The form saw a free place; the database is the judge, in a sentence."""
    monkeypatch.setattr(HousingPeriod, "validate_constraints", lambda *args, **kwargs: None)
    enter(case, place, cast.worker)
    monkeypatch.setattr(place_board, "free_places", lambda *args: TransitionalPlace.objects.all().order_by("pk"))
    monkeypatch.setattr(place_stays, "free_places", place_board.free_places)
    data = {"place": place.pk, "starts_on": "2018-12-01", "people_count": 1, "situation": "subletting"}
    answer = sign_in(cast.other_worker).post(address("stay_enter", other.pk), data)
    assert answer.status_code == 422
    assert "déjà occupée" in answer.content.decode()


def test_a_place_never_takes_fewer_people_than_live_there(case, place, cast):
    enter(case, place, cast.worker, people_count=2)
    with pytest.raises(ValidationError, match="Plus de personnes"):
        services.change_place(place=place, version=services.place_version(place), by=cast.manager, capacity=1)


def test_of_two_corrections_the_second_reads_the_first(place, cast):
    version = services.place_version(place)
    services.change_place(place=place, version=version, by=cast.manager, name="Maison 3 bis")
    with pytest.raises(ValidationError, match="entre-temps"):
        services.change_place(place=place, version=version, by=cast.manager, name="Maison 3 ter")


def test_who_may_not_open_the_file_reads_that_the_place_is_taken_and_nothing_else(other, place, cast, sign_in):
    enter(other, place, cast.other_worker)
    name = other.household.people.get().last_name
    for text in (page(sign_in, cast.worker, "place_list"), page(sign_in, cast.worker, "place_detail", place.pk)):
        assert "un dossier que vous n’ouvrez pas" in text or "par un dossier que vous n’ouvrez pas" in text
        assert other.number not in text
        assert name not in text
        assert "1\xa0novembre 2018" not in text
    assert name in page(sign_in, cast.other_worker, "place_list")


def test_a_restricted_file_is_told_to_named_people_alone(case, place, cast, sign_in):
    enter(case, place, cast.worker)
    case.is_restricted = True
    case.save()
    NamedPerson.objects.create(case=case, user=cast.worker.user, starts_on=SINCE)
    name = case.household.people.get(role="reference_person").last_name
    assert name not in page(sign_in, cast.manager, "place_list")
    assert name in page(sign_in, cast.worker, "place_list")


def test_a_secret_place_is_shown_to_named_people_and_counted_nowhere(world, cast, sign_in):
    secret = add_place(world, cast.manager, "Abri", is_secret=True)
    add_place(world, cast.manager, "Maison 1")
    assert listed(cast.manager) == ["Abri", "Maison 1"]
    assert listed(cast.worker) == ["Maison 1"]
    assert sign_in(cast.worker).get(address("place_detail", secret.pk)).status_code == 404
    assert "Les Tilleuls" not in page(sign_in, cast.manager, "place_detail", secret.pk)
    for actor in (cast.manager, cast.worker, cast.pilot):
        assert [(share.taken, share.open) for share in place_occupancy.today_of(actor)] == [(0, 1)]
    secret.named_people.add(cast.worker.user)
    assert listed(cast.worker) == ["Abri", "Maison 1"]


def test_a_place_that_becomes_secret_stays_with_those_named_on_the_file(case, place, cast):
    enter(case, place, cast.worker)
    case.is_restricted = True
    case.save()
    NamedPerson.objects.create(case=case, user=cast.worker.user, starts_on=SINCE)
    services.hide_place(case=case, by=cast.worker)
    assert listed(cast.worker) == ["Maison 3"]
    assert listed(cast.manager) == []
    assert place_occupancy.today_of(cast.manager) == []


def seeking(world, cast):
    """A file of the door of access, that no landlord opens yet."""
    case = factories.make_accompanied_case(world, cast, door="access")
    CaseAccess.objects.filter(case=case, organisation=world.landlord).delete()
    return case


def test_entering_a_place_of_the_landlord_opens_the_housing_to_it(world, cast):
    case = seeking(world, cast)
    place = add_place(world, cast[Role.LANDLORD_MANAGER], "Maison 7", operator=world.association)
    enter(case, place, cast.worker)
    assert CaseAccess.objects.current().filter(case=case, level="landlord_of_dwelling").exists()


def test_entering_a_place_of_an_association_opens_nothing_to_the_owner(world, cast, place):
    case = seeking(world, cast)
    enter(case, place, cast.worker)
    assert not CaseAccess.objects.current().filter(case=case, level="landlord_of_dwelling").exists()


def test_the_rate_counts_days_taken_over_days_open(case, place, world, cast):
    add_place(world, cast.manager, "Maison 4", available_from=date(2018, 12, 1), available_until=date(2018, 12, 10))
    stay = enter(case, place, cast.worker, on=date(2018, 12, 2))
    services.leave_place(period=stay, on=date(2018, 12, 6), by=cast.worker)
    history = place_occupancy.history(cast.manager, date(2018, 11, 16), date(2018, 12, 31))
    assert [(share.taken, share.open) for share in history.months] == [(0, 15), (5, 24)]
    assert (history.whole.taken, history.whole.open) == (5, 39)
    assert history.rate.startswith("12,8")
    assert [(place.name, share.taken, share.open) for place, share in history.places] == [
        ("Maison 3", 5, 29),
        ("Maison 4", 0, 10),
    ]


def test_a_withdrawn_place_counts_until_its_eve(place, cast):
    services.withdraw_place(place=place, on=date(2018, 12, 4), by=cast.manager)
    history = place_occupancy.history(cast.manager, date(2018, 12, 1), date(2018, 12, 14))
    assert history.whole.open == 3


def test_the_pilot_counts_without_a_row(case, place, cast, sign_in):
    enter(case, place, cast.worker)
    text = page(sign_in, cast.pilot, "place_list")
    assert "1 / 1" in text
    assert "Maison 3" not in text
    history = page(sign_in, cast.pilot, "place_history")
    assert "Mois par mois" in history
    assert "Place par place" not in history
    assert sign_in(cast.pilot).get(address("place_detail", place.pk)).status_code == 404


def test_the_page_says_which_days_it_kept(place, cast, sign_in):
    """A period to come, or the wrong way round, is brought back to days that were lived."""
    link = address("place_history") + "?first=2019-06-01&last=2030-01-01"
    text = sign_in(cast.manager).get(link).content.decode()
    assert 'value="2018-12-14"' in text
    assert "Du 14\xa0décembre 2018 au 14\xa0décembre 2018" in text


def test_the_worker_of_another_dispositif_counts_nothing(place, cast):
    assert place_occupancy.today_of(cast.partner(Role.ASSOCIATION_WORKER)) == []


def test_the_end_of_a_dwelling_is_told_ninety_days_before(case, world, cast, sign_in):
    place = add_place(world, cast.manager, available_until=clock.today() + timedelta(days=60))
    enter(case, place, cast.worker)
    assert "Fin du logement" in page(sign_in, cast.worker, "place_list")
    assert "Le logement n’est plus disponible ensuite" in sign_in(cast.worker).get(reverse("home")).content.decode()


def test_the_file_says_when_no_place_is_free(case, cast, sign_in):
    text = page(sign_in, cast.worker, "stay_enter", case.pk)
    assert "Aucune place n’est libre" in text


def test_the_inventory_leaves_as_a_spreadsheet_without_a_household(case, place, cast, sign_in):
    enter(case, place, cast.worker)
    listing = listing_named("places-transitoires")
    (row,) = listing.rows(cast.manager, {"state": "taken"})
    told = [str(column.value(row)) for column in listing.columns(cast.manager, {})]
    assert "Occupée" in told
    assert case.number not in told
    assert not listing.rows(cast.manager, {"state": "free"}).exists()
    assert not listing.may(cast.pilot)
    assert reverse("core:export_new", args=["places-transitoires"]) in page(sign_in, cast.manager, "place_list")


def test_reading_who_lives_in_a_place_is_in_the_journal(case, place, cast, sign_in):
    enter(case, place, cast.worker)
    sign_in(cast.worker).get(address("place_list"))
    assert AccessEvent.objects.filter(cases__contains=[case.pk], user=cast.worker.user_id).exists()
