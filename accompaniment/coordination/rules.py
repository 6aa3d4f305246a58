"""Who may be invited to a meeting, and until when what was handed to somebody without an account stays open."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from accompaniment import guards
from accompaniment.choices import MeasureState
from accompaniment.coordination.choices import RelayState
from accompaniment.models import CaseMeeting, CaseRelay, HandedConclusions, Measure, MeetingGuest
from households import rights
from households.grants import GRANT_RIGHTS
from households.models import Case, CaseAccess
from households.models.agreements import STOPPING
from partners.models import Organisation
from partners.roles import Right, Section
from veille.core.models import ExternalLink

INVITATION, CONCLUSIONS = "meeting", "meeting_conclusions"
# Days: an invitation outlives its meeting for who comes back to it, conclusions stay open two months at most.
AFTER_MEETING, LONGEST_DAYS = 7, 60
_READING_SHARED = [
    level
    for level, opened in GRANT_RIGHTS.items()
    if opened[Section.INTERVENTIONS_SHARED] >= Right.READ > opened[Section.INTERVENTIONS]
]
_READING = [level for level, opened in GRANT_RIGHTS.items() if opened[Section.SUMMARY] >= Right.READ]


def invitable_organisations(case: Case, organisation: Organisation) -> QuerySet[Organisation]:
    """Those that a grant lets read the shareable part of the file; the team of who invites is asked by name."""
    opened = CaseAccess.objects.current().filter(case=case, level__in=_READING)
    found = Organisation.objects.filter(pk__in=opened.values("organisation"), is_active=True)
    return found.exclude(pk=organisation.pk).order_by("sort_name", "pk")


def is_told_to_landlords(meeting: CaseMeeting) -> bool:
    """Whether all those who read what is shared of the follow-up, and nothing more of it, were invited."""
    reading = CaseAccess.objects.current().filter(case=meeting.case_id, level__in=_READING_SHARED)
    found = set(reading.order_by().values_list("organisation", flat=True))
    return bool(found) and found <= set(meeting.guests.order_by().values_list("organisation", flat=True))


def may_be_told(case: Case) -> bool:
    """Nobody objects, nothing is limited, and the household has not said that it no longer wishes to be accompanied.

    Asked at each page of a link: what the household takes back is closed at the next request.
    """
    adhesion = guards.current_adhesion(case)
    return not rights.stops_sharing(case) and (adhesion is None or adhesion.state not in STOPPING)


def guest_of(link: ExternalLink) -> MeetingGuest | None:
    """Whom an invitation was sent to, as long as the household agrees."""
    guest = MeetingGuest.objects.filter(pk=link.object_id, agreed_on__isnull=False)
    found = guest.select_related("meeting__case", "meeting__organisation", "meeting__worker").first()
    return found if found and may_be_told(found.meeting.case) else None


def handed_by(link: ExternalLink) -> HandedConclusions | None:
    """What a link opens: the conclusions that stand, as long as the household lets this person read them."""
    rows = HandedConclusions.objects.filter(pk=link.object_id, guest__agreed_on__isnull=False)
    found = rows.select_related("guest__meeting__case", "guest__meeting__organisation").first()
    return found if found and may_be_told(found.guest.meeting.case) else None


def exit_reason_of(measure: Measure) -> str:
    """Why an accompaniment in relay ends: towards what the relay that was confirmed went; nothing else says it."""
    carried = CaseRelay.objects.filter(measure=measure, carries_measure=True, state=RelayState.CONFIRMED)
    last = carried.order_by("-closed_on", "pk").first()
    return last.kind if last and measure.state == MeasureState.RELAY else ""


def open_links(purpose: str, keys: Iterable[UUID]) -> dict[UUID, ExternalLink]:
    """What was given last to each and still leads somewhere, in one query."""
    given = ExternalLink.objects.filter(purpose=purpose, object_id__in=list(keys), revoked_at=None)
    return {link.object_id: link for link in given.order_by("given_at", "pk") if link.opens}
