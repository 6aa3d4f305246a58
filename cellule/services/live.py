"""Acts of the people around the table: an opinion, advice of an expert, leaving the room for a situation."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cellule.choices import AgendaState, SessionState
from cellule.instance_rules import rules_of
from cellule.models import AgendaItem, Opinion, SessionAdvice, Withdrawal
from cellule.opinions import takes_opinions
from cellule.services.capitalising import refuse_identifying
from cellule.services.sessions import touch
from households.services import exclude_person, include_person
from partners.competences import competences_of
from veille.core import audit, drafts
from veille.core.actor import Actor

OPINION, ADVICE = "opinion", "session_advice"  # names of their drafts


def _hold(item: AgendaItem) -> AgendaItem:
    """The item as it is now, its session told first: a decision recorded at the same moment waits, or has been."""
    touch(item.session)
    return AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


@transaction.atomic
def give_opinion(*, item: AgendaItem, value: str, line: str, by: Actor) -> Opinion:
    """Say what her organisation thinks; said again, it takes the place of the former, until the item is decided."""
    item = _hold(item)
    session = item.session
    if not takes_opinions(session, item, rules_of(session.instance)):
        raise ValidationError("L’avis ne peut plus être donné sur ce point.", code="opinion_late")
    opinion = Opinion.objects.filter(item=item, organisation=by.organisation_id).first()
    opinion = opinion or Opinion(item=item, case=item.case, organisation=by.organisation)
    opinion.value, opinion.line, opinion.given_by = value, line, by.user
    opinion.full_clean(validate_unique=False, validate_constraints=False)
    opinion.save()
    drafts.discard(by=by, form=OPINION, object_id=item.pk)
    audit.record("opinion.given", opinion, by=by, changes={"value": value})
    return opinion


@transaction.atomic
def give_advice(*, item: AgendaItem, competence: str, text: str, by: Actor, confirmed: bool = False) -> SessionAdvice:
    """What an expert says under a competence; said again, it takes the place of hers.

    Raises IdentifyingTextFound. The checker is not given the words of the file: an expert does not know it, and
    a warning must not teach her whose it is.
    """
    if competence not in competences_of(by):
        raise ValidationError({"competence": "Vous éclairez sous une compétence que vous tenez."})
    item = _hold(item)
    session = item.session
    if item.state != AgendaState.LISTED or session.state not in (SessionState.CONVENED, SessionState.OPEN):
        raise ValidationError("L’éclairage ne peut plus être donné sur ce point.", code="advice_late")
    dispositif = session.instance.dispositif
    refuse_identifying(SessionAdvice, {"text": text}, dispositif=dispositif, case=None, confirmed=confirmed)
    given = SessionAdvice.objects.filter(item=item, given_by=by.user_id, competence=competence).first()
    given = given or SessionAdvice(item=item, case=item.case, competence=competence, given_by=by.user)
    given.text, given.organisation = text, by.organisation
    given.full_clean()
    given.save()
    drafts.discard(by=by, form=ADVICE, object_id=item.pk)
    audit.record("session_advice.given", given, by=by, changes={"competence": competence})
    return given


@transaction.atomic
def withdraw_from(*, item: AgendaItem, by: Actor) -> Withdrawal:
    """She is concerned by a situation: its file no longer exists for her, what she had said of it is taken back."""
    item = _hold(item)
    exclude_person(case=item.case, user=by.user, by=by)
    row = {"item": item, "user": by.user, "lifted_at": None}
    withdrawal, is_new = Withdrawal.objects.get_or_create(
        **row, defaults={"case": item.case, "organisation": by.organisation}
    )
    if item.state == AgendaState.LISTED:
        Opinion.objects.filter(item=item, given_by=by.user_id).delete()
        SessionAdvice.objects.filter(item=item, given_by=by.user_id).delete()
    for form in (OPINION, ADVICE):
        drafts.discard(by=by, form=form, object_id=item.pk)
    if is_new:
        audit.record("withdrawal.declared", withdrawal, by=by, changes={"session": str(item.session_id)})
    return withdrawal


@transaction.atomic
def lift_withdrawal(*, withdrawal: Withdrawal, reason: str, by: Actor) -> Withdrawal:
    """Open the situation again to who left by mistake; never by herself, always with a reason."""
    touch(withdrawal.item.session)
    withdrawal = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    if withdrawal.lifted_at:
        raise ValidationError("Ce retrait est déjà levé.")
    if withdrawal.user_id == by.user_id:
        raise ValidationError("Un retrait ne se lève pas soi-même.")
    withdrawal.lifted_at, withdrawal.lifted_by, withdrawal.lifted_reason = timezone.now(), by.user, reason
    withdrawal.full_clean()
    withdrawal.save()
    if not Withdrawal.objects.filter(case=withdrawal.case_id, user=withdrawal.user_id, lifted_at=None).exists():
        include_person(case=withdrawal.case, user=withdrawal.user, by=by)
    audit.record("withdrawal.lifted", withdrawal, by=by, changes={"user": str(withdrawal.user_id)})
    return withdrawal
