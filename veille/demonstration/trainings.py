"""The trainings of the teams: six held, one exchange of practice, two to come and one cancelled."""

from datetime import date, time

from cellule.expertise_choices import TrainingKind, TrainingState
from cellule.models import Training, TrainingAttendance, TrainingFeedback
from veille.demonstration.frames import World


def make_trainings(world: World, told: dict) -> None:
    for entry in told["trainings"]:
        training = _training(world, entry)
        for key, people in entry.get("people", {}).items():
            world.rows.add(TrainingAttendance, training=training, organisation=world.organisations[key], people=people)
        _feedback(world, training, entry.get("scores", ()), told["sentences"])


def _training(world: World, entry: dict) -> Training:
    frame = world.frames["vs"]
    return world.rows.add(
        Training,
        dispositif=frame.dispositif,
        territory=frame.territories[entry["territory"]] if entry["territory"] else None,
        kind=entry.get("kind", TrainingKind.TRAINING),
        topic=entry["topic"],
        title=entry["title"],
        trainer_organisation=world.organisations[entry["trainer"]],
        trainer=world.person(entry["person"]) if "person" in entry else None,
        held_on=date.fromisoformat(entry["held"]),
        starts_at=time(9, 30),
        hours=entry["hours"],
        place=entry["place"],
        state=entry.get("state", TrainingState.HELD),
        learned=entry.get("learned", ""),
    )


def _feedback(world: World, training: Training, scores: list[int], sentences: list[str]) -> None:
    """One in two also wrote a sentence."""
    for index, score in enumerate(scores):
        sentence = sentences[(index + training.held_on.month) % len(sentences)] if index % 2 == 0 else ""
        world.rows.add(TrainingFeedback, training=training, score=score, sentence=sentence)
