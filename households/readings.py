"""Who looked: the journal of reads in words, for the lead person of a file and the data protection officer.

Colleagues are named; somebody of another organisation appears as that organisation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from households.act_words import act_word
from households.models import CaseMerge
from partners.models import Organisation, User
from partners.roles import Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.models import AccessEvent, AccessKind, AuditEvent

_OTHER_SECTIONS = {
    "list": "Liste des dossiers",
    "todo": "À faire",
    "collective_list": "Liste d’une action collective",
    "protected": "Donnée protégée",
    "rights": "Demande de droits",
    "retention": "Conservation",
    "emergency": "Accès d’urgence",
    "import": "Import d’un tableau",
    "document": "Document",
    "agenda": "Ordre du jour",
    "expertise": "Demande d’expertise",
    "sheet": "Fiche de présentation",
    "held": "Orientation en attente",
    "alert": "Alerte au pôle social",
    "waiting": "Ce qui attend trop longtemps",
    "task": "Tâche",
    "readings": "Qui a regardé",
    "journal": "Journal",
    "-": "Page refusée",
}
SECTION_WORDS = {**dict(Section.choices), **_OTHER_SECTIONS}
SHOWN_BY_DEFAULT = timedelta(days=30)
_MONTHS = 12
_LINK = "Lien remis"


@dataclass(frozen=True)
class Reading:
    """One line: when, who, what of the file, by which kind of page."""

    at: datetime
    who: str
    organisation: str
    section: str
    kind: str
    cases: tuple[UUID, ...]

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def references(self) -> str:
        """What tells two files apart without saying which they are."""
        return ", ".join(case.hex[:8] for case in self.cases[:3])


def of_case(case_id: UUID) -> QuerySet[AccessEvent]:
    """Every reading of a file, and of those merged into it, last first."""
    former = CaseMerge.objects.filter(case=case_id).values_list("former_case", flat=True)
    return AccessEvent.objects.filter(cases__overlap=[case_id, *former]).order_by("-at", "pk")


def of_organisation(actor: Actor, filters: dict[str, Any]) -> QuerySet[AccessEvent]:
    """What the people of an organisation read, on the last days unless she asks for others."""
    rows = AccessEvent.objects.filter(organisation=actor.organisation_id, **_window(filters))
    if filters.get("user"):
        rows = rows.filter(user=filters["user"].pk)
    if filters.get("kind"):
        rows = rows.filter(kind=filters["kind"])
    return rows.order_by("-at", "pk")


def acts_of_organisation(actor: Actor, filters: dict[str, Any]) -> QuerySet[AuditEvent]:
    """What they did, on the same days."""
    rows = AuditEvent.objects.filter(organisation=actor.organisation_id, **_window(filters))
    if filters.get("user"):
        rows = rows.filter(user=filters["user"].pk)
    return rows.order_by("-at", "pk")


def _window(filters: dict[str, Any]) -> dict[str, datetime]:
    """Days as pages tell them, brought back to the real time in which the journal is written."""
    ahead = timezone.localdate(timezone=clock.PARIS) - clock.today()
    first = filters.get("since") or clock.today() - SHOWN_BY_DEFAULT
    last = filters.get("until") or clock.today()
    return {"at__gte": clock.at(first + ahead, 0), "at__lt": clock.at(last + ahead + timedelta(days=1), 0)}


def lines(actor: Actor, events: Iterable[AccessEvent]) -> list[Reading]:
    """The lines of a page, in two queries more."""
    events = list(events)
    users = User.objects.in_bulk({event.user for event in events if event.user})
    organisations = Organisation.objects.in_bulk({event.organisation for event in events if event.organisation})
    return [_line(actor, list(same), users, organisations) for _, same in groupby(events, key=_visit)]


def _visit(event: AccessEvent) -> tuple:
    """The parts that one person read in the same minute of the same files make one line."""
    return event.user, event.organisation, event.kind, event.cases, event.at.replace(second=0, microsecond=0)


def _by_link(event: AccessEvent) -> bool:
    """A link stands under its own key, as reader and as organisation (`veille.core.links`)."""
    return event.user is not None and event.user == event.organisation


def _line(actor: Actor, events: list[AccessEvent], users: dict, organisations: dict) -> Reading:
    event = events[0]
    colleague = event.organisation == actor.organisation_id and event.user in users
    organisation = organisations.get(event.organisation)
    return Reading(
        at=clock.told(event.at),
        who=str(users[event.user]) if colleague else "",
        organisation=organisation.short_name if organisation else _LINK if _by_link(event) else "",
        section=", ".join(dict.fromkeys(SECTION_WORDS.get(one.section, one.section) for one in events)),
        kind=AccessKind(event.kind).label,
        cases=tuple(event.cases),
    )


@dataclass(frozen=True)
class Act:
    """One line of the journal of acts: what was done, to what, never a text."""

    at: datetime
    who: str
    name: str
    on: str
    reference: str


def act_lines(actor: Actor, events: Iterable[AuditEvent]) -> list[Act]:
    events = list(events)
    users = User.objects.in_bulk({event.user for event in events if event.user})
    return [
        Act(
            at=clock.told(event.at),
            who=str(users[event.user]) if event.user in users else "",
            name=act_word(event.name),
            on=apps.get_model(event.object_type)._meta.verbose_name,
            reference=event.case.hex[:8] if event.case else "",
        )
        for event in events
    ]


def people_of(actor: Actor) -> QuerySet[User]:
    """Everybody who acts or has acted for the organisation."""
    return User.objects.filter(memberships__organisation=actor.organisation_id).distinct().order_by("last_name", "pk")


def by_month() -> list[dict[str, Any]]:
    """How many lines each month of real time holds, by kind: all that the platform's administrator sees of them."""
    since = clock.at(timezone.localdate(timezone=clock.PARIS) - timedelta(days=31 * _MONTHS), 0)
    kinds = AccessEvent.objects.filter(at__gte=since).annotate(month=TruncMonth("at")).values("month", "kind")
    acts = AuditEvent.objects.filter(at__gte=since).annotate(month=TruncMonth("at")).values("month")
    months: dict[date, dict[str, int]] = {}
    for row in kinds.annotate(lines=Count("pk")).order_by("month"):
        months.setdefault(row["month"].date(), {})[row["kind"]] = row["lines"]
    for row in acts.annotate(lines=Count("pk")).order_by("month"):
        months.setdefault(row["month"].date(), {})["acts"] = row["lines"]
    columns = [*AccessKind.values, "acts"]
    return [
        {"month": month, "counts": [counts.get(column, 0) for column in columns]}
        for month, counts in sorted(months.items(), reverse=True)
    ]
