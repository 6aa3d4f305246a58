"""Trainings as they are listed, who keeps one, and what its feedback says from three answers on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cellule.expertise_choices import TrainingState
from cellule.models import Training, TrainingAttendance, TrainingFeedback
from cellule.models.training import BEST
from cellule.services.trainings import takes_feedback
from partners.models import Dispositif, Instance, Membership, Organisation, Partnership, User
from partners.object_rights import may, roles_with
from partners.partnerships import dispositifs_reached
from veille.core.actor import Actor

# Fewer answers would tell who wrote them.
FEWEST_ANSWERS = 3
TONES = {TrainingState.PLANNED: "info", TrainingState.HELD: "success", TrainingState.CANCELLED: "neutral"}


def state_chip(training: Training) -> dict[str, str]:
    return {"label": training.get_state_display(), "tone": TONES[TrainingState(training.state)]}


def listed(actor: Actor, chosen: Mapping[str, Any]) -> QuerySet[Training]:
    """Those she sees, the latest first, with how many organisations and people came."""
    rows = Training.objects.visible_to(actor)
    for name in ("topic", "kind", "state"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("year"):
        rows = rows.filter(held_on__year=chosen["year"])
    came = TrainingAttendance.objects.filter(training=OuterRef("pk")).order_by().values("training")
    return rows.annotate(
        people=Coalesce(Subquery(came.annotate(total=Sum("people")).values("total")), 0),
        organisations=Coalesce(Subquery(came.annotate(total=Count("pk")).values("total")), 0),
    ).with_list_data()


def sees_trainings(actor: Actor) -> bool:
    """Whether the calendar of trainings is open to one of her roles (no query)."""
    return may(actor, "training_session", "R")


def dispositifs_trained_by(actor: Actor) -> QuerySet[Dispositif]:
    """Where she may plan one."""
    return dispositifs_reached(actor, *roles_with("training_session", "W"))


def can_plan(actor: Actor) -> bool:
    return may(actor, "training_session", "W") and dispositifs_trained_by(actor).exists()


def plans_for_others(actor: Actor) -> bool:
    """A trainer plans hers only."""
    return bool(actor.roles & roles_with("training_session", "W", scope=None))


def can_keep(actor: Actor, training: Training) -> bool:
    return Training.objects.kept_by(actor).filter(pk=training.pk).exists()


def can_give_feedback(actor: Actor, training: Training) -> bool:
    return may(actor, "training_feedback", "W") and takes_feedback(training)


def organisations_around(dispositifs: QuerySet[Dispositif]) -> QuerySet[Organisation]:
    """The partners of these dispositifs, who carries them, who organises their bodies: who may train, who may come."""
    keys = dispositifs.order_by().values("pk")
    held = Partnership.objects.current().filter(dispositif__in=keys)
    organise = Instance.objects.filter(dispositif__in=keys)
    around = Q(pk__in=held.values("organisation")) | Q(pk__in=organise.values("organiser"))
    around |= Q(pk__in=dispositifs.order_by().values("carrier"))
    return Organisation.objects.filter(around, is_active=True).order_by("sort_name", "id")


def trainers_around(dispositifs: QuerySet[Dispositif]) -> QuerySet[User]:
    """The people who hold the role of trainer there."""
    held = Membership.objects.current().filter(role__in=roles_with("training_session", "W", scope="hers"))
    reached = held.filter(dispositif__in=dispositifs) | held.filter(
        dispositif=None, organisation__in=organisations_around(dispositifs).values("pk")
    )
    return User.objects.filter(is_active=True, pk__in=reached.values("user")).order_by("last_name", "first_name", "id")


@dataclass(frozen=True)
class Opinions:
    """How useful people found it; nothing but their number while they are fewer than three."""

    answers: int
    mean: Decimal | None
    spread: tuple[tuple[int, int], ...]
    sentences: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        return self.answers >= FEWEST_ANSWERS


def opinions_of(training: Training) -> Opinions:
    rows = list(TrainingFeedback.objects.filter(training=training).order_by("id").values_list("score", "sentence"))
    if len(rows) < FEWEST_ANSWERS:
        return Opinions(len(rows), None, (), ())
    scores = [score for score, _ in rows]
    spread = tuple((score, scores.count(score)) for score in range(BEST, 0, -1))
    mean = (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.1"))
    return Opinions(len(rows), mean, spread, tuple(sentence for _, sentence in rows if sentence))
