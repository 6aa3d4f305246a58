"""Trainings: planned, changed, held with who came, cancelled; what people thought of them, without their names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.expertise_choices import TRAINING_MOVES, TrainingState
from cellule.models import Training, TrainingAttendance, TrainingFeedback
from veille.core import audit, clock, submissions
from veille.core.actor import Actor
from veille.core.transitions import move

_FIELDS = (
    "dispositif", "territory", "kind", "topic", "title", "trainer_organisation", "trainer", "held_on", "starts_at",
    "hours", "place",
)  # fmt: skip


@transaction.atomic
def plan_training(*, by: Actor, **fields: Any) -> Training:
    """Put a training in the calendar, or write down one that was given."""
    training = Training(**fields)
    _check(training)
    training.save()
    audit.record("training.planned", training, by=by)
    return training


@transaction.atomic
def change_training(*, training: Training, by: Actor, **fields: Any) -> Training:
    """Its date, its trainer, its words."""
    for name in _FIELDS:
        if name in fields:
            setattr(training, name, fields[name])
    _check(training)
    training.save(update_fields=list(_FIELDS))
    audit.record("training.changed", training, by=by)
    return training


def _check(training: Training) -> None:
    if training.territory_id and training.territory.dispositif_id != training.dispositif_id:
        raise ValidationError({"territory": "Choisissez un territoire de ce dispositif."})
    training.full_clean()


@transaction.atomic
def hold_training(*, training: Training, present: Mapping[UUID, int], learned: str, by: Actor) -> Training:
    """It took place: who came, by organisation and number. Done again, it corrects what was written."""
    if training.held_on > clock.today():
        raise ValidationError("Cette formation n’a pas encore eu lieu.")
    if not present:
        raise ValidationError("Notez au moins un organisme présent.")
    if Training.objects.select_for_update(of=("self",)).get(pk=training.pk).state != TrainingState.HELD:
        move(training, TrainingState.HELD, allowed=TRAINING_MOVES)
    training.learned = learned
    training.save(update_fields=["learned"])
    TrainingAttendance.objects.filter(training=training).exclude(organisation__in=present).delete()
    for organisation, people in present.items():
        TrainingAttendance.objects.update_or_create(
            training=training, organisation_id=organisation, defaults={"people": people}
        )
    audit.record("training.held", training, by=by, changes={"organisations": len(present)})
    return training


@transaction.atomic
def cancel_training(*, training: Training, by: Actor) -> Training:
    move(training, TrainingState.CANCELLED, allowed=TRAINING_MOVES)
    audit.record("training.cancelled", training, by=by)
    return training


@transaction.atomic
def plan_training_again(*, training: Training, by: Actor) -> Training:
    """A cancelled training is back in the calendar."""
    move(training, TrainingState.PLANNED, allowed=TRAINING_MOVES)
    audit.record("training.planned", training, by=by)
    return training


def takes_feedback(training: Training) -> bool:
    """Held, and not longer ago than the keys of forms are kept: past them, one person could count twice."""
    return training.state == TrainingState.HELD and training.held_on + submissions.KEPT >= clock.today()


def feedback_key(training: Training, by: Actor) -> UUID:
    """One key a person and a training: the row itself bears nobody's mark."""
    return uuid5(training.pk, str(by.user_id))


@transaction.atomic
def give_feedback(*, training: Training, score: int, sentence: str, by: Actor) -> None:
    """What somebody thought of a training that was held; a second one of hers is not kept.

    The journal says that she gave one, on the training: the row has no author, no organisation and no hour.
    """
    if not takes_feedback(training):
        raise ValidationError("Un retour se donne dans les trente jours qui suivent la formation.")

    def keep() -> str:
        feedback = TrainingFeedback(training=training, score=score, sentence=sentence)
        feedback.full_clean()
        feedback.save()
        audit.record("training.feedback_given", training, by=by)
        return "given"

    submissions.once(by=by, form="training.feedback", key=feedback_key(training, by), act=keep)
