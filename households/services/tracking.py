"""What an organisation tells of its follow-up: the next step, written, changed, done; a contact of its own table."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households.models import Case, NextStep, ReportedContact
from households.services.retention import note_contact
from households.versions import hold_case
from veille.core import audit, clock
from veille.core.actor import Actor

_CHANGED = "Quelqu’un de votre organisme vient de changer cette échéance : relisez-la."


@transaction.atomic
def plan_next_step(*, case: Case, what: str, by: Actor, due_on: date | None = None, replaces=None) -> NextStep | None:
    """Write the next step in the place of the one her page showed; an empty text only ends that one.

    `replaces` is the key of the step shown, None when there was none. Raises ValidationError when
    another one stands by now: nobody's words are overwritten unread.
    """
    hold_case(case.pk)
    open_step = NextStep.objects.filter(case=case, organisation=by.organisation, done_on=None).first()
    if (open_step.pk if open_step else None) != replaces:
        raise ValidationError({"what": _CHANGED})
    if open_step:
        if (open_step.what, open_step.due_on) == (what, due_on):
            return open_step
        _end(open_step, by)
    if not what:
        return None
    step = NextStep(case=case, organisation=by.organisation, what=what, due_on=due_on, written_by=by.user)
    step.full_clean()
    step.save()
    audit.record("next_step.planned", step, by=by)
    return step


def _end(step: NextStep, by: Actor) -> None:
    step.done_on = clock.today()
    step.save(update_fields=["done_on"])
    audit.record("next_step.done", step, by=by)


@transaction.atomic
def report_contact(*, case: Case, on: date, by: Actor) -> ReportedContact:
    """Take up the day of a contact that her organisation's table tells: the term of the file counts from it."""
    contact = ReportedContact.objects.create(case=case, organisation=by.organisation, happened_on=on)
    note_contact(case=case, on=on)
    audit.record("contact.reported", contact, by=by)
    return contact
