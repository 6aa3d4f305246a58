"""How soon who asks is answered, in the working time that the dispositif promises."""

from datetime import timedelta

from django.db.models import F, Q

from accompaniment.models import Solicitation
from accompaniment.solicitation_lists import timed
from reports.indicators.figures import Figure, Kind, rate
from reports.indicators.registry import indicator
from reports.indicators.scope import Scope
from veille.core import clock


def _answered_by(scope: Scope, limit: str) -> Figure:
    """Answered before this limit, of what was answered or is overdue and still waits."""
    now = min(clock.at(scope.horizon + timedelta(days=1), 0), clock.now())
    received = timed(Solicitation.objects.filter(case__in=scope.cases.values("pk"))).filter(
        received_at__gte=clock.at(scope.start, 0), received_at__lt=clock.at(scope.end + timedelta(days=1), 0)
    )
    answered = received.filter(answered_at__lte=now)
    overdue = received.exclude(answered_at__lte=now).filter(**{f"{limit}__lt": now})
    kept = answered.filter(Q(answered_at__lte=F(limit)))
    cases = scope.cases.filter(pk__in=kept.order_by().values("case"))
    return rate(kept.count(), answered.count() + overdue.count(), cases=cases)


@indicator(
    "P-06",
    "Réponses dans la demi-journée",
    unit="sollicitations",
    kind=Kind.RATE,
    definition=(
        "Part des sollicitations qui ont reçu une réponse dans la demi-journée travaillée où elles sont venues, ou "
        "dans la suivante quand elles sont venues hors des heures, un jour férié ou une fin de semaine."
    ),
)
def answered_in_the_half_day(scope: Scope) -> Figure:
    """Réponses dans la demi-journée ouvrée / (réponses + délais dépassés sans réponse), hors suspensions (P-06)."""
    return _answered_by(scope, "green_until")


@indicator(
    "P-07",
    "Réponses dans la journée",
    unit="sollicitations",
    kind=Kind.RATE,
    definition=(
        "Part des sollicitations qui ont reçu une réponse avant la fin du jour travaillé où elles sont venues, ou du "
        "suivant quand elles sont venues hors des heures, un jour férié ou une fin de semaine."
    ),
)
def answered_in_the_day(scope: Scope) -> Figure:
    """Réponses avant la fin du jour ouvré / (réponses + délais dépassés sans réponse), hors suspensions (P-07)."""
    return _answered_by(scope, "amber_until")
