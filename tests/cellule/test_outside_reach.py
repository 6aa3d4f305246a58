"""What is decided between two sessions stays in its instance, and waits for a session under way to be noted."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule.choices import AgendaKind, SessionState
from cellule.models import AgendaItem, Consultation, Session
from cellule.services.outside import note_outside_decision
from partners.actors import actor_of
from partners.models import Instance, Membership
from partners.roles import Role
from tests.cellule import outside_scenes


def test_the_secretary_of_another_territory_finds_nothing(world, cast, sign_in):
    consultation = outside_scenes.answered(world, cast)
    south = Instance.objects.get(territory=world.other_territory)
    neighbour = cast.play(Role.INSTANCE_SECRETARY, world.organiser, "Zélie")
    Membership.objects.filter(user=neighbour.user).update(instance=south)
    neighbour = actor_of(neighbour.user, world.organiser.pk)
    assert not Consultation.objects.visible_to(neighbour).exists()
    assert not Consultation.objects.decidable_by(neighbour).exists()
    client = sign_in(neighbour)
    for page in ("consultation_detail", "consultation_decide"):
        assert client.get(reverse(f"cellule:{page}", args=[consultation.pk])).status_code == 404
    assert client.post(reverse("cellule:consultation_abandon", args=[consultation.pk])).status_code == 404
    assert consultation.sheet.pseudonym not in client.get(reverse("cellule:outside_list")).content.decode()


@pytest.mark.parametrize("state", [state for state in SessionState if state != SessionState.OPEN])
def test_only_a_session_under_way_notes(world, cast, state):
    outside = outside_scenes.decided(world, cast)
    item = AgendaItem.objects.get(kind=AgendaKind.RATIFICATION)
    Session.objects.filter(pk=item.session_id).update(state=state)
    with pytest.raises(ValidationError, match="séance en cours"):
        note_outside_decision(item=item, outcome="ratified", by=cast.secretary)
    outside.refresh_from_db()
    assert (outside.outcome, outside.noted_on) == ("", None)
