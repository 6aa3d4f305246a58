"""Trainings: who plans them, who came by how many, what people thought without their names."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule import expertise_choices
from cellule.expertise_choices import TrainingState
from cellule.models import Training, TrainingAttendance, TrainingFeedback
from cellule.services.trainings import (
    cancel_training,
    change_training,
    give_feedback,
    hold_training,
    plan_training_again,
)
from cellule.todo_experts import expert_items
from cellule.trainings import listed, opinions_of
from partners.roles import Role
from tests.cellule import expert_scenes as scenes
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove, move

DAY = date(2018, 12, 14)


@pytest.fixture
def trainer(cast):
    return cast[Role.TRAINER]


@pytest.mark.parametrize("state", TrainingState.values)
@pytest.mark.parametrize("to", TrainingState.values)
def test_every_move_of_a_training(world, cast, state, to):
    training = scenes.planned(world, cast.pilot)
    Training.objects.filter(pk=training.pk).update(state=state)
    if to in expertise_choices.TRAINING_MOVES[TrainingState(state)]:
        move(training, to, allowed=expertise_choices.TRAINING_MOVES)
        assert Training.objects.get(pk=training.pk).state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(training, to, allowed=expertise_choices.TRAINING_MOVES)


def test_the_teams_see_the_calendar_and_only_keepers_change_it(world, cast, trainer, sign_in):
    training = scenes.planned(world, cast.pilot, trainer=trainer.user)
    detail = reverse("cellule:training_detail", args=[training.pk])
    edit = reverse("cellule:training_edit", args=[training.pk])
    for actor, status in ((cast.referent, 403), (cast.worker, 403), (cast.secretary, 200), (trainer, 200)):
        client = sign_in(actor)
        assert client.get(detail).status_code == 200
        assert client.get(edit).status_code == status
    assert sign_in(cast[Role.DPO]).get(detail).status_code == 404


def test_a_trainer_keeps_hers_and_no_other(world, cast, trainer, sign_in):
    own = scenes.planned(world, cast.pilot, trainer=trainer.user)
    of_her_organisation = scenes.planned(world, cast.pilot)
    of_a_colleague = scenes.planned(world, cast.pilot, trainer=cast.play(Role.TRAINER, trainer.organisation, "B").user)
    elsewhere = scenes.planned(world, cast.pilot, trainer_organisation=world.association)
    kept = Training.objects.kept_by(trainer)
    assert set(kept) == {own, of_her_organisation}
    assert not kept.filter(pk__in=[of_a_colleague.pk, elsewhere.pk]).exists()


def test_a_trainer_plans_in_her_own_name_only(world, cast, trainer, sign_in):
    client, address = sign_in(trainer), reverse("cellule:training_plan")
    sent = {
        "dispositif": world.dispositif.pk,
        "kind": "training",
        "topic": "mental_health_housing",
        "title": "Repérer sans nommer",
        "trainer_organisation": trainer.organisation_id,
        "trainer": trainer.user_id,
        "held_on": "2019-01-17",
        "hours": "3",
    }
    assert client.post(address, sent).status_code == 302
    assert Training.objects.get().trainer == trainer.user
    assert client.post(address, {**sent, "trainer_organisation": world.association.pk}).status_code == 422


def test_attendance_is_a_number_of_people_an_organisation(world, cast, sign_in):
    training = scenes.planned(world, cast.pilot)
    client, address = sign_in(cast.pilot), reverse("cellule:training_hold", args=[training.pk])
    assert client.post(address, {"learned": ""}).status_code == 422
    sent = {f"people-{world.landlord.pk}": "6", f"people-{world.association.pk}": "0", "learned": "Aller vers."}
    assert client.post(address, sent).status_code == 302
    training.refresh_from_db()
    assert (training.state, training.learned) == ("held", "Aller vers.")
    rows = TrainingAttendance.objects.order_by("pk").values_list("organisation__name", "people")
    assert list(rows) == [("Habitat du Nord", 6)]
    assert "6\xa0personnes" in client.get(reverse("cellule:training_detail", args=[training.pk])).content.decode()


def test_attendance_written_again_replaces_what_was_written(world, cast):
    training = scenes.held(world, cast.pilot)
    hold_training(training=training, present={world.landlord.pk: 3}, learned="", by=cast.pilot)
    assert list(TrainingAttendance.objects.order_by("pk").values_list("people", flat=True)) == [3]


def test_nobody_came_to_what_has_not_happened(world, cast, sign_in):
    training = scenes.planned(world, cast.pilot, held_on=DAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="pas encore eu lieu"):
        hold_training(training=training, present={world.landlord.pk: 3}, learned="", by=cast.pilot)
    assert sign_in(cast.pilot).get(reverse("cellule:training_hold", args=[training.pk])).status_code == 403


def test_a_cancelled_training_may_come_back(world, cast):
    training = scenes.planned(world, cast.pilot)
    cancel_training(training=training, by=cast.pilot)
    plan_training_again(training=training, by=cast.pilot)
    assert Training.objects.get().state == "planned"


def test_a_territory_of_another_dispositif_is_refused(world, cast):
    training = scenes.planned(world, cast.pilot)
    world.territory.dispositif_id = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(ValidationError, match="territoire de ce dispositif"):
        change_training(training=training, territory=world.territory, by=cast.pilot)


@pytest.mark.parametrize("hours", ["0.4", "41"])
def test_a_training_has_a_reasonable_length(world, cast, hours):
    with pytest.raises(ValidationError):
        scenes.planned(world, cast.pilot, hours=Decimal(hours))


def test_feedback_has_no_author_and_counts_once_a_person(world, cast):
    training = scenes.held(world, cast.pilot)
    for score in (4, 1):
        give_feedback(training=training, score=score, sentence="Utile.", by=cast.referent)
    feedback = TrainingFeedback.objects.get()
    assert feedback.score == 4
    assert {field.name for field in TrainingFeedback._meta.concrete_fields} == {"id", "training", "score", "sentence"}
    event = AuditEvent.objects.get(name="training.feedback_given")
    assert (event.object_id, event.changes) == (training.pk, {})


def test_feedback_is_shown_from_three_answers_on(world, cast, sign_in):
    training = scenes.held(world, cast.pilot)
    address = reverse("cellule:training_detail", args=[training.pk])
    client = sign_in(cast.pilot)
    for actor, score in ((cast.referent, 5), (cast.worker, 4)):
        give_feedback(training=training, score=score, sentence="Concret.", by=actor)
    hidden = client.get(address).content.decode()
    assert "2\xa0retours reçus" in hidden and "Concret." not in hidden and "4,5" not in hidden
    give_feedback(training=training, score=3, sentence="", by=cast.other_worker)
    shown = client.get(address).content.decode()
    assert "4,0 sur 5" in shown and "Concret." in shown
    assert opinions_of(training).spread == ((5, 1), (4, 1), (3, 1), (2, 0), (1, 0))


@pytest.mark.parametrize("late", [True, False])
def test_feedback_is_for_a_training_held_lately(world, cast, late):
    """Past the life of the keys of forms, a person could count twice."""
    training = scenes.held(world, cast.pilot) if late else scenes.planned(world, cast.pilot)
    if late:
        Training.objects.filter(pk=training.pk).update(held_on=DAY - timedelta(days=31))
        training.refresh_from_db()
    with pytest.raises(ValidationError, match="trente jours"):
        give_feedback(training=training, score=4, sentence="", by=cast.referent)


def test_feedback_in_the_browser_asks_for_a_point_on_the_scale(world, cast, sign_in):
    training = scenes.held(world, cast.pilot)
    client, address = sign_in(cast.worker), reverse("cellule:training_feedback", args=[training.pk])
    assert client.post(address, {"sentence": "Bien."}).status_code == 422
    assert client.post(address, {"score": "6"}).status_code == 422
    assert client.post(address, {"score": "5"}).status_code == 302
    assert sign_in(cast.pilot).post(address, {"score": "5"}).status_code == 403


def test_the_list_counts_people_and_keeps_its_filters(world, cast):
    scenes.held(world, cast.pilot)
    scenes.planned(world, cast.pilot, topic="law", title="Le droit au logement", held_on=date(2019, 3, 1))
    held, planned = sorted(listed(cast.worker, {}), key=lambda row: row.held_on)
    assert (held.people, held.organisations, planned.people) == (10, 2, 0)
    assert [row.title for row in listed(cast.worker, {"topic": "law"})] == ["Le droit au logement"]
    assert [row.title for row in listed(cast.worker, {"year": 2018})] == ["Santé mentale et logement"]
    assert [row.title for row in listed(cast.worker, {"state": "held"})] == ["Santé mentale et logement"]


def test_a_trainer_is_reminded_of_whose_attendance_is_missing(world, cast, trainer):
    scenes.planned(world, cast.pilot, trainer=trainer.user)
    assert [item.title for item in expert_items(trainer)] == ["Présences à noter : Santé mentale et logement"]
    assert expert_items(cast.pilot) == []
