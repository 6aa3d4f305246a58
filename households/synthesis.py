"""What this package says of a file on one page: who lives there, where, the procedure, what is hard, the agreement."""

from collections.abc import Iterator

from households.banner import housing_sentence
from households.composition import age_on, in_order
from households.findings_panel import weight
from households.models import Adhesion, Case, Finding, HousingPeriod, Person, ProcedureStep
from partners.roles import Section
from veille.core import clock, formats, reference
from veille.core.actor import Actor
from veille.core.synthesis import Part, part

_MOST_DIFFICULTIES = 8


def parts(actor: Actor, case: Case) -> Iterator[Part]:
    """Each part under its own right; what is sealed is never printed."""
    yield from part("Le ménage", _people(actor, case), Section.IDENTITY)
    yield from part("Le logement", _housing(actor, case), Section.HOUSING)
    yield from part("La procédure", _procedure(actor, case), Section.PROCEDURE)
    for section, title, is_confided in (
        (Section.FINDINGS_LANDLORD, "Difficultés", False),
        (Section.FINDINGS_SUPPORT, "Difficultés confiées", True),
    ):
        yield from part(title, _difficulties(actor, case, is_confided), section)
    yield from part("L’accord", _agreement(actor, case), Section.MEASURE)


def _people(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    today = clock.today()
    people = Person.objects.visible_to(actor).filter(household=case.household_id).present_on(today)
    for person in in_order(people):
        age = age_on(person, today)
        words = [person.full_name, formats.counted(age, "an") if age else "", *_tenancy(person)]
        yield reference.label("person_role", person.role), ", ".join(word for word in words if word)


def _tenancy(person: Person) -> list[str]:
    return [person.get_tenancy_role_display().lower()] if person.tenancy_role != "none" else []


def _housing(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    periods = HousingPeriod.objects.visible_to(actor).filter(case=case).current(clock.today())
    for period in periods.select_related("commune", "dwelling__landlord", "dwelling__commune"):
        yield f"Depuis le {formats.far_date(period.starts_on)}", housing_sentence(period)
        yield "Modalité", reference.label("housing_modality", period.modality) if period.modality else ""


def _procedure(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    steps = ProcedureStep.objects.visible_to(actor).filter(case=case).current()
    for step in steps.order_by("-starts_on", "pk"):
        yield f"Depuis le {formats.far_date(step.starts_on)}", reference.label("procedure_step", step.step)


def _difficulties(actor: Actor, case: Case, is_confided: bool) -> Iterator[tuple[str, str]]:
    """The latest word on each, the hardest first; what is solved is not printed."""
    rows = Finding.objects.visible_to(actor).filter(case=case, is_confided=is_confided)
    latest: dict[str, Finding] = {}
    for finding in rows.order_by("-found_on", "-created_at"):
        latest.setdefault(finding.difficulty, finding)
    current = sorted((f for f in latest.values() if f.severity != 0), key=lambda f: (-weight(f), f.difficulty))
    for finding in current[:_MOST_DIFFICULTIES]:
        severity = f"{finding.get_severity_display()} ({formats.far_date(finding.found_on)})"
        yield reference.label("difficulty", finding.difficulty), severity


def _agreement(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    word = Adhesion.objects.visible_to(actor).filter(case=case).order_by("-noted_on", "-created_at").first()
    if word:
        yield formats.far_date(word.noted_on), word.get_state_display()
