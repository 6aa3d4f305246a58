"""What has waited too long since a session: for the secretary of the instance, and for the pilot without any name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accompaniment.choices import CONTACT_KINDS, InterventionOutcome
from accompaniment.models import Intervention
from cellule.choices import (
    REFERRAL_ENDS,
    AgendaKind,
    AgendaState,
    ReferralState,
    SessionState,
    SheetState,
    TaskState,
)
from cellule.instance_rules import rules_of_each
from cellule.models import AgendaItem, Assignment, Consultation, Minutes, PresentationSheet, Session
from cellule.outside_choices import ConsultationState, MinutesState
from cellule.querysets import instances_kept_by
from households.grants import GrantLevel
from households.models import Case, CaseAccess
from partners.object_rights import roles_with
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted

PRESENTED_TOO_OFTEN = 3
# An older session without a compte rendu will not get one any more: nobody is reminded of it.
_REMEMBERED = timedelta(days=120)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: of what, under which neutral name, since when."""

    what: str
    name: str
    since: date
    case_id: UUID | None = None
    session_id: UUID | None = None
    consultation_id: UUID | None = None


@dataclass(frozen=True)
class Kind:
    """A group of them, with the words that count it."""

    key: str
    title: str
    one: str
    many: str
    rows: tuple[Waiting, ...]

    @property
    def words(self) -> str:
        return counted(len(self.rows), self.one, self.many)

    @property
    def oldest(self) -> date:
        return min(row.since for row in self.rows)


def follows(actor: Actor) -> bool:
    """Whether one of her roles is told of what waits too long (no query)."""
    return bool(actor.roles & roles_with("waiting_too_long", "P"))


def kinds(actor: Actor) -> list[Kind]:
    """Every kind that has something in it, in the order of the path of a file."""
    if not follows(actor):
        return []
    found = [Kind(key, title, one, many, tuple(rows(actor))) for key, title, one, many, rows in _KINDS]
    return [kind for kind in found if kind.rows]


def _cases(actor: Actor) -> QuerySet[Case]:
    """Those that an instance she keeps has examined, or those of the dispositif she pilots; open ones only."""
    kept = AgendaItem.objects.visible_to(actor).filter(session__instance__in=instances_kept_by(actor))
    named = Q(pk__in=kept.exclude(case=None).values("case"))
    followed = Q(pk__in=Case.objects.pseudonymised_for(actor).values("pk"))
    return Case.objects.filter(named | followed, closed_on=None).order_by("admitted_on", "pk")


def _named(actor: Actor, what: str, rows: Iterable[tuple[UUID, date]]) -> list[Waiting]:
    """Under the pseudonym of the instance for who keeps it, under the pilot's own for her."""
    rows = list(rows)
    names = _pseudonyms(actor, [pk for pk, _ in rows])
    return [Waiting(what, names.get(pk, "Situation sans fiche"), since, case_id=pk) for pk, since in rows]


def _pseudonyms(actor: Actor, cases: list[UUID]) -> dict[UUID, str]:
    followed = Case.objects.pseudonymised_for(actor).filter(pk__in=cases)
    names = {row["pk"]: row["pseudonym"] for row in followed.values("pk", "pseudonym")}
    sheets = PresentationSheet.objects.visible_to(actor).filter(
        case__in=cases, state=SheetState.FROZEN, session__instance__in=instances_kept_by(actor)
    )
    return names | dict(sheets.order_by("frozen_at").values_list("case", "pseudonym"))


def _without_operator(actor: Actor) -> list[Waiting]:
    """Admitted, and no organisation leads the file."""
    leading = CaseAccess.objects.current().filter(case=OuterRef("pk"), level=GrantLevel.LEAD)
    found = _cases(actor).filter(~Exists(leading), admitted_on__isnull=False)
    return _named(actor, "Admise, sans opérateur", found.values_list("pk", "admitted_on"))


