"""The load of each person: the weights of the files she leads, against the maximum of her post at this employer.

What a suspended accompaniment weighs is nothing, what is decided and not begun weighs already (A-11). A file where
she only takes part, or stands in for somebody, weighs on who leads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from accompaniment.caseload import weighed
from accompaniment.choices import RUNNING_STATES, MeasureState
from accompaniment.models import Measure
from accompaniment.team.people import people_of, team_rows
from accompaniment.todo.lines import rules_of
from households.models import Case, CaseTeamMember, TeamPart
from households.standing_in import team_workers
from partners.models import Absence, Organisation, RegisteredWorker, User, WorkerEmployment
from partners.roles import Right
from veille.core.actor import Actor

# From this share of her maximum on, one more file would pass it.
NEAR = Decimal("0.9")
_NONE, _WHOLE = Decimal(0), Decimal(100)
_WORDS = {
    "neutral": "Sans maximum inscrit",
    "danger": "Au-delà du maximum",
    "warning": "Proche du maximum",
    "success": "En deçà du maximum",
}


@dataclass(frozen=True)
class Weight:
    """A sum of weights against a maximum, as a page says it: word, shape and colour."""

    carried: Decimal
    maximum: Decimal | None

    @property
    def left(self) -> Decimal | None:
        return None if self.maximum is None else self.maximum - self.carried

    @property
    def label(self) -> str:
        return _WORDS[self.tone]

    @property
    def tone(self) -> str:
        if self.maximum is None:
            return "neutral"
        if self.carried > self.maximum:
            return "danger"
        return "warning" if self.carried >= NEAR * self.maximum else "success"


@dataclass(frozen=True)
class FileLoad:
    """A file she leads, and what its accompaniment weighs; nothing as long as none is decided."""

    member: CaseTeamMember
    measure: Measure | None = None
    level: str = ""

    @property
    def case(self) -> Case:
        return self.member.case

    @property
    def weight(self) -> Decimal:
        suspended = self.measure is None or self.measure.state == MeasureState.SUSPENDED
        return _NONE if suspended else self.measure.weight

    @property
    def to_start(self) -> bool:
        return self.measure is not None and self.measure.state == MeasureState.NOT_STARTED

    @property
    def state(self) -> str:
        return self.measure.get_state_display() if self.measure else "Pas encore d’accompagnement"


@dataclass
class Load:
    """What one person carries for one employer."""

    worker: User
    maximum: Decimal | None
    has_left: bool
    led: list[FileLoad] = field(default_factory=list)
    shared: list[CaseTeamMember] = field(default_factory=list)
    standing_in: list[CaseTeamMember] = field(default_factory=list)
    absence: Absence | None = None

    @property
    def weight(self) -> Weight:
        return Weight(sum((file.weight for file in self.led), _NONE), self.maximum)

    @property
    def to_start(self) -> Decimal:
        return sum((file.weight for file in self.led if file.to_start), _NONE)


def loads(actor: Actor, people: Iterable[User] | None = None) -> list[Load]:
    """The caseloads she opens, each with its files, in as many queries for a hundred people as for one."""
    maxima = maxima_of(actor.organisation)
    here = set(team_workers(actor.organisation).values_list("pk", flat=True))
    workers = people_of(actor) if people is None else people
    found = {one.pk: Load(one, maxima.get(one.pk), has_left=one.pk not in here) for one in workers}
    rows = team_rows(actor).filter(user__in=found).select_related("case", "absence__user")
    files = files_of(actor, list(rows.order_by("case__number", "pk")))
    for file in files:
        _put(found[file.member.user_id], file)
    to_come = Absence.objects.visible_to(actor).to_come().filter(user__in=found).select_related("stand_in")
    for absence in to_come.order_by("-starts_on", "pk"):
        found[absence.user_id].absence = absence  # of several, the nearest comes last
    return list(found.values())


def files_of(actor: Actor, rows: list[CaseTeamMember]) -> list[FileLoad]:
    """Each file with the accompaniment of her organisation that takes a place, and its level in words."""
    taking = (MeasureState.NOT_STARTED, *RUNNING_STATES)
    seen = Measure.objects.visible_to(actor, Right.STATE).filter(
        operator=actor.organisation_id, state__in=taking, case__in=[row.case_id for row in rows]
    )
    measures = list(weighed(seen).select_related("case").order_by("decided_on", "pk"))
    rules, by_case = rules_of(measures), {measure.case_id: measure for measure in measures}
    return [_file(row, by_case.get(row.case_id), rules) for row in rows]


def _file(row: CaseTeamMember, measure: Measure | None, rules: dict) -> FileLoad:
    level = rules[measure.case.rules_id].level(measure.level) if measure else None
    return FileLoad(row, measure, level.label if level else "")


def _put(load: Load, file: FileLoad) -> None:
    if file.member.part == TeamPart.STAND_IN:
        load.standing_in.append(file.member)
    elif file.member.part == TeamPart.MEMBER:
        load.shared.append(file.member)
    else:
        load.led.append(file)


def maxima_of(organisation: Organisation) -> dict[UUID, Decimal]:
    """Her maximum, for the share of her post that this employer pays."""
    registered = RegisteredWorker.objects.current().filter(user__isnull=False, maximum_weight__isnull=False)
    shares = WorkerEmployment.objects.filter(organisation=organisation, worker__in=registered)
    return {
        share.worker.user_id: share.worker.maximum_weight * share.percent / _WHOLE
        for share in shares.select_related("worker").order_by("pk")
    }


def employers_of(actor: Actor, worker: User) -> list[WorkerEmployment]:
    """Who shares her post, and how: what the register says to who reads it, and nothing of their files."""
    registered = RegisteredWorker.objects.visible_to(actor).current().filter(user=worker)
    shares = WorkerEmployment.objects.filter(worker__in=registered).select_related("organisation")
    return list(shares.order_by("-percent", "organisation__sort_name", "pk"))
