"""A relay: agreed, its first appointment kept or not, confirmed or taken back; the accompaniment follows it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import timeline
from accompaniment.coordination.choices import APPOINTMENT_MOVES, RELAY_MOVES, FirstAppointment, RelayState
from accompaniment.coordination.figures import first_appointments_kept
from accompaniment.forms.measures import EndForm
from accompaniment.models import CaseRelay
from accompaniment.services import activate_measure
from accompaniment.services import relays as services
from partners.models import DirectoryEntry, Partnership
from tests import factories
from tests.accompaniment.coordination.acts import lines
from veille.core import clock
from veille.core.transitions import ForbiddenMove, move


def in_days(number):
    return clock.today() + timedelta(days=number)


def propose(case, cast, **fields):
    told = {
        "kind": "relay_common_law", "theme": "budget", "agreed_on": clock.today(), "first_on": in_days(3),
        "body": "Point conseil budget", "contact": "Madame Roy, conseillère", **fields,
    }  # fmt: skip
    return services.propose_relay(case=case, by=cast.worker, **told)


def on(relay, day):
    CaseRelay.objects.filter(pk=relay.pk).update(first_on=day)
    relay.refresh_from_db()
    return relay


@pytest.fixture
def relay(case, measure, cast):
    return propose(case, cast, carries_measure=True)


def note(relay, cast, first):
    return services.note_first_appointment(relay=relay, first=first, by=cast.worker)


def test_a_relay_names_one_service_and_the_day_the_household_agreed(case, cast):
    with pytest.raises(ValidationError, match="annuaire"):
        propose(case, cast, body="")
    with pytest.raises(ValidationError, match="déjà recueilli"):
        propose(case, cast, agreed_on=in_days(1))


def test_the_accompaniment_passes_in_relay_with_it(relay, measure):
    measure.refresh_from_db()
    assert measure.state == "relay"


def test_a_second_relay_cannot_carry_it_too(relay, case, cast):
    with pytest.raises(ValidationError, match="porte déjà"):
        propose(case, cast, carries_measure=True)
    propose(case, cast, carries_measure=False)


def test_a_first_appointment_is_noted_from_its_day_on(relay, cast):
    with pytest.raises(ValidationError, match="pas encore"):
        note(relay, cast, "kept")
    assert note(on(relay, clock.today()), cast, "kept").first == "kept"


def test_moved_it_is_expected_again_and_counted(relay, cast):
    note(on(relay, in_days(-1)), cast, "not_kept")
    moved = services.move_first_appointment(relay=relay, first_on=in_days(8), by=cast.worker)
    assert (moved.first, moved.moved, moved.first_on) == ("expected", 1, in_days(8))


def test_confirmed_once_the_first_appointment_was_kept(relay, cast, measure):
    with pytest.raises(ValidationError, match="honoré"):
        services.confirm_relay(relay=relay, by=cast.worker)
    note(on(relay, in_days(-1)), cast, "kept")
    services.confirm_relay(relay=relay, by=cast.worker)
    measure.refresh_from_db()
    assert EndForm(measure=measure).fields["reason"].initial == "relay_common_law"
    with pytest.raises(ValidationError, match="déjà confirmé"):
        services.take_relay_back(relay=relay, by=cast.worker)


def test_taken_back_the_accompaniment_is_active_again(relay, cast, measure):
    services.take_relay_back(relay=relay, by=cast.worker)
    measure.refresh_from_db()
    assert measure.state == "active"
    assert CaseRelay.objects.get().state == "taken_back"


def test_an_accompaniment_made_active_again_takes_its_relay_back(relay, cast, measure):
    measure.refresh_from_db()
    activate_measure(measure=measure, by=cast.worker)
    assert CaseRelay.objects.get().state == "taken_back"


@pytest.mark.parametrize(("field", "moves"), [("state", RELAY_MOVES), ("first", APPOINTMENT_MOVES)])
def test_every_state_and_target(relay, field, moves):
    states = RelayState.values if field == "state" else FirstAppointment.values
    closed = {value: None if value == "under_way" else clock.today() for value in states}
    for before in states:
        for target in states:
            row = {field: before} | ({"closed_on": closed[before]} if field == "state" else {})
            CaseRelay.objects.filter(pk=relay.pk).update(**row)
            more = {"closed_on": closed[target]} if field == "state" else {}
            if target in moves[before]:
                move(relay, target, allowed=moves, field=field, **more)
                continue
            with pytest.raises(ForbiddenMove):
                move(relay, target, allowed=moves, field=field, **more)


def test_a_relay_closed_without_a_day_is_refused_by_the_database(relay):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseRelay.objects.filter(pk=relay.pk).update(state="confirmed")


QUESTION = "Relais : le premier rendez-vous a-t-il eu lieu ?"


def test_it_is_asked_after_the_day_after_and_answered_in_one_tap(relay, cast, sign_in):
    on(relay, clock.today())
    assert QUESTION not in lines(cast.worker)
    on(relay, in_days(-1))
    assert QUESTION in lines(cast.worker)
    client = sign_in(cast.worker)
    page = client.get(reverse("accompaniment:relay_detail", args=[relay.pk])).content.decode()
    assert "a-t-il eu lieu" in page
    client.post(reverse("accompaniment:relay_first", args=[relay.pk]), {"kept": "1"})
    assert CaseRelay.objects.get().first == "kept"
    assert QUESTION not in lines(cast.worker)


def test_once_answered_it_is_corrected_and_asked_no_more(relay, cast, sign_in):
    on(relay, in_days(-1))
    client = sign_in(cast.worker)
    address = reverse("accompaniment:relay_detail", args=[relay.pk])
    for first, offered in [("kept", ["not_kept"]), ("not_kept", ["kept"])]:
        client.post(reverse("accompaniment:relay_first", args=[relay.pk]), {first: "1"})
        answer = client.get(address)
        assert "a-t-il eu lieu" not in answer.content.decode()
        assert "Corriger ce qui est dit du premier rendez-vous" in answer.content.decode()
        assert [name for name, _ in answer.context["answers"]] == offered


def test_the_landlord_knows_nothing_of_it(relay, cast, case):
    on(relay, in_days(-1))
    assert not CaseRelay.objects.visible_to(cast.referent).exists()
    assert not any("Relais" in event.title for event in timeline.events(cast.referent, case))
    assert any("Relais" in event.title for event in timeline.events(cast.worker, case))


def test_first_appointments_kept_are_counted_over_relays_proposed(relay, case, cast):
    note(on(relay, in_days(-1)), cast, "kept")
    propose(case, cast)
    other = propose(case, cast)
    note(on(other, in_days(-2)), cast, "not_kept")
    counted = first_appointments_kept(CaseRelay.objects.all())
    assert (counted.n, counted.total, counted.awaited) == (1, 2, 1)


def test_a_service_is_found_by_what_it_does_and_where(case, measure, world, cast, sign_in):
    service = factories.OrganisationFactory(name="Maison du budget", kind="association")
    Partnership.objects.create(dispositif=world.dispositif, organisation=service, part="relay", starts_on=in_days(-9))
    DirectoryEntry.objects.create(
        organisation=service, mission="Surendettement, dettes", area="Lens", updated_on=clock.today()
    )
    client = sign_in(cast.worker)
    address = reverse("accompaniment:relay_add", args=[case.pk])
    page = client.get(address).content.decode()
    assert "Maison du budget – Lens · Surendettement, dettes" in page
    assert world.other_landlord.name not in page
    told = {
        "organisation": service.pk, "body": "", "contact": "", "kind": "relay_specialised", "theme": "budget",
        "agreed_on": str(clock.today()), "first_on": str(in_days(4)), "carries_measure": "on",
    }  # fmt: skip
    both = client.post(address, {**told, "body": "Un autre"})
    assert both.status_code == 422 and "pas les deux" in both.content.decode()
    assert client.post(address, told).status_code == 302
    assert CaseRelay.objects.get().service == "Maison du budget"
