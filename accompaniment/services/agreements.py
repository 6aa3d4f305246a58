"""The agreement on the accompaniment: made from the plan and a few answers, replaced by a new version."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accompaniment import guards
from accompaniment.agreed_texts import digest_of
from accompaniment.agreement_words import Answers, agreement_text
from accompaniment.choices import CLOSED_STATES
from accompaniment.models import Measure, SupportAgreement
from accompaniment.plan_choices import AGREEMENT_MOVES, AgreementState
from accompaniment.review_facts import plan_of
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def make_agreement(
    *, measure: Measure, by: Actor, on: date | None = None, ends_on: date | None = None, **answers: Any
) -> SupportAgreement:
    """Write the agreement in plain French; it takes the place of the one in force. `answers`: see `Answers`."""
    held = Measure.objects.select_for_update(of=("self",)).select_related("case", "operator").get(pk=measure.pk)
    if held.state in CLOSED_STATES:
        raise ValidationError("Cet accompagnement est terminé : il n’a plus de contrat à établir.")
    guards.check_day(on or clock.today(), not_before=held.decided_on, what="Date du contrat")
    plan = plan_of(held)
    content = agreement_text(held, plan, Answers(ends_on=ends_on, **answers), by)
    title = held.case.configuration.agreement.title
    _replace_current(held, by)
    agreement = SupportAgreement(
        case=held.case,
        measure=held,
        plan=plan,
        version=(SupportAgreement.objects.filter(measure=held).aggregate(last=Max("version"))["last"] or 0) + 1,
        title=title,
        content=content,
        digest=digest_of(content | {"title": title}),
        made_on=on or clock.today(),
        ends_on=ends_on,
        author=by.user,
    )
    agreement.full_clean()
    agreement.save()
    audit.record("support_agreement.made", agreement, by=by, changes={"version": agreement.version})
    return agreement


def _replace_current(measure: Measure, by: Actor) -> None:
    for former in SupportAgreement.objects.filter(measure=measure, state=AgreementState.CURRENT).order_by("pk"):
        move(former, AgreementState.REPLACED, allowed=AGREEMENT_MOVES)
        audit.record("support_agreement.replaced", former, by=by)
