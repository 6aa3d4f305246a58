"""The landlord's own step before an orientation leaves: approved, or sent back with words."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import HELD_MOVES, HeldState, HeldWay
from cellule.intake import NewReferral, deciding_instance
from cellule.models import ApprovalRule, HeldReferral, Referral
from cellule.services import referral_drafts
from cellule.services.held import receive, return_held, seal, stored, withdraw_held
from cellule.services.submission import check_may_send, submit_referral
from partners.actors import actor_of
from partners.models import Organisation
from partners.object_rights import may
from veille.core import audit, clock, drafts
from veille.core.actor import Actor
from veille.core.transitions import move


def needs_approval(by: Actor) -> bool:
    """Her organisation approves orientations today, and she is not one of those who approve."""
    return rule_of(by.organisation_id) is not None and not may(by, "orientation_validate", "W")


def rule_of(organisation: UUID) -> ApprovalRule | None:
    """What an organisation has decided, in force today."""
    return ApprovalRule.objects.current().filter(organisation=organisation).first()


@transaction.atomic
def ask_for_approval(*, by: Actor, draft: referral_drafts.StoredDraft, new: NewReferral) -> HeldReferral:
    """Keep the whole draft for those who approve; nobody else learns that it exists."""
    check_may_send(by, new)
    instance = deciding_instance(new.dispositif, new.territory, new.door)
    held = HeldReferral.objects.filter(organisation=by.organisation_id, draft=draft.id).first()
    fields = {"instance": instance, "door": new.door, "payload": seal(draft.content), "sent_on": clock.today()}
    if held is None:
        held = HeldReferral(
            way=HeldWay.VALIDATION,
            state=HeldState.SENT,
            dispositif=new.dispositif,
            organisation=by.organisation,
            author=by.user,
            draft=draft.id,
            opened_on=clock.today(),
            **fields,
        )
        held.full_clean(exclude=["payload"])
        held.save()
    else:
        move(held, HeldState.SENT, allowed=HELD_MOVES, words="", dispositif=new.dispositif, **fields)
    audit.record("held_referral.sent", held, by=by, changes={"door": new.door})
    return held


def author_of(held: HeldReferral) -> Actor:
    """Who wrote it, as she stands today: it leaves in her name. Raises ValidationError when she no longer may."""
    actor = actor_of(held.author, held.organisation_id)
    if actor is None or actor.organisation_id != held.organisation_id or not may(actor, "orientation_make", "W"):
        raise ValidationError("Qui l’a écrite n’oriente plus pour votre organisme : renvoyez-la, ou reprenez-la.")
    return actor


@transaction.atomic
def approve(*, held: HeldReferral, new: NewReferral, by: Actor) -> Referral:
    """It leaves, in the name of who wrote it; nobody approves her own."""
    if held.author_id == by.user_id:
        raise ValidationError("On n’approuve pas sa propre orientation : une autre personne habilitée le fait.")
    locked = HeldReferral.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if locked.state != HeldState.SENT:
        raise ValidationError("Cette orientation n’attend plus d’être approuvée.")
    referral = submit_referral(by=author_of(held), new=new)
    receive(held=held, referral=referral, by=by)
    return referral


@transaction.atomic
def send_back(*, held: HeldReferral, words: str, by: Actor) -> HeldReferral:
    """Its draft goes back to who wrote it, whole, with what those who approve say."""
    content = stored(held).content
    return_held(held=held, words=words, by=by)
    author = Actor(user=held.author, organisation=held.organisation)
    drafts.save(by=author, form=referral_drafts.FORM, object_id=held.draft, data=content)
    return held


@transaction.atomic
def take_back(*, held: HeldReferral, by: Actor) -> HeldReferral:
    """Who wrote it gives it up before anybody approved it."""
    drafts.discard(by=Actor(user=held.author, organisation=held.organisation), form="referral", object_id=held.draft)
    return withdraw_held(held=held, by=by)


@transaction.atomic
def begin_approving(*, organisation: Organisation, by: Actor) -> ApprovalRule:
    """From today on, orientations of the organisation wait for one of its managers."""
    rule = ApprovalRule(organisation=organisation, set_by=by.user, starts_on=clock.today())
    rule.full_clean()
    rule.save()
    audit.record("approval_rule.begun", rule, by=by, changes={"organisation": str(organisation.pk)})
    return rule


@transaction.atomic
def stop_approving(*, organisation: Organisation, by: Actor) -> None:
    """They leave at once again; what waits still waits for its answer."""
    for rule in ApprovalRule.objects.current().filter(organisation=organisation):
        audit.record("approval_rule.ended", rule, by=by, changes={"organisation": str(organisation.pk)})
        rule.end_now()
