"""What comes next, as this package knows it: the own reminder, the end of a dwelling, of a hold, of a step's delay."""

from collections.abc import Iterator

from households.choices import LeaseResult
from households.models import (
    Case,
    HousingPeriod,
    LeaseReview,
    NextStep,
    ProcedureHold,
    ProcedureStep,
    SlidingLease,
    StayTerm,
)
from households.places import place_of
from partners.roles import Section
from veille.core import clock, reference
from veille.core.actor import Actor
from veille.core.coming import Step


def steps(actor: Actor, case: Case) -> Iterator[Step]:
    reminders = NextStep.objects.visible_to(actor).filter(case=case, done_on=None, due_on__isnull=False)
    for reminder in reminders:
        yield Step(reminder.due_on, reminder.what, Section.STATE)
    for hold in ProcedureHold.objects.visible_to(actor).standing().filter(case=case):
        yield Step(hold.ends_on, "fin de la mise en attente de la procédure", Section.PROCEDURE)
    for step in ProcedureStep.objects.visible_to(actor).current().filter(case=case, due_on__isnull=False):
        yield Step(step.due_on, f"échéance : {reference.label('procedure_step', step.step)}", Section.PROCEDURE)
    for review in LeaseReview.objects.visible_to(actor).filter(case=case, done_on=None):
        yield Step(review.planned_on, "bilan du bail glissant", Section.HOUSING)
    for lease in SlidingLease.objects.visible_to(actor).filter(case=case, result=LeaseResult.PENDING):
        yield Step(lease.term_on, "terme du bail glissant", Section.HOUSING)
    yield from _stay_ends(actor, case)
    periods = HousingPeriod.objects.visible_to(actor).filter(case=case).current(clock.today())
    for period in periods.select_related("commune", "dwelling__commune", "dwelling__landlord"):
        if until := place_of(period).available_until:
            yield Step(until, "le logement n’est plus disponible", Section.HOUSING)


def _stay_ends(actor: Actor, case: Case) -> Iterator[Step]:
    """Of the stay that runs, its last term."""
    terms = StayTerm.objects.visible_to(actor).filter(case=case, period__ends_on=None)
    for term in terms.order_by("-rank", "pk")[:1]:
        yield Step(term.term_on, "terme du séjour temporaire", Section.HOUSING)
