"""Activity and funnel: who came, who was examined, who entered."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from accompaniment.choices import DiagnosisState
from accompaniment.models import Diagnosis, Measure
from cellule.choices import ADMITTING, FINAL_DECISIONS, DecidingBody, DecisionCode
from households.models import Case
from partners.configuration import Door
from reports.indicators.figures import Figure, Kind, Part, count, mix, rate
from reports.indicators.registry import indicator
from reports.indicators.scope import Scope
from veille.core import reference

# A diagnosis made at entry, once the household is admitted, filters nobody.
BEFORE_DECISION = ("ordered_by_instance", "before_decision")


def by_door(queryset, path: str = "door") -> tuple[Part, ...]:
    """How many on each side, in the order of the doors."""
    found = dict(queryset.order_by().values_list(path).annotate(n=Count("pk", distinct=True)))
    total = sum(found.values())
    return tuple(Part(door.label, found[door.value], total, door.value) for door in Door if found.get(door.value))


@indicator(
    "A-01",
    "Ménages admis",
    unit="ménages",
    kind=Kind.COUNT,
    definition="Ménages entrés dans le dispositif pendant la période, à la date de leur admission.",
)
def admitted(scope: Scope) -> Figure:
    """Dossiers dont la date d’admission tombe dans la période ; un retour ne compte pas deux fois (A-01)."""
    return count(scope.admitted.count(), parts=by_door(scope.admitted), cases=scope.admitted)


@indicator(
    "A-02",
    "Ménages présentés",
    unit="ménages",
    kind=Kind.COUNT,
    definition="Ménages dont la situation a été examinée au moins une fois, comme entrée, dans une séance close.",
)
def presented(scope: Scope) -> Figure:
    """Dossiers distincts présentés dans les séances de la période (A-02)."""
    return count(scope.presented.count(), parts=by_door(scope.presented), cases=scope.presented)


@indicator(
    "A-03",
    "Taux d’admission",
    unit="ménages ayant reçu une décision définitive",
    kind=Kind.RATE,
    definition="Part des ménages dont la première décision définitive est une admission, avec ou sans condition.",
)
def admission_rate(scope: Scope) -> Figure:
    """Premières décisions définitives d’admission / premières définitives ; ajournements, hors séance à part (A-03)."""
    first = first_final_decisions(scope)
    entered = [pk for pk, code in first if code in ADMITTING]
    waiting = scope.presented.exclude(pk__in=[pk for pk, _ in first]).count()
    apart = scope.decisions.exclude(body=DecidingBody.INSTANCE).count()
    return rate(
        len(entered),
        len(first),
        aside=(("présentés, sans décision définitive", waiting), ("décisions prises hors séance", apart)),
        cases=scope.cases.filter(pk__in=entered),
    )


def first_final_decisions(scope: Scope) -> list[tuple]:
    """Case and code of the first decision that ends an examination."""
    final = scope.outer.decisions.filter(code__in=FINAL_DECISIONS)
    first = final.order_by("case_id", "decided_on", "recorded_at", "pk").distinct("case_id")
    rows = first.values_list("case", "code", "decided_on")
    return [(case, code) for case, code, day in rows if scope.start <= day <= scope.end]


@indicator(
    "A-04",
    "Diagnostics prescrits",
    unit="ménages présentés",
    kind=Kind.RATE,
    definition="Part des ménages présentés pour lesquels un diagnostic a été demandé.",
    diagnosis_when=BEFORE_DECISION,
)
def diagnoses_ordered(scope: Scope) -> Figure:
    """Ménages avec un diagnostic demandé / ménages présentés (A-04)."""
    base = scope.presented
    ordered = base.filter(pk__in=scope.outer.diagnoses.values("case"))
    return rate(ordered.count(), base.count(), parts=by_door(ordered), cases=ordered)


@indicator(
    "A-05",
    "Diagnostics réalisés",
    unit="diagnostics prescrits",
    kind=Kind.RATE,
    definition="Part des diagnostics prescrits qui ont été rendus.",
)
def diagnoses_done(scope: Scope) -> Figure:
    """Diagnostics rendus / diagnostics prescrits dans la période (A-05)."""
    ordered = scope.diagnoses
    done = ordered.filter(state=DiagnosisState.DONE)
    pending = ordered.filter(state=DiagnosisState.ORDERED).count()
    return rate(
        done.count(),
        ordered.count(),
        aside=(("en cours", pending),),
        cases=scope.cases.filter(pk__in=done.values("case")),
    )


@indicator(
    "A-06",
    "Accompagnements engagés après diagnostic",
    unit="diagnostics rendus",
    kind=Kind.RATE,
    definition="Part des diagnostics rendus suivis du début d’un accompagnement.",
    diagnosis_when=BEFORE_DECISION,
)
def measures_after_diagnosis(scope: Scope) -> Figure:
    """Diagnostics rendus suivis d’une mesure démarrée / diagnostics rendus (A-06)."""
    done = scope.diagnoses.filter(state=DiagnosisState.DONE)
    followed = done.filter(_followed_by_a_measure())
    return rate(followed.count(), done.count(), cases=scope.cases.filter(pk__in=followed.values("case")))


def _followed_by_a_measure() -> Exists:
    started = Measure.objects.filter(case=OuterRef("case"), started_on__gte=OuterRef("done_on"))
    return Exists(started)


@indicator(
    "A-07",
    "Motifs des refus et réorientations",
    unit="refus et réorientations",
    kind=Kind.MIX,
    definition="Motif communicable des décisions de refus ou de réorientation.",
    is_profile=True,
)
def refusal_mix(scope: Scope) -> Figure:
    """Refus par motif / refus de la période (A-07)."""
    refusals = scope.decisions.filter(code__in=[DecisionCode.REFUSE, DecisionCode.REDIRECT])
    parts = coded(refusals, "shareable_reason_code", "refusal_reason")
    return mix(parts, refusals.count(), cases=scope.cases.filter(pk__in=refusals.values("case")))


def coded(queryset, field: str, list_code: str) -> list[tuple[str, str, int]]:
    """Code, label and number of rows of a coded column, most frequent first."""
    rows = queryset.order_by().values_list(field).annotate(n=Count("pk", distinct=True))
    found = sorted(rows, key=lambda row: (-row[1], row[0]))
    return [(code, reference.label(list_code, code) if code else "Non renseigné", n) for code, n in found]


@indicator(
    "A-09",
    "Retours dans le dispositif",
    unit="ménages admis",
    kind=Kind.RATE,
    definition="Part des ménages admis qui sont revenus après une première sortie : le droit au recommencement.",
)
def reentries(scope: Scope) -> Figure:
    """Ménages admis ayant eu au moins deux passages / ménages admis (A-09, sans condition de délai)."""
    base = scope.admitted
    back = Case.objects.filter(pk__in=base.values("pk")).annotate(stays=Count("spells")).filter(stays__gte=2)
    return rate(back.count(), base.count(), cases=back)


@indicator(
    "A-12",
    "Organismes engagés",
    unit="organismes partenaires",
    kind=Kind.RATE,
    definition="Part des organismes partenaires ayant orienté un ménage ou participé à une séance.",
    counts_people=False,
    years_add_up=False,
)
def engaged_partners(scope: Scope) -> Figure:
    """Partenaires ayant une orientation ou une présence dans la période / partenaires du dispositif (A-12)."""
    partners = scope.dispositif.partnerships.filter(starts_on__lte=scope.end).exclude(ends_on__lt=scope.start)
    window = (scope.start, scope.end)
    active = partners.filter(
        Q(
            organisation__referrals_sent__case__in=scope.cases.values("pk"),
            organisation__referrals_sent__submitted_on__range=window,
        )
        | Q(
            organisation__attendances__is_present=True,
            organisation__attendances__session__instance__dispositif=scope.dispositif,
            organisation__attendances__session__held_on__range=window,
        )
    )
    return rate(_organisations(active), _organisations(partners))


def _organisations(partnerships) -> int:
    return partnerships.order_by().values("organisation").distinct().count()


class Step(NamedTuple):
    """A step of the funnel; `n` is None when it is masked, `doors` splits it when its two sides are worth telling."""

    label: str
    n: int | None
    lost: str = ""
    doors: tuple[Part, ...] = ()


def funnel(scope: Scope) -> list[Step]:
    """What is left at each step, from presentation to accompaniment.

    The steps of diagnosis are there when an instance orders it before deciding.
    """
    steps = [("Présentés", presented(scope))]
    if scope.configuration.diagnosis.when == "ordered_by_instance":
        steps += [("Diagnostic prescrit", diagnoses_ordered(scope)), ("Diagnostic réalisé", diagnoses_done(scope))]
    else:
        steps.append(("Admis", admitted(scope)))
    begun = scope.measures.order_by().values("case").distinct().count()
    steps.append(("Accompagnement engagé", count(begun)))
    before = [None, *(figure.n for _, figure in steps)]
    return [_step(label, figure, previous) for (label, figure), previous in zip(steps, before, strict=False)]


def _step(label: str, figure: Figure, previous: int | None) -> Step:
    """Only ordered diagnoses and admissions are told by door: the other steps have it in their own page."""
    n = figure.n or 0
    doors = figure.parts if previous is not None and len(figure.parts) > 1 else ()
    return Step(label, n, _lost(previous, n), doors)


def _lost(previous: int | None, n: int) -> str:
    return "" if previous is None or previous <= n else f"{previous - n} de moins"


def not_diagnosed(scope: Scope) -> list[tuple[str, int]]:
    """Why ordered diagnoses were not made."""
    missing = scope.diagnoses.filter(state=DiagnosisState.NOT_DONE)
    labels = dict(Diagnosis._meta.get_field("result").flatchoices)
    rows = missing.order_by().values_list("result").annotate(n=Count("pk"))
    return sorted(((str(labels[code]), n) for code, n in rows), key=lambda row: -row[1])


def entries_by_half_year(scope: Scope) -> list[tuple[str, int, int]]:
    """Admissions by half-year and door: label, accès, maintien; a half-year without any is a zero."""
    rows = scope.admitted.order_by("admitted_on", "pk").values_list("admitted_on", "door")
    days = [(day, door) for day, door in rows if day]
    if not days:
        return []
    found = Counter((_half_year(day), door) for day, door in days)
    first, last = _half_year(days[0][0]), _half_year(scope.end)
    return [
        (f"{half // 2} S{half % 2 + 1}", found[half, Door.ACCESS], found[half, Door.RETENTION])
        for half in range(first, last + 1)
    ]


def _half_year(day: date) -> int:
    """A number that grows by one every six months."""
    return day.year * 2 + (day.month - 1) // 6
