"""The teams: trainings given, people trained, questions to the experts answered and how soon."""

from django.db.models import Sum

from cellule.expertise_choices import ExpertState, TrainingKind, TrainingState
from cellule.models import ExpertRequest, Training, TrainingAttendance
from reports.indicators.figures import Figure, Kind, count, rate
from reports.indicators.process import delay, durations
from reports.indicators.registry import indicator
from reports.indicators.scope import Scope


def _trainings(scope: Scope):
    """Those held in the window; a territory keeps its own, a landlord those where its people came."""
    held = Training.objects.filter(
        dispositif=scope.dispositif,
        kind=TrainingKind.TRAINING,
        state=TrainingState.HELD,
        held_on__range=(scope.start, scope.end),
    )
    if scope.territory:
        held = held.filter(territory=scope.territory)
    if scope.landlord:
        came = TrainingAttendance.objects.filter(organisation=scope.landlord)
        held = held.filter(pk__in=came.values("training"))
    return held


@indicator(
    "T-01",
    "Séances de formation-action",
    unit="séances tenues",
    kind=Kind.COUNT,
    definition="Séances de formation des équipes qui ont été tenues ; les échanges de pratiques n’y comptent pas.",
    counts_people=False,
)
def trainings_held(scope: Scope) -> Figure:
    """Formations tenues dans la période, comptées d’après leurs présences."""
    return count(_trainings(scope).count())


@indicator(
    "T-02",
    "Participations aux formations",
    unit="participations",
    kind=Kind.COUNT,
    definition="Somme des personnes présentes à chaque formation : une même personne compte chaque fois qu’elle vient.",
    counts_people=False,
)
def people_trained(scope: Scope) -> Figure:
    """Σ des personnes présentes, par formation tenue dans la période."""
    came = TrainingAttendance.objects.filter(training__in=_trainings(scope).values("pk"))
    if scope.landlord:
        came = came.filter(organisation=scope.landlord)
    return count(came.aggregate(total=Sum("people"))["total"] or 0)


def _questions(scope: Scope):
    """Asked in the window and not taken back, for who counts the work of the experts."""
    asked = ExpertRequest.objects.countable_by(scope.actor).filter(
        dispositif=scope.dispositif, asked_on__range=(scope.start, scope.end)
    )
    if scope.landlord:
        asked = asked.filter(organisation=scope.landlord)
    return asked.exclude(state=ExpertState.WITHDRAWN)


@indicator(
    "T-03",
    "Questions à l’expertise ayant reçu une réponse",
    unit="questions",
    kind=Kind.RATE,
    definition="Part des questions posées aux experts de la cellule qui ont reçu une préconisation.",
    counts_people=False,
)
def questions_answered(scope: Scope) -> Figure:
    """Questions avec une préconisation au terme de la période / questions posées et non retirées."""
    asked = _questions(scope)
    return rate(asked.filter(advised_on__lte=scope.horizon).count(), asked.count())


@indicator(
    "T-04",
    "Délai de réponse de l’expertise",
    unit="questions",
    kind=Kind.DURATION,
    definition="Temps au bout duquel la moitié des questions posées aux experts ont reçu leur préconisation.",
    counts_people=False,
)
def answer_delay(scope: Scope) -> Figure:
    """Médiane et 80e centile de (préconisation − question), Kaplan-Meier."""
    return delay(durations(_questions(scope).values_list("asked_on", "advised_on"), scope.horizon))
