"""What comes next, as this package knows it: the own reminder, the end of a dwelling, of a hold, of a step's delay."""

from collections.abc import Iterator

from households.models import Case, HousingPeriod, NextStep, ProcedureHold
from households.places import place_of
from partners.roles import Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.coming import Step


def steps(actor: Actor, case: Case) -> Iterator[Step]:
    reminders = NextStep.objects.visible_to(actor).filter(case=case, done_on=None, due_on__isnull=False)
    for reminder in reminders:
        yield Step(reminder.due_on, reminder.what, Section.STATE)
    for hold in ProcedureHold.objects.visible_to(actor).standing().filter(case=case):
        yield Step(hold.ends_on, "fin de la mise en attente de la procédure", Section.PROCEDURE)
    periods = HousingPeriod.objects.visible_to(actor).filter(case=case).current(clock.today())
    for period in periods.select_related("commune", "dwelling__commune", "dwelling__landlord"):
        if until := place_of(period).available_until:
            yield Step(until, "le logement n’est plus disponible", Section.HOUSING)
