"""What the accompaniments owe in writing: visits to note, grids to fill, agreements to sign or to renew."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import reverse

from accompaniment.caseload import is_led_by
from accompaniment.choices import RUNNING_STATES, MeasureState, VisitState
from accompaniment.models import Assessment, Measure, PlannedVisit, Signature, SupportAgreement
from accompaniment.plan_choices import AgreementState, SignerPart
from accompaniment.todo.lines import Line, line
from accompaniment.waves import next_due, waves_of
from partners.roles import Right
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.todo import FOLLOW, Kind, Topic

_VISIT = Kind("visit_to_note", "Visite passée dont rien n’est noté", Topic.CONTACTS)
_GRID = Kind("grid_due", "Grille d’évaluation à remplir", Topic.REVIEWS)
_TO_SIGN = Kind("agreement_to_sign", "Contrat à faire signer", Topic.ACCOMPANIMENT)
_ENDS = Kind("agreement_ends", "Contrat d’accompagnement qui prend fin", Topic.DEADLINES)
# A grid that nobody filled for half a year is asked for on the page of grids only, as a bilan is.
_REMEMBERED = timedelta(days=180)
_NOTICE = timedelta(days=30)


def visits_to_note(actor: Actor) -> Iterator[Line]:
    """Appointments of the past without an entry: hers, and those of nobody in the files she leads."""
    hers = Q(worker=actor.user_id) | Q(is_led_by(actor), worker=None)
    past = PlannedVisit.objects.visible_to(actor, Right.WRITE).filter(
        hers,
        organisation=actor.organisation_id,
        state=VisitState.PLANNED,
        due_on__lt=clock.today(),
        case__closed_on=None,
    )
    for visit in past.select_related("case").order_by("due_on", "pk"):
        yield line(
            visit.case,
            kind=_VISIT,
            about=visit.pk,
            title=f"{visit.get_reason_display()} du {far_date(visit.due_on)} : rien n’est noté",
            since=visit.due_on,
            due=visit.due_on,
            url=f"{reverse('accompaniment:quick_entry', args=[visit.case_id])}?visite={visit.pk}",
            act="Noter la visite",
        )


def grids_due(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    """At entry, after so many months, at the exit and after: the moments of the dispositif that have come."""
    begun = [one for one in measures if one.started_on and one.state != MeasureState.SUSPENDED]
    prefetch_related_objects(begun, "case__rules", "former_exits")
    filled: dict = {}
    for grid in Assessment.objects.visible_to(actor).filter(measure__in=begun).order_by("assessed_on", "pk"):
        filled.setdefault(grid.measure_id, []).append(grid)
    for measure in begun:
        due = next_due(waves_of(measure, filled.get(measure.pk, ())))
        if due and due.due_on and due.due_on >= clock.today() - _REMEMBERED:
            yield line(
                measure.case,
                kind=_GRID,
                about=measure.pk,
                title=f"Grille d’évaluation à remplir : {due.label.lower()}",
                since=due.due_on,
                due=due.due_on,
                url=reverse("accompaniment:assessment_create", args=[measure.pk]),
                act="Remplir la grille",
            )


def agreements_to_sign(actor: Actor) -> Iterator[Line]:
    """Made, and not signed by the household, who may also say that it does not wish to."""
    signed = Signature.objects.visible_to(actor).filter(agreement=OuterRef("pk"), part=SignerPart.HOUSEHOLD)
    for agreement in _agreements(actor).filter(~Exists(signed)).order_by("made_on", "pk"):
        yield line(
            agreement.case,
            kind=_TO_SIGN,
            about=agreement.pk,
            group=FOLLOW,
            title=f"{agreement.title} : à faire signer par le ménage",
            since=agreement.made_on,
            url=reverse("accompaniment:agreement_sign", args=[agreement.pk]),
            act="Faire signer",
        )


def agreements_that_end(actor: Actor) -> Iterator[Line]:
    """A month ahead: another one replaces it, or the accompaniment ends."""
    ending = _agreements(actor).filter(ends_on__lte=clock.today() + _NOTICE)
    for agreement in ending.order_by("ends_on", "pk"):
        yield line(
            agreement.case,
            kind=_ENDS,
            about=agreement.pk,
            title=f"{agreement.title} : il prend fin",
            since=agreement.made_on,
            due=agreement.ends_on,
            url=reverse("accompaniment:agreement_create", args=[agreement.measure_id]),
            act="Le renouveler",
        )


def _agreements(actor: Actor):
    current = SupportAgreement.objects.visible_to(actor, Right.WRITE).filter(
        is_led_by(actor), state=AgreementState.CURRENT, measure__state__in=RUNNING_STATES
    )
    return current.select_related("case")
