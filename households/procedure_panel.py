"""The procedure as a page shows it: the line of its stages, what is open, the truce, the hold."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from households import housing_permissions
from households.choices import HoldState
from households.models import HoldReason, ProcedureHold, ProcedureStep
from households.pages import CasePage
from households.truce import Truce, is_stopped, truce_on
from partners.roles import Section
from veille.core import clock, formats, reference

_AMICABLE = "amicable"


@dataclass(frozen=True)
class Stage:
    """A stage of the line: done, current or to come; how each is drawn belongs to the tracker."""

    label: str
    state: str
    detail: str = ""
    began_on: date | None = None

    @property
    def date(self) -> date | None:
        """The name under which the tracker reads it."""
        return self.began_on


@dataclass(frozen=True)
class Winter:
    """The truce that holds today, the open steps it stops and those it does not."""

    truce: Truce
    stopped: tuple[str, ...]
    going_on: tuple[str, ...]


@dataclass(frozen=True)
class ShownHold:
    """A hold, what it is called today, and the acts it opens."""

    hold: ProcedureHold
    label: str
    tone: str
    reason: str
    can_decide: bool

    @property
    def is_asked(self) -> bool:
        return self.hold.state == HoldState.ASKED

    @property
    def is_own(self) -> bool:
        """Nobody outside the landlord asked for it."""
        return self.hold.organisation_id == self.hold.landlord_id

    @property
    def can_end(self) -> bool:
        return self.can_decide and self.hold.state == HoldState.AGREED and self.hold.ends_on >= clock.today()


class ProcedurePanel:
    """Steps and holds of a case that the reader may see, asked once."""

    def __init__(self, page: CasePage):
        self.page = page
        self.knows_file = housing_permissions.knows_file(page.rights)

    @cached_property
    def steps(self) -> list[ProcedureStep]:
        rows = ProcedureStep.objects.visible_to(self.page.actor).filter(case=self.page.case)
        return list(rows.select_related("landlord").order_by("-starts_on", "pk"))

    @cached_property
    def open_steps(self) -> list[ProcedureStep]:
        return [step for step in self.steps if step.is_current]

    @cached_property
    def former_steps(self) -> list[ProcedureStep]:
        return [step for step in self.steps if not step.is_current]

    @cached_property
    def stages(self) -> list[Stage]:
        """The four stages, each with when it began and what is open in it."""
        codes = [code for code, _ in reference.choices("procedure_stage")]
        reached = max((codes.index(stage) for step in self.steps if (stage := stage_of(step)) in codes), default=-1)
        return [self._stage(code, rank <= reached) for rank, code in enumerate(codes)]

    def _stage(self, code: str, is_reached: bool) -> Stage:
        mine = [step for step in self.steps if stage_of(step) == code]
        going_on = [_label(step) for step in mine if step.is_current]
        state = "current" if going_on else "done" if is_reached else "todo"
        return Stage(
            label=reference.label("procedure_stage", code),
            state=state,
            detail=", ".join(going_on),
            began_on=min((step.starts_on for step in mine), default=None),
        )

    @cached_property
    def winter(self) -> Winter | None:
        """Nothing to say of the truce while the procedure is amicable."""
        return winter_of(self.open_steps)

    @cached_property
    def holds(self) -> list[ShownHold]:
        """The latest first; whom it was asked by and what was refused are not told to litigation staff."""
        rows = ProcedureHold.objects.visible_to(self.page.actor).filter(case=self.page.case)
        holds = list(rows.select_related("landlord", "organisation").order_by("-asked_on", "-starts_on", "pk"))
        reasons = HoldReason.objects.visible_to(self.page.actor).filter(hold__in=holds)
        texts = dict(reasons.values_list("hold", "text"))
        return [self._shown(hold, texts.get(hold.pk, "")) for hold in holds]

    @property
    def standing(self) -> ProcedureHold | None:
        """The hold that runs today."""
        today = clock.today()
        agreed = (shown.hold for shown in self.holds if shown.hold.state == HoldState.AGREED)
        return next((hold for hold in agreed if hold.starts_on <= today <= hold.ends_on), None)

    def _shown(self, hold: ProcedureHold, reason: str) -> ShownHold:
        label, tone = _state(hold)
        can_decide = housing_permissions.can_decide_hold(self.page.actor, self.page.rights, hold.landlord_id)
        return ShownHold(hold, label, tone, reason, can_decide)

    @property
    def sections(self) -> tuple[str, ...]:
        """What the page journals."""
        has_reason = any(shown.reason for shown in self.holds)
        return (Section.PROCEDURE, Section.HOLD_REASON) if has_reason else (Section.PROCEDURE,)

    @property
    def is_asked(self) -> bool:
        return any(shown.is_asked for shown in self.holds)

    @property
    def can_ask(self) -> bool:
        """A hold is asked of a procedure that is open, once at a time, and not of oneself."""
        may = housing_permissions.can_ask_hold(self.page.actor, self.page.rights)
        return bool(self.open_steps) and may and not self.is_asked and not self.can_give

    @property
    def can_give(self) -> bool:
        may = housing_permissions.can_decide_hold(self.page.actor, self.page.rights, self.page.actor.organisation_id)
        return bool(self.open_steps) and may and not self.is_asked


def stage_of(step: ProcedureStep) -> str:
    return reference.mapped("procedure_step", step.step, "procedure_stage")


def _label(step: ProcedureStep) -> str:
    return reference.label("procedure_step", step.step)


def winter_of(open_steps: list[ProcedureStep]) -> Winter | None:
    truce = truce_on(clock.today())
    if truce is None or all(stage_of(step) == _AMICABLE for step in open_steps):
        return None
    stopped = tuple(_label(step) for step in open_steps if is_stopped(step.step))
    going_on = tuple(_label(step) for step in open_steps if not is_stopped(step.step))
    return Winter(truce, stopped, going_on)


def _state(hold: ProcedureHold) -> tuple[str, str]:
    """In words, with the tone of the chip; an agreed one says whether it stands today."""
    if hold.state == HoldState.AGREED:
        if hold.starts_on > clock.today():
            return f"À partir du {formats.far_date(hold.starts_on)}", "info"
        if hold.ends_on < clock.today():
            return "Terminée", "neutral"
        return "En cours", "success"
    tones = {HoldState.ASKED: "progress", HoldState.REFUSED: "neutral", HoldState.ENDED: "neutral"}
    return hold.get_state_display(), tones[HoldState(hold.state)]
