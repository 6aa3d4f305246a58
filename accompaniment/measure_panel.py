"""The measure as a page shows it: whole for who accompanies, one sentence for who may know the state alone."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from accompaniment.choices import CLOSED_STATES, MeasureState
from accompaniment.clocks import DwellingWait, dwelling_wait, preparation_end
from accompaniment.guards import current_adhesion
from accompaniment.models import Measure, MeasureLevel
from accompaniment.permissions import can_lead
from accompaniment.visits import Compliance, visit_compliance
from households.models import Adhesion, Case
from households.permissions import Rights, can_close
from partners.roles import Right, Section
from veille.core import clock, reference
from veille.core.actor import Actor
from veille.core.formats import duration

TONES = {
    MeasureState.NOT_STARTED: "info",
    MeasureState.PREPARATION: "progress",
    MeasureState.ACTIVE: "success",
    MeasureState.SUSPENDED: "warning",
    MeasureState.RELAY: "progress",
    MeasureState.ENDED: "neutral",
    MeasureState.WATCH: "neutral",
}
_END = ("accompaniment:measure_end", "Mettre fin")
_LEVEL = ("accompaniment:measure_level", "Changer de niveau")
_REVIEW = ("accompaniment:measure_review", "Fixer le prochain point")
_RELAY = ("accompaniment:measure_relay", "Passer le relais")
_SUSPEND = ("accompaniment:measure_suspend", "Suspendre")
_REOPEN = ("accompaniment:measure_reopen", "Reprendre l’accompagnement")
# The acts of each state, the most likely first.
_ACTS = {
    MeasureState.NOT_STARTED: (("cellule:measure_start", "Démarrer l’accompagnement"), _LEVEL, _END),
    MeasureState.PREPARATION: (
        ("accompaniment:measure_activate", "Terminer la préparation"),
        _SUSPEND,
        _LEVEL,
        _REVIEW,
        _END,
    ),
    MeasureState.ACTIVE: (_REVIEW, _SUSPEND, _LEVEL, _RELAY, _END),
    MeasureState.SUSPENDED: (("accompaniment:measure_resume", "Reprendre"), _RELAY, _LEVEL, _REVIEW, _END),
    MeasureState.RELAY: (
        ("accompaniment:measure_activate", "Revenir à l’accompagnement actif"),
        _REVIEW,
        _LEVEL,
        _END,
    ),
    MeasureState.ENDED: (("accompaniment:measure_watch", "Garder une veille"), _REOPEN),
    MeasureState.WATCH: (("accompaniment:measure_unwatch", "Terminer la veille"), _REOPEN),
}


@dataclass(frozen=True)
class MeasurePanel:
    """`is_open` tells whether more than the state may be said."""

    pk: object
    state: str
    tone: str
    sentence: str
    is_open: bool
    measure: Measure | None = None
    level: MeasureLevel | None = None
    level_label: str = ""
    adhesion: Adhesion | None = None
    compliance: Compliance | None = None
    preparation_ends_on: date | None = None
    wait: DwellingWait | None = None
    acts: tuple[dict, ...] = ()
    suspensions: list = field(default_factory=list)
    former_exits: list = field(default_factory=list)
    levels: list = field(default_factory=list)


def measure_panels(actor: Actor, case: Case, rights: Rights) -> list[MeasurePanel]:
    """The measures of a case, the latest first."""
    measures = Measure.objects.visible_to(actor, Right.STATE).filter(case=case).select_related("operator")
    if rights[Section.MEASURE] < Right.READ:
        return [_closed_panel(measure) for measure in measures]
    measures = measures.prefetch_related("levels", "suspensions", "former_exits")
    return [_open_panel(actor, case, measure, rights) for measure in measures]


def _closed_panel(measure: Measure) -> MeasurePanel:
    label = measure.get_state_display()
    return MeasurePanel(measure.pk, measure.state, TONES[measure.state], label, is_open=False)


def _open_panel(actor: Actor, case: Case, measure: Measure, rights: Rights) -> MeasurePanel:
    level = level_on(measure, clock.today())
    label = level_label(case, level)
    return MeasurePanel(
        pk=measure.pk,
        state=measure.state,
        tone=TONES[measure.state],
        sentence=measure_sentence(measure, label),
        is_open=True,
        measure=measure,
        level=level,
        level_label=label,
        adhesion=current_adhesion(case),
        compliance=visit_compliance(measure),
        preparation_ends_on=preparation_end(measure),
        wait=None if measure.state in CLOSED_STATES else dwelling_wait(actor, case),
        acts=_acts(case, measure, rights),
        suspensions=list(measure.suspensions.all()),
        former_exits=list(measure.former_exits.all()),
        levels=[(level_label(case, row), row) for row in measure.levels.all()],
    )


def measure_sentence(measure: Measure, label: str) -> str:
    """« Accompagnement actif · niveau 2, global adapté · 4 mois »."""
    parts = [measure.get_state_display(), label]
    if measure.started_on:
        parts.append(duration(measure.started_on, measure.ended_on or clock.today()))
    return " · ".join(part for part in parts if part)


def level_on(measure: Measure, day: date) -> MeasureLevel | None:
    """The level of a day among the prefetched ones; before the first one, the first."""
    levels = list(measure.levels.all())
    held = [level for level in levels if level.starts_on <= day]
    return held[-1] if held else next(iter(levels), None)


def level_label(case: Case, level: MeasureLevel | None) -> str:
    """As the dispositif names it."""
    if level is None:
        return ""
    rules = case.configuration.level(level.level)
    return rules.label if rules else reference.label("support_level", level.level)


def _acts(case: Case, measure: Measure, rights: Rights) -> tuple[dict, ...]:
    if not can_lead(rights):
        return ()
    acts = [{"url": reverse(name, args=[measure.pk]), "label": label} for name, label in _ACTS[measure.state]]
    if measure.state == MeasureState.ENDED and can_close(case, rights):
        acts.append({"url": reverse("cellule:case_close", args=[case.pk]), "label": "Clore le dossier"})
    return tuple(acts)
