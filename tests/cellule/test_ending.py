"""Closing an admitted file: what runs is ended first, by its own act; the rest goes with it; one may come back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import services as accompaniment
from accompaniment.models import Measure, PlannedVisit
from accompaniment.services import meeting_guests as inviting
from cellule.candidature_choices import CandidatureState
from cellule.models import Candidature
from cellule.services.ending import end_file
from cellule.todo_ending import ending_items
from households.models import Case, SlidingLease
from households.services import leave_place
from partners.roles import Role
from tests import factories
from tests.accompaniment.coordination.acts import name_guest, path_of, planned
from tests.cellule import searching
from tests.cellule.reading import reading
from tests.households.places import add_place, enter
from veille.core import clock
from veille.core.models import AuditEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def ended(case, world):
    return factories.make_measure(case, world.association, "ended")


def address(case) -> str:
    return reverse("cellule:case_close", args=[case.pk])


def close(client, case, reason="Fin de l’accompagnement"):
    return client.post(address(case), {"reason": reason, "submission_key": str(uuid4())})


def test_a_file_whose_accompaniment_ended_is_closed_with_its_spell(case, ended, cast, sign_in):
    page = sign_in(cast.worker).get(address(case)).content.decode()
    assert "Accompagnement terminé le" in page
    assert "objectifs atteints" in page
    assert close(sign_in(cast.worker), case).status_code == 302
    case.refresh_from_db()
    assert case.closed_on == clock.today()
    spell = case.spells.get()
    assert (spell.ends_on, spell.reason) == (clock.today(), "Fin de l’accompagnement")
    assert "Fin" not in str(AuditEvent.objects.get(name="case.closed").changes)


def test_what_is_closed_may_be_taken_up_again(case, ended, cast, sign_in):
    close(sign_in(cast.worker), case)
    data = {"reason": "Nouvelle dette", "submission_key": str(uuid4())}
    reopened = sign_in(cast.worker).post(reverse("households:case_reopen", args=[case.pk]), data)
    assert reopened.status_code == 302
    assert close(sign_in(cast.worker), case).status_code == 302
    assert case.spells.count() == 2


def test_an_accompaniment_that_runs_is_ended_first_with_its_reason_and_outcome(case, world, cast, sign_in):
    measure = factories.make_measure(case, world.association)
    page = sign_in(cast.worker).get(address(case)).content.decode()
    assert reverse("accompaniment:measure_end", args=[measure.pk]) in page
    answer = close(sign_in(cast.worker), case)
    assert answer.status_code == 422
    assert "L’accompagnement court encore" in answer.content.decode()
    assert Case.objects.get().closed_on is None


def test_a_watch_lasts_as_long_as_it_is_needed(case, ended, cast, sign_in):
    accompaniment.watch_measure(measure=ended, watching=True, by=cast.worker)
    page = sign_in(cast.worker).get(address(case)).content.decode()
    assert reverse("accompaniment:measure_unwatch", args=[ended.pk]) in page
    assert close(sign_in(cast.worker), case).status_code == 422
    accompaniment.watch_measure(measure=ended, watching=False, by=cast.worker)
    assert close(sign_in(cast.worker), case).status_code == 302


def test_a_dwelling_proposed_is_settled_first(world, cast):
    offer = searching.offered(world, cast)
    accompaniment.end_measure(
        measure=searching.measure_of(offer.case), reason="objectives_met", outcome="third_party", by=cast.worker
    )
    with pytest.raises(ValidationError, match="notez ce qu’il devient"):
        end_file(case=offer.case, reason="Fin", by=cast.worker)


def test_landlords_asked_and_visits_agreed_on_go_with_the_file(world, cast, sign_in):
    found = searching.asked(world, cast)
    visit = accompaniment.plan_visit(case=found.case, on=clock.today() + timedelta(days=3), by=cast.worker)
    accompaniment.end_measure(
        measure=searching.measure_of(found.case), reason="objectives_met", outcome="third_party", by=cast.worker
    )
    page = sign_in(cast.worker).get(address(found.case)).content.decode()
    assert "1\xa0demande de logement à un bailleur" in page
    assert "1\xa0visite prévue" in page
    assert close(sign_in(cast.worker), found.case).status_code == 302
    assert Candidature.objects.get().state == CandidatureState.WITHDRAWN
    assert PlannedVisit.objects.get(pk=visit.pk).state == "cancelled"
    assert not found.case.accesses.current().filter(level="candidature").exists()


def test_a_sliding_lease_that_runs_is_settled_first(case, ended, world, cast):
    period = factories.HousingPeriodFactory(case=case, modality="sliding_lease")
    dates = {"signed_on": clock.today(), "term_on": clock.today() + timedelta(days=300)}
    SlidingLease.objects.create(case=case, period=period, association=world.association, **dates)
    with pytest.raises(ValidationError, match="bail glissant court encore"):
        end_file(case=case, reason="Fin", by=cast.worker)


def test_an_orientation_that_waits_for_its_answer_keeps_the_file_open(case, ended, world, cast):
    factories.ReferralFactory(
        case=case,
        instance=world.instance,
        referrer_organisation=world.landlord,
        presenter=world.landlord,
        submitted_by=cast.referent.user,
        state="complete",
    )
    with pytest.raises(ValidationError, match="attend sa réponse"):
        end_file(case=case, reason="Fin", by=cast.worker)


def test_twice_at_once_closes_once(case, ended, cast, sign_in):
    client, data = sign_in(cast.worker), {"reason": "Fin", "submission_key": str(uuid4())}
    assert client.post(address(case), data).status_code == 302
    client.post(address(case), data)
    assert AuditEvent.objects.filter(name="case.closed").count() == 1
    with pytest.raises(ValidationError, match="déjà clos"):
        end_file(case=case, reason="Fin", by=cast.worker)


def test_who_does_not_lead_closes_nothing(case, ended, cast, sign_in):
    for actor in (cast.referent, cast[Role.LANDLORD_MANAGER], cast[Role.ASSOCIATION_MANAGER]):
        assert close(sign_in(actor), case).status_code == 403
        page = sign_in(actor).get(reverse("households:case_household", args=[case.pk])).content.decode()
        assert address(case) not in page
    assert close(sign_in(cast.partner(Role.ASSOCIATION_WORKER)), case).status_code == 404


def test_what_was_never_admitted_closes_with_its_orientation(world, cast, sign_in):
    case = factories.make_case(world)
    factories.grant(case, world.association, "lead")
    factories.put_in_team(case, cast.worker)
    assert close(sign_in(cast.worker), case).status_code == 403


def test_it_is_offered_where_the_accompaniment_ends(case, ended, cast, sign_in):
    page = sign_in(cast.worker).get(reverse("accompaniment:case_fragment", args=[case.pk])).content.decode()
    assert address(case) in page
    assert (
        address(case) in sign_in(cast.worker).get(reverse("households:case_household", args=[case.pk])).content.decode()
    )


def test_a_file_left_open_a_month_after_its_end_is_told_to_who_leads_it(case, ended, cast):
    def told(actor) -> list[str]:
        with reading(actor):
            return [item.url for item in ending_items(actor)]

    assert told(cast.worker) == []
    Measure.objects.update(ended_on=clock.today() - timedelta(days=30), started_on=clock.today() - timedelta(days=90))
    assert told(cast.worker) == [address(case)]
    assert told(cast.referent) == []
    assert told(cast.partner(Role.ASSOCIATION_WORKER)) == []
    accompaniment.watch_measure(measure=Measure.objects.get(), watching=True, by=cast.worker)
    assert told(cast.worker) == []


def test_a_place_is_left_before_the_file_closes(case, ended, world, cast, sign_in):
    stay = enter(case, add_place(world, cast.manager), cast.worker)
    page = sign_in(cast.worker).get(address(case)).content.decode()
    assert reverse("households:stay_leave", args=[case.pk, stay.pk]) in page
    assert close(sign_in(cast.worker), case).status_code == 422
    leave_place(period=stay, on=clock.today(), by=cast.worker)
    assert close(sign_in(cast.worker), case).status_code == 302


def test_a_meeting_goes_with_the_file_and_opens_to_nobody_invited(case, ended, cast, client, sign_in):
    meeting = planned(case, cast)
    link = inviting.invite_guest(guest=name_guest(meeting, cast, email=""), by=cast.worker)
    assert "1 réunion prévue" in sign_in(cast.worker).get(address(case)).content.decode().replace("\xa0", " ")
    end_file(case=case, reason="Fin", by=cast.worker)
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert client.get(path_of(link)).status_code == 404
