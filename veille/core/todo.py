"""What awaits a person: one shape for every package, four groups from the most urgent to the least."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import TextChoices

from veille.core import clock
from veille.core.actor import Actor
from veille.core.offers import offered

LATE, TODAY, WEEK, FOLLOW = "late", "today", "week", "follow"
LABELS = {LATE: "En retard", TODAY: "Aujourd’hui", WEEK: "Cette semaine", FOLLOW: "À suivre"}
_WEEK_DAYS = 7


class Topic(TextChoices):
    """What lines are about: each person chooses the topics of which a mail counts the lines."""

    SOLICITATIONS = "solicitations", "Sollicitations"
    CONTACTS = "contacts", "Contacts et visites"
    ACCOMPANIMENT = "accompaniment", "Accompagnements à démarrer, accords et informations"
    REVIEWS = "reviews", "Bilans, plans et points d’étape"
    DEADLINES = "deadlines", "Droits, baux et échéances de logement"
    PARTNERS = "partners", "Réunions, relais et actions collectives"
    REFERRALS = "referrals", "Orientations, candidatures et expertises"
    SESSIONS = "sessions", "Séances, fiches et tâches"
    PAPERS = "papers", "Conventions, financement et documents"
    RIGHTS = "rights", "Droits des personnes et accès aux dossiers"


# Every kind there is, by its key: each package makes its own when it is loaded.
KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """A kind of line: its key never changes, its words name nobody."""

    key: str
    label: str
    topic: Topic
    is_promise: bool = False  # somebody was told a day: put off past it, her manager sees it late

    def __post_init__(self) -> None:
        if KINDS.setdefault(self.key, self) is not self and KINDS[self.key] != self:
            raise ValueError(f"deux sortes de lignes s’appellent {self.key}")


@dataclass(frozen=True)
class Word:
    """From whom a line comes, and the word she gave it with."""

    key: UUID
    giver: str
    words: str


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """One line of « À faire »: what, since when, and the address of the act that clears it.

    `kind` and `about` (the key of its object) tell the line from all others, day after day; `case` is its file.
    `name` is given by packages that have asked whether the actor may read it, and journalled it.
    """

    kind: Kind | None = None
    about: str = ""
    case: UUID | None = None
    group: str
    title: str
    since: date | None  # None when no day says since when it waits
    url: str
    action_label: str
    number: str = ""
    name: str = ""
    door: str | None = None
    due: date | None = None
    is_urgent: bool = False  # who asked said so
    handed_on: "Word | None" = None
    replaced: str = ""  # whom she stands in for, on this file, today

    @property
    def key(self) -> tuple[str, str]:
        return (self.kind.key if self.kind else "", self.about)

    @property
    def anchor(self) -> str:
        """The line on its page."""
        return "line-" + "-".join(self.key)

    @property
    def cause(self) -> date | None:
        """The day it stands for: another one is another matter, even of the same object."""
        return self.due or self.since


@dataclass(frozen=True)
class Group:
    """A part of the page; empty ones stand as one line of relief."""

    key: str
    label: str
    items: tuple[WorkItem, ...]

    # Past this many, the rest folds.
    SHOWN = 12

    @property
    def first(self) -> tuple[WorkItem, ...]:
        return self.items[: self.SHOWN]

    @property
    def rest(self) -> tuple[WorkItem, ...]:
        return self.items[self.SHOWN :]


def group_for(due: date | None, today: date | None = None) -> str:
    """The group of something due on a day; without a day, it is followed."""
    today = today or clock.today()
    if due is None:
        return FOLLOW
    if due < today:
        return LATE
    if due == today:
        return TODAY
    return WEEK if due <= today + timedelta(days=_WEEK_DAYS) else FOLLOW


def gathered(actor: Actor) -> list[WorkItem]:
    """All that awaits her: each package offers `work_items`, which asks its own rights and journals what it shows."""
    return [item for lines in offered("work_items") for item in lines(actor)]


def _waited(item: WorkItem) -> tuple[bool, bool, date, date, str]:
    """A promise that is broken comes first, the urgent before the others: old lines must not fold it away."""
    since = item.since or clock.today()
    is_broken = item.group == LATE and item.kind is not None and item.kind.is_promise
    return not is_broken, not (is_broken and item.is_urgent), item.due or since, since, item.number


def grouped(items: Iterable[WorkItem]) -> list[Group]:
    """The four groups, each from the oldest wait to the newest; broken promises first."""
    ordered = sorted(items, key=_waited)
    return [Group(key, label, tuple(item for item in ordered if item.group == key)) for key, label in LABELS.items()]
