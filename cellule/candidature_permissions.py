"""What the actor may do in a search for a dwelling she sees; seeing it is `visible_to`.

The landlord asked answers and proposes; who accompanies says what the household answered and records the
lease; the secretary follows, and may withdraw what her instance decided.
"""

from accompaniment.permissions import can_lead
from cellule.candidature_choices import (
    OPEN_OFFERS,
    STANDING,
    CandidatureState,
    ConditionState,
    EndedBy,
    OfferState,
    PassageState,
)
from cellule.models import Candidature, CommissionPassage, Decision, DecisionCondition, HousingOffer
from cellule.services.asking_instead import can_be_replaced
from households.models import Case
from households.permissions import Rights, section_rights
from partners.configuration import Door
from partners.object_rights import may, roles_with
from partners.roles import SECTION_RIGHTS, Right, Role, Section
from veille.core.actor import Actor

# Whose work it is: who writes in the section, reads what was answered to her organisation, or keeps the instance.
FOLLOWERS = roles_with("candidature", "R") | {
    role for role in Role.values if SECTION_RIGHTS[role][Section.CANDIDATURE] >= Right.WRITE
}

ANSWERING = roles_with("candidature", "R", scope="own")


def follows_searches(actor: Actor) -> bool:
    return bool(actor.roles & FOLLOWERS)


def leads_search(actor: Actor, candidature: Candidature) -> bool:
    """Who accompanies: her own file, which she writes."""
    return Candidature.objects.led_by(actor).filter(pk=candidature.pk).exists()


def is_asked(actor: Actor, candidature: Candidature) -> bool:
    """Her landlord was asked, and she answers for it."""
    return Candidature.objects.answered_by(actor).filter(pk=candidature.pk).exists()


def can_answer(actor: Actor, candidature: Candidature) -> bool:
    return candidature.state == CandidatureState.ASKED and is_asked(actor, candidature)


def can_withdraw(actor: Actor, candidature: Candidature) -> bool:
    """Who leads the search, and the secretary who wrote it: never the landlord, who answers."""
    if candidature.state not in STANDING:
        return False
    kept = Candidature.objects.kept_by(actor).filter(pk=candidature.pk)
    return leads_search(actor, candidature) or kept.exists()


def can_ask_instead(actor: Actor, candidature: Candidature) -> bool:
    """The secretary of the instance that decided it, once the landlord asked houses nobody."""
    return can_be_replaced(candidature) and Candidature.objects.kept_by(actor).filter(pk=candidature.pk).exists()


def can_ask_landlords(case: Case, rights: Rights, actor: Actor) -> bool:
    """Who leads the accompaniment of an entry into housing asks other landlords."""
    return case.door == Door.ACCESS and case.closed_on is None and can_lead(rights) and _searches(actor, case)


def _searches(actor: Actor, case: Case) -> bool:
    return Case.objects.visible_to(actor, Section.CANDIDATURE, Right.WRITE).filter(pk=case.pk).exists()


def can_propose(actor: Actor, candidature: Candidature) -> bool:
    if candidature.state != CandidatureState.ACCEPTED:
        return False
    return is_asked(actor, candidature) or leads_search(actor, candidature)


def can_say_household_answer(actor: Actor, offer: HousingOffer) -> bool:
    """The household's word is told by who accompanies it."""
    return offer.state == OfferState.PROPOSED and leads_search(actor, offer.candidature)


def who_may_end(actor: Actor, offer: HousingOffer) -> tuple[str, ...]:
    """In whose name she may put an end to it: the landlord says its own part, who accompanies says any."""
    if offer.state not in OPEN_OFFERS:
        return ()
    if leads_search(actor, offer.candidature):
        return tuple(EndedBy.values)
    return (EndedBy.LANDLORD, EndedBy.COMMISSION) if is_asked(actor, offer.candidature) else ()


def can_sign(actor: Actor, offer: HousingOffer, rights: Rights) -> bool:
    """The lease opens a period of the file: for who writes there."""
    leads = leads_search(actor, offer.candidature)
    return offer.state == OfferState.ACCEPTED and leads and rights[Section.HOUSING] >= Right.WRITE


def can_prepare_passage(actor: Actor, case: Case, rights: Rights) -> bool:
    return can_ask_landlords(case, rights, actor)


def can_pass_on(actor: Actor, candidature: Candidature) -> bool:
    """A landlord that said yes examines the file in its own commission."""
    return candidature.state == CandidatureState.ACCEPTED and leads_search(actor, candidature)


def can_change_note(actor: Actor, passage: CommissionPassage) -> bool:
    """Reread, complete and pass on the note: who leads the search, until it left."""
    return passage.state == PassageState.PREPARED and leads_passage(actor, passage)


def leads_passage(actor: Actor, passage: CommissionPassage) -> bool:
    return CommissionPassage.objects.led_by(actor).filter(pk=passage.pk).exists()


def can_record_result(actor: Actor, passage: CommissionPassage) -> bool:
    """The landlord's people who answer for it, or who leads the search."""
    if passage.state != PassageState.PASSED:
        return False
    ours = CommissionPassage.objects.answered_by(actor).filter(pk=passage.pk)
    return leads_passage(actor, passage) or ours.exists()


def can_withdraw_passage(actor: Actor, passage: CommissionPassage) -> bool:
    return passage.state in (PassageState.PREPARED, PassageState.PASSED) and leads_passage(actor, passage)


def can_read_note(actor: Actor, passage: CommissionPassage) -> bool:
    """Who leads the search, and the landlord it was passed on to: never the instance, which knows no number."""
    ours = CommissionPassage.objects.read_by_landlord(actor).filter(pk=passage.pk)
    return leads_passage(actor, passage) or ours.exists()


def can_tell_household(actor: Actor, passage: CommissionPassage) -> bool:
    decided = passage.state == PassageState.DECIDED and passage.told_on is None
    return decided and leads_passage(actor, passage)


def can_settle(actor: Actor, condition: DecisionCondition) -> bool:
    """Who was to meet it, who leads the accompaniment, or the secretary of the session that set it."""
    if condition.state not in (ConditionState.PENDING, ConditionState.NOT_MET):
        return False
    if Decision.objects.recordable_by(actor).filter(pk=condition.decision_id).exists():
        return may(actor, "decision_record", "W")
    if not Case.objects.visible_to(actor, Section.DECISION).filter(pk=condition.case_id).exists():
        return False
    hers = condition.organisation_id == actor.organisation_id
    return hers or can_lead(section_rights(actor, condition.case))
