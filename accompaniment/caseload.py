"""The accompaniments of a person: whose file she leads, when somebody was last met, whether the household agreed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accompaniment.choices import CONTACT_KINDS, RUNNING_STATES, InterventionOutcome, MeasureState
from accompaniment.models import Intervention, Measure, MeasureLevel
from households.models import Adhesion, Case, CaseTeamMember, HandedOn, TeamPart
from households.standing_in import led_by, led_by_nobody
from partners.roles import MANAGER_ROLES, Right
from veille.core.actor import Actor


def is_led_by(actor: Actor) -> Exists | Q:
    """For a query over rows of files: those she leads or stands in for, and those a line of which was handed to her."""
    return led_by(actor) | Exists(_handed_to(actor).filter(case=OuterRef("case")))


def _handed_to(actor: Actor) -> QuerySet[HandedOn]:
    return HandedOn.objects.standing().filter(taker=actor.user_id, organisation=actor.organisation_id)


def lent_lines(actor: Actor) -> dict[UUID, set[tuple[str, str]]]:
    """Of the files she does not lead herself, the lines that were handed to her: nothing else waits for her there."""
    lent: dict[UUID, set[tuple[str, str]]] = {}
    for case, kind, about in _handed_to(actor).filter(~led_by(actor)).values_list("case", "kind", "about"):
        lent.setdefault(case, set()).add((kind, about))
    return lent


def led_measures(actor: Actor) -> QuerySet[Measure]:
    """The measures she leads; for a manager, those of her organisation that nobody leads."""
    hers = is_led_by(actor)
    orphan = Q(operator=actor.organisation_id) & led_by_nobody()
    wanted = hers | orphan if actor.has_role(*MANAGER_ROLES) else hers
    return (
        Measure.objects.visible_to(actor, Right.WRITE)
        .filter(wanted, case__closed_on=None)
        .select_related("case")
        .annotate(
            resumed_on=Max("suspensions__ends_on"),
            reopened_on=Max("former_exits__reopened_on"),
            adhesion=Subquery(
                Adhesion.objects.filter(case=OuterRef("case")).order_by("-noted_on", "-created_at").values("state")[:1]
            ),
        )
        .order_by("decided_on", "pk")
    )


def measures_without_lead(actor: Actor) -> QuerySet[Measure]:
    """Open measures of her organisation that nobody leads, for a manager: who starts one herself is told of it once."""
    if not actor.has_role(*MANAGER_ROLES):
        return Measure.objects.none()
    anybody = CaseTeamMember.objects.current().filter(case=OuterRef("case"), part=TeamPart.LEAD)
    open_states = (MeasureState.NOT_STARTED, *RUNNING_STATES)
    seen = Measure.objects.visible_to(actor, Right.STATE).filter(~Exists(anybody), state__in=open_states)
    hers = seen.filter(operator=actor.organisation_id, case__closed_on=None).select_related("case")
    starts = Measure.objects.visible_to(actor, Right.WRITE).filter(state=MeasureState.NOT_STARTED)
    return hers.exclude(pk__in=starts.values("pk")).order_by("decided_on", "pk")


def last_contacts(actor: Actor, cases: Iterable[UUID]) -> dict[UUID, date]:
    """Case → the last contact with its household that the actor may know of, in one query."""
    met = Intervention.objects.visible_to(actor).filter(
        case__in=list(cases), kind__in=CONTACT_KINDS, outcome=InterventionOutcome.EFFECTIVE
    )
    return dict(met.order_by().values("case").annotate(day=Max("happened_on")).values_list("case", "day"))


def weighed(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Each with the `weight` of its level of today, and the code of this `level`."""
    levels = MeasureLevel.objects.current().filter(measure=OuterRef("pk")).order_by("-starts_on", "pk")
    return measures.annotate(
        weight=Coalesce(Subquery(levels.values("weight")[:1]), Decimal(0)),
        level=Coalesce(Subquery(levels.values("level")[:1]), Value("")),
    )


def engaged_measures(actor: Actor) -> QuerySet[Measure]:
    """The measures that take a place, of the cases she may count, each with its `weight` of today and its `lead`.

    A-11 weighs those that run, a suspended one for nothing; a measure decided and not started yet takes its
    place already: nobody else can be promised it.
    """
    leads = CaseTeamMember.objects.current().filter(case=OuterRef("case"), part=TeamPart.LEAD).order_by("pk")
    taking = {MeasureState.NOT_STARTED, *RUNNING_STATES} - {MeasureState.SUSPENDED}
    counted = Measure.objects.filter(state__in=taking, case__in=Case.objects.countable_by(actor).values("pk"))
    return weighed(counted).annotate(lead=Subquery(leads.values("user")[:1]))
