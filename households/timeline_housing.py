"""What the life of a file says of the housing: situations, the procedure and its holds, sliding leases."""

from collections.abc import Iterator

from households.banner import housing_sentence
from households.choices import HoldState, LeaseResult
from households.models import Case, HousingPeriod, LeaseReview, ProcedureHold, ProcedureStep, SlidingLease, StayTerm
from partners.roles import Right, Section
from veille.core import reference
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.timeline import Event, Track


def housing_events(actor: Actor, case: Case) -> Iterator[Event]:
    yield from _periods(actor, case)
    yield from _steps(actor, case)
    yield from _holds(actor, case)
    yield from _leases(actor, case)
    yield from _stays(actor, case)


def _periods(actor: Actor, case: Case) -> Iterator[Event]:
    """Of the lease of their organisation, litigation staff do not learn the modality: it tells an operator."""
    knows_file = Case.objects.visible_to(actor, Section.STATE, Right.READ).filter(pk=case.pk).exists()
    periods = HousingPeriod.objects.visible_to(actor).filter(case=case)
    for period in periods.select_related("commune", "dwelling__landlord", "dwelling__commune"):
        told = knows_file and period.modality
        yield Event(
            day=period.starts_on,
            ends_on=period.ends_on,
            is_period=True,
            track=Track.HOUSING,
            section=Section.HOUSING,
            title=housing_sentence(period),
            detail=reference.label("housing_modality", period.modality) if told else "",
        )


def _steps(actor: Actor, case: Case) -> Iterator[Event]:
    for step in ProcedureStep.objects.visible_to(actor).filter(case=case).select_related("landlord"):
        yield Event(
            day=step.starts_on,
            ends_on=step.ends_on,
            is_period=True,
            track=Track.PROCEDURE,
            section=Section.PROCEDURE,
            title=reference.label("procedure_step", step.step),
            detail=step.landlord.short_name,
        )


def _holds(actor: Actor, case: Case) -> Iterator[Event]:
    """A hold agreed; who asked for it and why stay on its page."""
    holds = ProcedureHold.objects.visible_to(actor).filter(case=case, state__in=[HoldState.AGREED, HoldState.ENDED])
    for hold in holds.order_by("starts_on", "pk"):
        yield Event(
            day=hold.starts_on,
            ends_on=hold.ended_on or hold.ends_on,
            is_period=True,
            is_pause=True,
            track=Track.PROCEDURE,
            section=Section.PROCEDURE,
            title="Procédure mise en attente par le bailleur",
        )


def _leases(actor: Actor, case: Case) -> Iterator[Event]:
    leases = SlidingLease.objects.visible_to(actor).filter(case=case).select_related("association")
    for lease in leases:
        yield _of_lease(lease.signed_on, "Convention de bail glissant", lease.association.name)
        if lease.prefect_told_on:
            yield _of_lease(lease.prefect_told_on, "Préfet informé de l’issue du bail glissant")
        if lease.result != LeaseResult.PENDING:
            yield _of_lease(lease.result_on, lease.get_result_display(), lease.reason)
    for review in LeaseReview.objects.visible_to(actor).filter(case=case, done_on__isnull=False):
        yield _of_lease(review.done_on, "Bilan du bail glissant", review.conclusion)


def _stays(actor: Actor, case: Case) -> Iterator[Event]:
    for term in StayTerm.objects.visible_to(actor).filter(case=case).order_by("decided_on", "rank"):
        title = "Séjour temporaire renouvelé" if term.rank else "Séjour temporaire : terme noté"
        yield _of_lease(term.decided_on, title, f"jusqu’au {far_date(term.term_on)}, décidé par {term.decided_by}")


def _of_lease(day, title: str, detail: str = "") -> Event:
    return Event(day=day, track=Track.HOUSING, section=Section.HOUSING, title=title, detail=detail)
