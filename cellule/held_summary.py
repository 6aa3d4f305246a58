"""What was written in an orientation that has no file yet, as those who take it in or approve it may read it."""

from cellule.choices import HeldWay
from cellule.link_intake import LinkIntake
from cellule.models import HeldReferral
from cellule.services import held as held_services
from cellule.services.approvals import author_of
from cellule.summary import Part, lines_of
from cellule.wizard import Intake

# How to reach the household: no business of who examines, and never on a page when there is a danger.
_REACH = frozenset({"Adresse", "Téléphone", "Joindre"})
_PLACE = frozenset({"Commune", "Résidence", "Bail"})


def intake_of(held: HeldReferral) -> Intake:
    """The orientation as it was written; raises ValidationError when its author no longer orients."""
    if held.way == HeldWay.LINK:
        return LinkIntake(held)
    return Intake(author_of(held), held_services.stored(held))


def parts_of(held: HeldReferral, intake: Intake) -> list[Part]:
    """Who it is about is told to those who approve, but in danger; never to who examines."""
    is_link = held.way == HeldWay.LINK
    unsaid = _REACH if is_link or intake.is_protected else frozenset()
    unsaid |= _PLACE if intake.is_protected else frozenset()
    closed = {"household"} if is_link or intake.is_protected else set()
    answers: dict = {}
    parts = []
    for step in intake.steps[:-1]:
        form = intake.form(step)
        if not form.is_valid():
            continue
        answers |= form.answers()
        lines = lines_of(step.key, answers, intake.actor)
        if step.key not in closed:
            parts.append(Part(step, True, [line for line in lines if line[0] not in unsaid]))
    return parts
