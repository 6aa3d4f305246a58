"""Who is accompanied: distributions of the households admitted (A-10). Small groups are masked outside the team."""

from collections import Counter

from django.db.models import Count, F

from households.composition import household_type
from households.models import Finding, Person
from partners.configuration import Door
from reports.indicators.activity import coded
from reports.indicators.figures import Figure, Kind, mix
from reports.indicators.registry import indicator
from reports.indicators.scope import Scope
from veille.core import reference


@indicator(
    "A-10a",
    "Porte d’entrée",
    unit="ménages admis",
    kind=Kind.MIX,
    definition="Par l’accès, pour entrer dans un logement ; par le maintien, pour y rester.",
)
def doors(scope: Scope) -> Figure:
    """Ménages admis par porte / ménages admis (A-10)."""
    rows = dict(scope.admitted.order_by().values_list("door").annotate(n=Count("pk", distinct=True)))
    parts = [(door.value, door.label, rows[door.value]) for door in Door if door.value in rows]
    return mix(parts, sum(rows.values()), cases=scope.admitted)


@indicator(
    "A-10b",
    "Composition des ménages",
    unit="ménages admis",
    kind=Kind.MIX,
    definition="Le ménage le jour de l’admission, d’après la place, le genre et l’âge de chacun.",
    is_profile=True,
)
def household_types(scope: Scope) -> Figure:
    """Ménages admis par composition au jour de l’admission / ménages admis (A-10)."""
    days = {household: day for household, day in scope.admitted.values_list("household", "admitted_on") if day}
    present: dict = {household: [] for household in days}
    for person in Person.objects.filter(household__in=scope.admitted.values("household")).order_by("pk"):
        if _there(person, days[person.household_id]):
            present[person.household_id].append(person)
    found = Counter(household_type(people, days[household]) for household, people in present.items())
    parts = [(code, reference.label("household_type", code), n) for code, n in found.most_common()]
    unknown = found["unknown"]
    return mix(parts, len(days), missing=unknown, expected=len(days), cases=scope.admitted)


def _there(person: Person, day) -> bool:
    return (person.arrived_on is None or person.arrived_on <= day) and (person.left_on is None or person.left_on > day)


@indicator(
    "A-10c",
    "Motif principal",
    unit="ménages admis",
    kind=Kind.MIX,
    definition="Le motif de l’orientation, un seul par ménage ; l’accompagnement, lui, touche toute la vie.",
    is_profile=True,
)
def main_reasons(scope: Scope) -> Figure:
    """Ménages admis par motif principal / ménages admis (A-10)."""
    return _coded_cases(scope, "main_reason", "difficulty")


@indicator(
    "A-10d",
    "Public",
    unit="ménages admis",
    kind=Kind.MIX,
    definition="Le public du dispositif auquel le ménage appartient, quand il est renseigné.",
    is_profile=True,
)
def target_profiles(scope: Scope) -> Figure:
    """Ménages admis par public / ménages admis (A-10)."""
    return _coded_cases(scope, "target_profile", "target_profile")


def _coded_cases(scope: Scope, field: str, list_code: str) -> Figure:
    total = scope.admitted.count()
    missing = scope.admitted.filter(**{field: ""}).count()
    return mix(coded(scope.admitted, field, list_code), total, missing=missing, expected=total, cases=scope.admitted)


@indicator(
    "A-10e",
    "Difficultés à l’entrée",
    unit="ménages admis",
    kind=Kind.MIX,
    definition="Difficultés notées à l’entrée, d’intensité 1 ou plus ou non évaluée ; souvent plusieurs par ménage.",
    is_profile=True,
)
def difficulties(scope: Scope) -> Figure:
    """Ménages admis ayant la difficulté à l’admission / ménages admis, réponses multiples (A-10)."""
    rows = (
        Finding.objects.filter(case__in=scope.admitted.values("pk"))
        .exclude(severity=0)
        .filter(found_on__lte=F("case__admitted_on"))
        .order_by()
        .values_list("difficulty")
        .annotate(n=Count("case", distinct=True))
    )
    found = sorted(rows, key=lambda row: (-row[1], row[0]))
    parts = [(code, reference.label("difficulty", code), n) for code, n in found]
    return mix(parts, scope.admitted.count(), cases=scope.admitted)