def _without_contact(actor: Actor) -> list[Waiting]:
    """Admitted longer ago than the delay of its dispositif, and nobody has been met or joined since."""
    reached = Intervention.objects.filter(
        case=OuterRef("pk"),
        kind__in=CONTACT_KINDS,
        outcome=InterventionOutcome.EFFECTIVE,
        happened_on__gte=OuterRef("admitted_on"),
    )
    days = Cast(KeyTextTransform("first_contact_days", "rules__data"), IntegerField())
    found = _cases(actor).filter(~Exists(reached), admitted_on__isnull=False).annotate(days=days)
    late = found.filter(admitted_on__lt=clock.today() - F("days"))
    return _named(actor, "Admise, personne ne l’a encore jointe", late.values_list("pk", "admitted_on"))


def _presented_often(actor: Actor) -> list[Waiting]:
    """Three sessions and no final answer: the orientation still waits."""
    waits = ~Q(referrals__state__in=[*REFERRAL_ENDS, ReferralState.ADMITTED])
    held = Q(agenda_items__session__state=SessionState.CLOSED, agenda_items__kind=AgendaKind.ENTRY) & ~Q(
        agenda_items__state=AgendaState.HIDDEN
    )
    open_ones = _cases(actor).filter(waits, referrals__isnull=False, admitted_on=None)
    counts = open_ones.annotate(
        times=Count("agenda_items", filter=held, distinct=True), last=Max("agenda_items__session__held_on", filter=held)
    )
    found = counts.filter(times__gte=PRESENTED_TOO_OFTEN).order_by("last", "pk")
    return _named(actor, "Présentée trois fois ou plus, sans solution", found.values_list("pk", "last"))


def _consultations(actor: Actor) -> list[Waiting]:
    late = Consultation.objects.decidable_by(actor).filter(
        state=ConsultationState.OPEN, answer_before__lt=clock.today()
    )
    rows = late.select_related("sheet").order_by("answer_before", "pk")
    return [
        Waiting("Consultation au-delà de son délai", row.name, row.answer_before, row.case_id, consultation_id=row.pk)
        for row in rows
    ]


def _minutes(actor: Actor) -> list[Waiting]:
    """Closed longer ago than its instance allows, and no compte rendu was given out."""
    given = Minutes.objects.filter(session=OuterRef("pk")).exclude(state=MinutesState.DRAFT)
    closed = Session.objects.kept_by(actor).filter(
        ~Exists(given), state=SessionState.CLOSED, held_on__gte=clock.today() - _REMEMBERED
    )
    sessions = list(closed.select_related("instance").order_by("held_on", "pk"))
    rules = rules_of_each({session.instance for session in sessions})
    oldest = {key: clock.today() - timedelta(days=one.minutes_after_days) for key, one in rules.items()}
    return [
        Waiting("Compte rendu à diffuser", session.instance.label, session.held_on, session_id=session.pk)
        for session in sessions
        if session.held_on < oldest[session.instance_id]
    ]


def _tasks(actor: Actor) -> list[Waiting]:
    """What a decision asked and nobody has said done; the organisation, never the person."""
    last_due = Subquery(
        Assignment.objects.filter(case=OuterRef("pk"), state=TaskState.TODO, due_on__lt=clock.today())
        .order_by("due_on")
        .values("due_on")[:1]
    )
    found = _cases(actor).annotate(late=last_due).filter(late__isnull=False).order_by("late", "pk")
    return _named(actor, "Tâche en retard", found.values_list("pk", "late"))


_KINDS: tuple[tuple[str, str, str, str, Callable[[Actor], list[Waiting]]], ...] = (
    (
        "sans-operateur",
        "Admises sans opérateur",
        "situation admise sans opérateur",
        "situations admises sans opérateur",
        _without_operator,
    ),
    (
        "sans-contact",
        "Pas de premier contact",
        "situation admise sans premier contact",
        "situations admises sans premier contact",
        _without_contact,
    ),
    (
        "sans-solution",
        "Présentées trois fois sans solution",
        "situation présentée trois fois sans solution",
        "situations présentées trois fois sans solution",
        _presented_often,
    ),
    (
        "consultations",
        "Consultations au-delà du délai",
        "consultation au-delà de son délai",
        "consultations au-delà de leur délai",
        _consultations,
    ),
    (
        "comptes-rendus",
        "Comptes rendus à diffuser",
        "compte rendu à diffuser",
        "comptes rendus à diffuser",
        _minutes,
    ),
    ("taches", "Tâches en retard", "tâche d’une décision en retard", "tâches de décisions en retard", _tasks),
)
