"""The preparation in the file of a household: its clock, the modules done and to do, the sessions it came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from accompaniment.choices import CAME, RUNNING_STATES, MeasureState, PreparationState, Presence
from accompaniment.clocks import preparation_end
from accompaniment.days import days_of
from accompaniment.models import Measure, PreparationCertificate, PreparationInvitation
from accompaniment.permissions import can_lead
from accompaniment.preparation.sessions import can_plan_sessions
from households.models import Case
from households.permissions import Rights
from partners.roles import Right, Section
from partners.support_rules import ModuleUnit, PreparationModule
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted, lasting

TONES = {
    Presence.EXPECTED: "info",
    Presence.PRESENT: "success",
    Presence.LATE: "success",
    Presence.ABSENT: "warning",
    Presence.EXCUSED: "neutral",
}


@dataclass(frozen=True)
class ModuleLine:
    """A module of the rules of this file, and how much of it was followed."""

    module: PreparationModule
    sessions: int
    minutes: int

    @property
    def is_done(self) -> bool:
        return self.module.is_done(self.sessions, self.minutes)

    @property
    def words(self) -> str:
        """« 1 sur 2 séances », « 2 h sur 4 h »."""
        if self.module.unit == ModuleUnit.HOURS:
            return f"{lasting(self.minutes)} sur {lasting(self.module.expected * 60)}"
        return f"{self.sessions} sur {counted(self.module.expected, 'séance')}"


@dataclass(frozen=True)
class SessionLine:
    """A session this household was asked to; `note` says what it must know of its day."""

    invitation: PreparationInvitation
    label: str
    tone: str
    note: str


@dataclass(frozen=True)
class Preparation:
    """`ends_on` is the day foreseen, `ended_on` the day it ended; a number of days left may be past."""

    measure: Measure
    ends_on: date | None
    ended_on: date | None
    days_left: int | None
    suspended: int
    modules: tuple[ModuleLine, ...]
    coming: tuple[SessionLine, ...]
    past: tuple[SessionLine, ...]
    certificates: tuple[PreparationCertificate, ...]
    may_plan: bool
    may_end: bool
    may_attest: bool

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.modules)

    @property
    def missing(self) -> list[PreparationModule]:
        return [line.module for line in self.modules if not line.is_done]

    @property
    def came(self) -> int:
        return sum(_came(line) for line in self.past)

    @property
    def noted(self) -> int:
        return sum(line.invitation.presence != Presence.EXPECTED for line in self.past)


def preparation_of(actor: Actor, case: Case, rights: Rights) -> Preparation | None:
    """Nothing for who does not read the accompaniment, nor for a household that nobody prepares."""
    if rights[Section.INTERVENTIONS] < Right.READ or rights[Section.MEASURE] < Right.READ:
        return None
    measure = _prepared_measure(actor, case)
    if measure is None:
        return None
    invitations = _invitations(actor, case, measure)
    if not case.configuration.preparation_modules and not invitations:
        return None
    certificates = PreparationCertificate.objects.visible_to(actor).filter(measure=measure)
    ends_on = preparation_end(measure)
    lines = [_line(row) for row in invitations]
    return Preparation(
        measure=measure,
        ends_on=ends_on,
        ended_on=measure.activated_on,
        days_left=(ends_on - clock.today()).days if ends_on else None,
        suspended=days_of(measure, measure.activated_on or clock.today()).suspended,
        modules=tuple(modules_followed(case.configuration.preparation_modules, invitations)),
        coming=tuple(sorted((line for line in lines if _is_coming(line)), key=_day)),
        past=tuple(line for line in lines if not _is_coming(line)),
        certificates=tuple(certificates.order_by("-made_on", "pk")),
        may_plan=can_plan_sessions(actor),
        may_end=can_lead(rights) and measure.state == MeasureState.PREPARATION,
        may_attest=can_lead(rights) and measure.state in RUNNING_STATES and any(_came(line) for line in lines),
    )


def modules_followed(
    modules: Iterable[PreparationModule], invitations: Iterable[PreparationInvitation]
) -> list[ModuleLine]:
    """Each module with the sessions the household came to and the time they lasted."""
    attended = [row.session for row in invitations if row.presence in CAME]
    found = []
    for module in modules:
        own = [session for session in attended if session.module == module.code]
        found.append(ModuleLine(module, len(own), sum(session.minutes for session in own)))
    return found


def _prepared_measure(actor: Actor, case: Case) -> Measure | None:
    """The latest one that began by a preparation."""
    if not case.configuration.preparation_months:
        return None
    measures = Measure.objects.visible_to(actor).filter(case=case, started_on__isnull=False)
    return measures.prefetch_related("suspensions", "former_exits").order_by("-decided_on", "pk").first()


def _invitations(actor: Actor, case: Case, measure: Measure) -> list[PreparationInvitation]:
    rows = PreparationInvitation.objects.visible_to(actor).filter(case=case, measure=measure)
    rows = rows.select_related("session__site__landlord", "session__animator", "session__organisation")
    return list(rows.order_by("-session__planned_on", "-session__starts_at", "pk"))


def _line(row: PreparationInvitation) -> SessionLine:
    session = row.session
    if session.state == PreparationState.CANCELLED:
        return SessionLine(row, session.get_state_display(), "neutral", "Le ménage est à prévenir.")
    moved = row.presence == Presence.EXPECTED and session.moved_from is not None
    return SessionLine(row, row.get_presence_display(), TONES[Presence(row.presence)], "Déplacée" if moved else "")


def _came(line: SessionLine) -> bool:
    return line.invitation.presence in CAME


def _is_coming(line: SessionLine) -> bool:
    """What was cancelled is told until its day."""
    return line.invitation.presence == Presence.EXPECTED and line.invitation.session.planned_on >= clock.today()


def _day(line: SessionLine) -> tuple:
    session = line.invitation.session
    return session.planned_on, session.starts_at or time.max, str(session.pk)
