"""What awaits a person in orientations: hers to finish or to answer, the secretariat's to look at."""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from cellule.choices import ReferralState, SessionState, Urgency
from cellule.models import Decision, Referral
from cellule.permissions import can_refer
from cellule.querysets import instances_kept_by
from cellule.services.referrals import diagnosis_comes_first
from cellule.wizard import unsent
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.models import AccessKind
from veille.core.todo import FOLLOW, LATE, TODAY, WEEK, Kind, Topic, WorkItem

_DRAFT = Kind("referral_draft", "Orientation non envoyée", Topic.REFERRALS)
_OWN = Kind("referral_answer", "Orientation : complément ou réponse", Topic.REFERRALS)
_RECEIVED = Kind("referral_received", "Orientation reçue", Topic.REFERRALS)

# How long an orientation may wait before somebody of the secretariat has taken it up.
CLAIM_DAYS = {Urgency.IMMEDIATE: 1, Urgency.SOON: 3, Urgency.NORMAL: 7}
_ANSWERED = (ReferralState.ADMITTED, ReferralState.REFUSED, ReferralState.REDIRECTED, ReferralState.WAITLISTED)


def referral_items(actor: Actor) -> list[WorkItem]:
    """Drafts, complements, answers for who refers; what arrived for who keeps an instance."""
    items = [*_drafts(actor), *_own(actor)] if can_refer(actor) else []
    return [*items, *_received(actor)]


def _drafts(actor: Actor) -> list[WorkItem]:
    return [
        WorkItem(
            kind=_DRAFT,
            about=str(draft.id),
            group=FOLLOW,
            door=draft.door or None,
            title=f"Orientation non envoyée, {counted(draft.begun, 'étape commencée', 'étapes commencées')} sur 5",
            since=draft.stored.saved_at.date(),
            url=reverse("cellule:referral_resume", args=[draft.id]),
            action_label="Reprendre",
        )
        for draft in unsent(actor)
    ]


def _own(actor: Actor) -> list[WorkItem]:
    """Complements asked of her organisation, and answers that nobody has read there."""
    asked = Q(state=ReferralState.INCOMPLETE)
    unread = Q(state__in=_ANSWERED, answer_read_on=None) & (Q(is_in_session=False) | Q(answered_on__isnull=False))
    own = Referral.objects.visible_to(actor).filter(referrer_organisation=actor.organisation_id)
    own = own.with_session_under_way().annotate(answered_on=_answered_on(actor)).filter(asked | unread)
    found = list(own.with_list_data())
    _record(found)
    return [_own_item(referral) for referral in found]


def _answered_on(actor: Actor) -> Subquery:
    """The day of the latest decision that she may already read."""
    told = Q(agenda_item=None) | Q(agenda_item__session__state=SessionState.CLOSED)
    decisions = Decision.objects.visible_to(actor).filter(told, referral=OuterRef("pk"), corrected_by=None)
    return Subquery(decisions.order_by("-decided_on", "-recorded_at").values("decided_on")[:1])


def _own_item(referral: Referral) -> WorkItem:
    asks = referral.state == ReferralState.INCOMPLETE
    since = (referral.complement_asked_on if asks else referral.answered_on) or referral.submitted_on
    return WorkItem(
        kind=_OWN,
        about=str(referral.pk),
        case=referral.case_id,
        group=TODAY,
        door=referral.case.door,
        number=referral.case.number,
        title="Un complément vous est demandé" if asks else "Une réponse vous attend",
        since=since,
        url=reverse("cellule:referral_detail", args=[referral.pk]),
        action_label="Répondre" if asks else "Lire la réponse",
    )


def _received(actor: Actor) -> list[WorkItem]:
    """Orientations that wait for an act of the secretariat."""
    waiting = [ReferralState.SUBMITTED, ReferralState.COMPLETE, ReferralState.DIAGNOSED, ReferralState.NOT_DIAGNOSED]
    kept = Referral.objects.visible_to(actor).filter(instance__in=instances_kept_by(actor), state__in=waiting)
    found = list(kept.with_list_data())
    _record(found)
    return [_received_item(referral) for referral in found]


def _received_item(referral: Referral) -> WorkItem:
    due = referral.submitted_on + timedelta(days=CLAIM_DAYS[Urgency(referral.urgency)])
    submitted = referral.state == ReferralState.SUBMITTED
    return WorkItem(
        kind=_RECEIVED,
        about=str(referral.pk),
        case=referral.case_id,
        group=_group(referral, due) if submitted else FOLLOW,
        door=referral.case.door,
        number=referral.case.number,
        title=_title(referral),
        since=referral.submitted_on,
        due=due if submitted else None,
        url=reverse("cellule:referral_examine", args=[referral.pk]),
        action_label="Examiner",
    )


def _group(referral: Referral, due) -> str:
    """Late once its delay has run out without anybody; for today on its last day, or when it is urgent."""
    today = clock.today()
    if due < today:
        return LATE
    return TODAY if due == today or referral.urgency != Urgency.NORMAL else WEEK


def _title(referral: Referral) -> str:
    if referral.state == ReferralState.SUBMITTED:
        if referral.complement_answer:
            return "Le complément est arrivé"
        return "Orientation reçue" if referral.seen_on else "Orientation reçue, personne ne s’en occupe"
    if referral.state == ReferralState.COMPLETE and diagnosis_comes_first(referral):
        return "Dossier complet : diagnostic à demander"
    return "Dossier prêt : à inscrire à l’ordre du jour"


def _record(found: list[Referral]) -> None:
    if found:
        reads.record([referral.case_id for referral in found], section="state", kind=AccessKind.LIST)
