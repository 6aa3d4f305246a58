"""Landlords to answer, answers to act upon, dwellings to speak of, commissions to hear from."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from cellule.candidature_choices import CandidatureState, ConditionState, OfferState, PassageState
from cellule.candidature_permissions import follows_searches
from cellule.choices import SessionState
from cellule.models import Candidature, CommissionPassage, DecisionCondition, HousingOffer
from cellule.querysets import instances_kept_by
from partners.roles import Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.models import AccessKind
from veille.core.todo import Kind, Topic, WorkItem, group_for

_ASKED_OF_US = Kind("housing_asked", "Demande de logement à étudier", Topic.REFERRALS)
_NO_ANSWER = Kind("landlord_late", "Bailleur sans réponse dans le délai", Topic.REFERRALS)
_NO_OFFER = Kind("accepted_without_offer", "Candidature acceptée, aucun logement proposé", Topic.REFERRALS)
_OVER = Kind("nobody_asked", "Plus aucun bailleur sollicité", Topic.REFERRALS)
_OFFER = Kind("offer_to_follow", "Logement proposé à suivre", Topic.REFERRALS)
_PASSAGE = Kind("commission", "Commission à suivre", Topic.REFERRALS)
_UNMET = Kind("condition_unmet", "Condition d’admission non remplie", Topic.SESSIONS)

# A landlord that said yes and proposed nothing is asked again after so long.
_PROPOSES_WITHIN = timedelta(days=30)
# An answer that nobody followed up is told so long; then the reviews of the session speak of it.
_REMEMBERED = timedelta(days=60)
_NOBODY_ASKED = "Bailleur : réponse négative, plus aucun sollicité"
_OFFERS = {
    OfferState.PROPOSED: ("Logement proposé : noter la réponse du ménage", "Noter la réponse"),
    OfferState.ACCEPTED: ("Logement accepté : bail à signer", "Suivre le logement"),
}


def candidature_items(actor: Actor) -> list[WorkItem]:
    if not follows_searches(actor):
        return []
    return [
        *_to_answer(actor),
        *_to_follow(actor),
        *_over(actor),
        *_offers(actor),
        *_passages(actor),
        *_unmet(actor),
    ]


def _to_answer(actor: Actor) -> Iterator[WorkItem]:
    """What her landlord is asked."""
    asked = Candidature.objects.answered_by(actor).filter(state=CandidatureState.ASKED)
    asked = asked.filter(answer_expected_on__gte=clock.today())
    for row in _read(asked.select_related("case").order_by("answer_expected_on", "pk")):
        yield _item(
            _ASKED_OF_US, row, "Demande de logement à étudier", row.asked_on, row.answer_expected_on, "Répondre"
        )


def _to_follow(actor: Actor) -> Iterator[WorkItem]:
    """Of the files she leads: no answer in time, or a yes without a dwelling for a month."""
    led = Candidature.objects.led_by(actor).filter(case__closed_on=None).select_related("case")
    late = led.overdue().order_by("answer_expected_on", "pk")
    for row in _read(late):
        yield _item(
            _NO_ANSWER, row, "Bailleur sans réponse dans le délai", row.asked_on, row.answer_expected_on, "Relancer"
        )
    waiting = led.filter(state=CandidatureState.ACCEPTED, answered_on__lte=clock.today() - _PROPOSES_WITHIN)
    open_offers = HousingOffer.objects.visible_to(actor).filter(state__in=_OFFERS)
    for row in _read(waiting.exclude(pk__in=open_offers.values("candidature")).order_by("answered_on", "pk")):
        due = row.answered_on + _PROPOSES_WITHIN
        yield _item(_NO_OFFER, row, "Candidature acceptée, aucun logement proposé", row.answered_on, due, "Relancer")


def _over(actor: Actor) -> Iterator[WorkItem]:
    """Nobody is asked any more and nobody housed them: who leads asks another landlord, or the secretary does."""
    since = clock.today() - _REMEMBERED
    led = Candidature.objects.led_by(actor).ended_without(since=since)
    for row in _read(led.select_related("case").order_by("answer_expected_on", "pk")):
        yield _item(_OVER, row, _NOBODY_ASKED, row.answered_on or row.answer_expected_on, None, "Voir la demande")
    kept = Candidature.objects.kept_by(actor).ended_without(since=since).exclude(pk__in=led.values("pk"))
    for row in _read(kept.select_related("decision__agenda_item__sheet").order_by("answer_expected_on", "pk")):
        yield WorkItem(
            kind=_OVER,
            about=str(row.pk),
            case=row.case_id,
            group=group_for(None),
            title=f"{row.decision.agenda_item.name} : plus aucun bailleur sollicité",
            since=row.answered_on or row.answer_expected_on,
            url=reverse("cellule:candidature_detail", args=[row.pk]),
            action_label="Solliciter un autre bailleur",
        )


def _item(kind: Kind, row: Candidature, title: str, since, due, label: str) -> WorkItem:
    return WorkItem(
        kind=kind,
        about=str(row.pk),
        case=row.case_id,
        group=group_for(due),
        door=row.case.door,
        number=row.case.number,
        title=title,
        since=since,
        due=due,
        url=reverse("cellule:candidature_detail", args=[row.pk]),
        action_label=label,
    )


def _offers(actor: Actor) -> Iterator[WorkItem]:
    """Dwellings that wait for the household, or for its lease."""
    offers = HousingOffer.objects.led_by(actor).filter(state__in=_OFFERS).select_related("case")
    for row in _read(offers.order_by("offered_on", "pk")):
        title, label = _OFFERS[OfferState(row.state)]
        since = row.answered_on or row.offered_on
        yield WorkItem(
            kind=_OFFER,
            about=str(row.pk),
            case=row.case_id,
            group=group_for(None),
            door=row.case.door,
            number=row.case.number,
            title=title,
            since=since,
            url=reverse("cellule:candidature_detail", args=[row.candidature_id]),
            action_label=label,
        )


_PASSAGES = {
    PassageState.PREPARED: ("Note de commission à relire et à transmettre", "Relire la note"),
    PassageState.PASSED: ("Résultat de la commission à noter", "Noter le résultat"),
    PassageState.DECIDED: ("Résultat de la commission à dire au ménage", "Voir le résultat"),
}


def _passages(actor: Actor) -> Iterator[WorkItem]:
    """Of her files: the note to pass on, the answer to note, to tell. The landlord notes the answer too."""
    led = CommissionPassage.objects.led_by(actor).filter(state__in=_PASSAGES, told_on=None)
    handed = CommissionPassage.objects.answered_by(actor).filter(state=PassageState.PASSED)
    found = {row.pk: row for rows in (led, handed) for row in rows.select_related("case").order_by("prepared_on", "pk")}
    for row in _read(found.values()):
        title, label = _PASSAGES[PassageState(row.state)]
        due = row.held_on if row.state == PassageState.PASSED else None
        yield WorkItem(
            kind=_PASSAGE,
            about=str(row.pk),
            case=row.case_id,
            group=group_for(due),
            door=row.case.door,
            number=row.case.number,
            title=title,
            since=row.decided_on or row.passed_on or row.prepared_on,
            due=due,
            url=reverse("cellule:commission_detail", args=[row.pk]),
            action_label=label,
        )


def _unmet(actor: Actor) -> Iterator[WorkItem]:
    """Conditions found not met: the secretary brings the situation back, under its pseudonym."""
    unmet = DecisionCondition.objects.visible_to(actor).filter(
        state=ConditionState.NOT_MET,
        decision__corrected_by=None,
        decision__agenda_item__session__instance__in=instances_kept_by(actor),
    )
    coming = (SessionState.PLANNED, SessionState.CONVENED, SessionState.OPEN)
    again = unmet.filter(case__agenda_items__session__state__in=coming).values("pk")
    rows = unmet.exclude(pk__in=again).select_related(
        "case", "decision__agenda_item__sheet", "decision__agenda_item__session"
    )
    for row in _read(rows.order_by("settled_on", "pk")):
        item = row.decision.agenda_item
        yield WorkItem(
            kind=_UNMET,
            about=str(row.pk),
            case=row.case_id,
            group=group_for(None),
            title=f"{item.name}, séance du {far_date(item.session.held_on)} : condition non remplie",
            since=row.settled_on,
            url=reverse("cellule:session_at", args=[item.session_id, item.pk]),
            action_label="Revoir la décision",
        )


def _read(rows):
    """The rows, said to the journal once a list."""
    found = list(rows)
    if found:
        reads.record([row.case_id for row in found], section=Section.CANDIDATURE, kind=AccessKind.LIST)
    return found
