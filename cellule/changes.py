"""What changed in a running accompaniment since it was last examined, in words that name nobody.

An allow-list, computed from records once and copied on the sheet: how many visits, which level, pauses, silences, the
months of a procedure, how heavy the difficulties already shown have become. Never a text, a reason, a place, a name.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accompaniment.choices import CONTACT_KINDS, InterventionOutcome, MeasureState
from accompaniment.models import Intervention, Measure, MeasureLevel, Suspension
from accompaniment.visits import visit_compliance, with_visits
from households.choices import HoldState
from households.models import Finding, ProcedureHold, ProcedureStep
from veille.core import clock
from veille.core.formats import counted, far_date, month
from veille.core.reference import label, sensitive_codes

Change = dict[str, str]


def changes_since(measure: Measure, since: date, shown: list[dict[str, Any]]) -> list[Change]:
    """The lines of a follow-up sheet; `shown` are the difficulties that the last sheet showed.

    Of a restricted case, counts alone.
    """
    measure = with_visits(Measure.objects.filter(pk=measure.pk)).select_related("case__rules").get()
    lines = [*_visits(measure, since), *_silence(measure)]
    if not measure.case.is_restricted:
        lines += [*_level(measure, since), *_pauses(measure, since), *_procedure(measure, since)]
        lines += _findings(measure, since, shown)
    return lines


def _line(code: str, words: str) -> Change:
    return {"code": code, "words": words}


def _visits(measure: Measure, since: date) -> Iterator[Change]:
    done = visit_compliance(measure, since=since + timedelta(days=1))
    met = counted(done.n, "visite à domicile faite", "visites à domicile faites")
    if done.total:
        yield _line("visits", f"{met} sur {counted(done.total, 'prévue', 'prévues')} par le rythme")
    elif done.n:
        yield _line("visits", met)


def _silence(measure: Measure) -> Iterator[Change]:
    """Nobody was met for longer than the dispositif allows; a suspended accompaniment owes nothing."""
    if measure.state not in (MeasureState.PREPARATION, MeasureState.ACTIVE, MeasureState.RELAY):
        return
    met = Intervention.objects.filter(
        case=measure.case_id, kind__in=CONTACT_KINDS, outcome=InterventionOutcome.EFFECTIVE
    )
    last = met.order_by("-happened_on").values_list("happened_on", flat=True).first()
    days = (clock.today() - max(day for day in (last, measure.started_on) if day)).days
    if days > measure.case.configuration.no_contact_alert_days:
        yield _line("silence", f"aucun contact depuis {counted(days, 'jour')}")


def _level(measure: Measure, since: date) -> Iterator[Change]:
    """Levels that began since, each with the day; else the one that runs, unchanged."""
    rows = list(MeasureLevel.objects.filter(measure=measure).order_by("starts_on"))
    new = [row for row in rows if row.starts_on > since]
    for row in new:
        yield _line(
            f"level-{row.starts_on}", f"niveau « {_words_of(measure, row)} » depuis le {far_date(row.starts_on)}"
        )
    if rows and not new:
        yield _line("level", f"niveau inchangé : « {_words_of(measure, rows[-1])} »")


def _words_of(measure: Measure, row: MeasureLevel) -> str:
    rules = measure.case.configuration.level(row.level)
    return rules.label if rules else row.level


def _pauses(measure: Measure, since: date) -> Iterator[Change]:
    """Why it was paused stays in the file."""
    for pause in Suspension.objects.filter(measure=measure).order_by("starts_on"):
        if pause.ends_on is None:
            yield _line("paused", f"accompagnement suspendu depuis le {far_date(pause.starts_on)}")
        elif pause.ends_on > since:
            days = f"du {far_date(pause.starts_on)} au {far_date(pause.ends_on)}"
            yield _line(f"pause-{pause.starts_on}", f"accompagnement suspendu {days}")


def _procedure(measure: Measure, since: date) -> Iterator[Change]:
    """Steps that began since, by their month: a day would be a trace of the landlord's own file."""
    private = sensitive_codes("procedure_step")
    steps = ProcedureStep.objects.filter(case=measure.case_id, starts_on__gt=since, starts_on__lte=clock.today())
    for step in steps.order_by("starts_on", "pk"):
        if step.step not in private:
            words = label("procedure_step", step.step).lower()
            yield _line(f"step-{step.step}-{step.starts_on:%Y-%m}", f"procédure : {words} en {month(step.starts_on)}")
    hold = ProcedureHold.objects.standing().filter(case=measure.case_id).order_by("-ends_on").first()
    if hold:
        yield _line("hold", f"procédure mise en attente par le bailleur jusqu’en {month(hold.ends_on)}")
    lifted = ProcedureHold.objects.filter(case=measure.case_id, state=HoldState.ENDED, ended_on__gt=since)
    if hold is None and lifted.exists():
        yield _line("hold-ended", "la mise en attente de la procédure a été levée")


def _findings(measure: Measure, since: date, shown: list[dict[str, Any]]) -> Iterator[Change]:
    """How the difficulties that members know weigh now; what was confided is not told, nor any new difficulty."""
    codes = {entry["code"]: entry for entry in shown if entry["code"] not in sensitive_codes("difficulty")}
    latest = (
        Finding.objects.filter(case=measure.case_id, difficulty__in=codes, is_confided=False, found_on__gt=since)
        .exclude(severity=None)
        .order_by("difficulty", "-found_on", "-created_at", "pk")
        .distinct("difficulty")
    )
    for finding in latest:
        before = codes[finding.difficulty]["severity"]
        if before != finding.severity:
            was = "non évaluée" if before is None else f"{before}/4"
            words = label("difficulty", finding.difficulty).lower()
            yield _line(f"finding-{finding.difficulty}", f"{words} : de {was} à {finding.severity}/4")
