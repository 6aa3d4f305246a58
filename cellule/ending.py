"""What still stands in the way of closing a file, each with the page of the act that settles it.

Closing ends nothing by itself: what runs is ended by its own act, with its own reason. Only what waits for nobody
goes with the file: landlords asked who proposed nothing, visits and meetings agreed on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from accompaniment.choices import CLOSED_STATES, MeasureState, VisitState
from accompaniment.coordination.choices import MeetingState
from accompaniment.models import CaseMeeting, Measure, PlannedVisit, Solicitation
from cellule.candidature_choices import OPEN_OFFERS, PassageState
from cellule.choices import REFERRAL_ENDS, AgendaState, ReferralState
from cellule.models import AgendaItem, CommissionPassage, HousingOffer, Referral
from cellule.services.candidatures import standing_of
from cellule.services.sessions import UNDER_WAY
from households.choices import LeaseResult
from households.models import Case, HousingPeriod, SlidingLease
from veille.core.formats import counted, far_date

# An admission that nobody took up goes with the file; any other orientation waits for its answer.
_GOES_ALONG = ReferralState.ADMITTED


@dataclass(frozen=True)
class Obstacle:
    """What to settle first, and where; no address when somebody else does."""

    text: str
    url: str = ""
    action: str = ""


def obstacles(case: Case) -> list[Obstacle]:
    """In the order they are best settled."""
    return [
        *_measures(case),
        *_solicitations(case),
        *_search(case),
        *_leases(case),
        *_places(case),
        *_examinations(case),
    ]


def _measures(case: Case) -> Iterator[Obstacle]:
    for measure in Measure.objects.filter(case=case).exclude(state=MeasureState.ENDED).order_by("decided_on", "pk"):
        if measure.state in CLOSED_STATES:
            text = "La veille après la sortie court encore : gardez-la aussi longtemps que le ménage en a besoin."
            yield _at(text, "accompaniment:measure_unwatch", measure.pk, "Terminer la veille")
        else:
            text = "L’accompagnement court encore : dites pourquoi il s’arrête, et où vit le ménage."
            yield _at(text, "accompaniment:measure_end", measure.pk, "Mettre fin")


def _solicitations(case: Case) -> Iterator[Obstacle]:
    waiting = Solicitation.objects.filter(case=case).waiting().count()
    if waiting:
        text = f"{counted(waiting, 'sollicitation')} sans réponse."
        yield _at(text, "households:case_followup", case.pk, "Répondre")


def _search(case: Case) -> Iterator[Obstacle]:
    offers = HousingOffer.objects.filter(case=case, state__in=OPEN_OFFERS)
    for offer in offers.order_by("offered_on", "pk"):
        text = "Un logement est proposé : notez ce qu’il devient."
        yield _at(text, "cellule:candidature_detail", offer.candidature_id, "Suivre la proposition")
    running = CommissionPassage.objects.filter(case=case, state__in=[PassageState.PREPARED, PassageState.PASSED])
    for passage in running.order_by("prepared_on", "pk"):
        text = "Un passage en commission d’attribution est en route : notez son résultat, ou retirez-le."
        yield _at(text, "cellule:commission_detail", passage.pk, "Suivre la commission")


def _leases(case: Case) -> Iterator[Obstacle]:
    for lease in SlidingLease.objects.filter(case=case, result=LeaseResult.PENDING).order_by("pk"):
        text = "Une convention de bail glissant court encore : notez ce qu’elle devient."
        url = reverse("households:lease_settle", args=[case.pk, lease.pk])
        yield Obstacle(text, url, "Noter l’issue")


def _places(case: Case) -> Iterator[Obstacle]:
    """A place that a closed file holds would stay taken, and nobody who manages it could say by whom."""
    stays = HousingPeriod.objects.filter(case=case, ends_on=None).exclude(place_held=None)
    for stay in stays.order_by("pk"):
        text = "Le ménage occupe une place transitoire : notez sa sortie, ou le logement où il vit désormais."
        yield Obstacle(text, reverse("households:stay_leave", args=[case.pk, stay.pk]), "Noter la sortie")


def _examinations(case: Case) -> Iterator[Obstacle]:
    ended = [*REFERRAL_ENDS, _GOES_ALONG]
    if Referral.objects.filter(case=case).exclude(state__in=ended).exists():
        yield Obstacle(
            "Une orientation de ce ménage attend sa réponse : l’instance la donne, ou l’orienteur la retire."
        )
    listed = AgendaItem.objects.filter(case=case, state=AgendaState.LISTED, session__state__in=UNDER_WAY)
    for item in listed.select_related("session__instance").order_by("session__held_on", "pk")[:1]:
        session = item.session
        yield Obstacle(
            f"La situation est à l’ordre du jour : {session.instance.label}, le {far_date(session.held_on)}."
        )


def _at(text: str, name: str, key: UUID, action: str) -> Obstacle:
    return Obstacle(text, reverse(name, args=[key]), action)


def goes_along(case: Case) -> list[str]:
    """What ends with the file, in words, before anybody confirms."""
    asked = standing_of(case).count()
    visits = PlannedVisit.objects.filter(case=case, state=VisitState.PLANNED).count()
    meetings = meetings_along(case).count()
    found = []
    if asked:
        found.append(f"{counted(asked, 'demande')} de logement à un bailleur, sans proposition")
    if visits:
        found.append(counted(visits, "visite prévue", "visites prévues"))
    if meetings:
        told = counted(meetings, "réunion prévue", "réunions prévues")
        found.append(f"{told} : qui y était invité apprend qu’elle est annulée, les liens donnés se ferment")
    return found


def meetings_along(case: Case) -> QuerySet[CaseMeeting]:
    """Those planned: nothing of a closed file stays open to somebody invited."""
    return CaseMeeting.objects.filter(case=case, state=MeetingState.PLANNED).order_by("held_on", "pk")
