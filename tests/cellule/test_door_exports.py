"""The lists of the doors and of the searches, taken away: dates, states, organisations; never who nor what."""

from datetime import date

import pytest
from django.urls import reverse

from cellule.models import Candidature, SocialAlert
from cellule.services.alerts import alert_social_team
from cellule.services.candidatures import withdraw_candidature
from cellule.services.closing import close_session
from households.models import Exclusion
from partners.roles import Role
from tests import factories
from tests.cellule import link_scene, searching
from tests.cellule.held_scene import waiting_for_approval
from veille.core.exports import listing_named
from veille.core.exports.listings import columns_for

pytestmark = pytest.mark.django_db


def _taken(name: str, actor, **state) -> list[list]:
    listing = listing_named(name)
    columns = columns_for(listing, actor, state)
    rows = [row for batch in listing.batches(actor, state) for row in batch]
    assert len(rows) == listing.count(actor, state)
    return [[column.cell(row) for column in columns] for row in rows]


def _alerted(cast) -> SocialAlert:
    return alert_social_team(
        address="3 allée des Saules",
        fact="La boîte déborde.",
        happened_on=date(2018, 12, 10),
        sender_name="M. Lecocq",
        by=cast["landlord_caretaker"],
    )


def test_links_leave_with_their_term_and_nothing_written(world, cast):
    link_scene.deposited(cast)
    for actor in (cast.secretary, cast.pilot):
        (row,) = _taken("liens-remis", actor)
        assert "Hôpital de Lens" in row and "Attend d’être reçue" in row and row[-1] is not None
        assert "Quentovic" not in str(row) and "chauffé" not in str(row)


def test_alerts_leave_without_place_fact_or_name(world, cast):
    _alerted(cast)
    (row,) = _taken("alertes-recues", cast.referent)
    assert row[:3] == [date(2018, 12, 10), date(2018, 12, 14), "À traiter"]
    assert not any(word in str(row) for word in ("Saules", "déborde", "Lecocq"))


def test_an_alert_is_as_closed_as_the_file_that_came_of_it(world, cast, sign_in):
    alert = _alerted(cast)
    case = factories.make_referred_case(world, cast).case
    SocialAlert.objects.filter(pk=alert.pk).update(case=case)
    page = reverse("cellule:alert_detail", args=[alert.pk])
    assert sign_in(cast.referent).get(page).status_code == 200
    factories.restrict(case, cast.worker)
    assert sign_in(cast.referent).get(page).status_code == 404
    assert _taken("alertes-recues", cast.referent) == []


def test_approvals_leave_with_who_wrote_and_where_they_stand(world, cast):
    waiting_for_approval(cast.referent)
    (row,) = _taken("orientations-a-valider", cast[Role.LANDLORD_MANAGER])
    assert row[0] == str(cast.referent.user) and "Attend d’être reçue" in row


def test_delays_leave_without_number_for_who_names_nobody(world, cast):
    referral = factories.make_referred_case(world, cast)
    (row,) = _taken("delais-des-orientations", cast.secretary)
    assert referral.submitted_on in row and referral.case.number not in row


def test_who_accompanies_takes_its_searches_with_their_number(world, cast):
    found = searching.asked(world, cast)
    (row,) = _taken("propositions-de-logement", cast.worker)
    assert row[0] == found.case.number and world.other_landlord.name in row
    withdraw_candidature(candidature=found, by=cast.worker)
    assert _taken("propositions-de-logement", cast.worker) == []
    assert len(_taken("propositions-de-logement", cast.worker, query="etat=terminees")) == 1


def test_the_secretary_takes_them_under_the_name_of_the_session(world, cast):
    item = searching.admitted_in_session(world, cast)
    close_session(session=item.session, by=cast.secretary)
    (row,) = _taken("bailleurs-sollicites", cast.secretary)
    assert row[0] == item.name and item.case.number not in str(row)


def test_what_left_is_closed_again_with_a_conflict_of_interest(world, cast):
    item = searching.admitted_in_session(world, cast)
    close_session(session=item.session, by=cast.secretary)
    listing, cases = listing_named("bailleurs-sollicites"), [item.case_id]
    assert listing.still_open(cast.secretary, cases)
    assert listing.behind(cast.secretary, {}, cases) == {Candidature.objects.get().pk.hex}
    Exclusion.objects.create(case=item.case, user=cast.secretary.user, declared_on=date(2018, 12, 14))
    assert not listing.still_open(cast.secretary, cases)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("liens-remis", Role.LANDLORD_REFERENT),
        ("orientations-a-valider", Role.LANDLORD_CARETAKER),
        ("alertes-recues", Role.LANDLORD_CARETAKER),
        ("delais-des-orientations", Role.PROJECT_MANAGER),
        ("propositions-de-logement", Role.LANDLORD_ALLOCATION),
        ("bailleurs-sollicites", Role.ASSOCIATION_WORKER),
    ],
)
def test_who_does_not_work_on_a_list_does_not_take_it_away(name, role, cast, sign_in):
    assert sign_in(cast[role]).get(reverse("core:export_new", args=[name])).status_code in {403, 404}


@pytest.mark.parametrize(
    ("page", "name", "who"),
    [
        ("held_list", "liens-remis", "secretary"),
        ("referral_delays", "delais-des-orientations", "secretary"),
        ("alert_list", "alertes-recues", "referent"),
    ],
)
def test_the_page_leads_to_its_file(world, cast, sign_in, page, name, who):
    link_scene.given(cast)
    factories.make_referred_case(world, cast)
    _alerted(cast)
    shown = sign_in(getattr(cast, who)).get(reverse(f"cellule:{page}")).content.decode()
    assert reverse("core:export_new", args=[name]) in shown
