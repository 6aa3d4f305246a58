"""What this package tells of the life of a file: where the household lived, the procedure, findings, agreements."""

from collections.abc import Iterator

from households.banner import housing_sentence
from households.models import Adhesion, Case, Finding, HousingPeriod, Information, Person, ProcedureStep
from partners.roles import Section
from veille.core import reference
from veille.core.actor import Actor
from veille.core.timeline import Event, Track


def events(actor: Actor, case: Case) -> Iterator[Event]:
    """Each kind of row under its own right."""
    yield from _housing(actor, case)
    yield from _procedure(actor, case)
    yield from _findings(actor, case)
    yield from _agreements(actor, case)
    yield from _people(actor, case)


def _housing(actor: Actor, case: Case) -> Iterator[Event]:
    periods = HousingPeriod.objects.visible_to(actor).filter(case=case)
    for period in periods.select_related("commune", "dwelling__landlord", "dwelling__commune"):
        yield Event(
            day=period.starts_on,
            ends_on=period.ends_on,
            is_period=True,
            track=Track.HOUSING,
            section=Section.HOUSING,
            title=housing_sentence(period),
            detail=reference.label("housing_modality", period.modality) if period.modality else "",
        )


def _procedure(actor: Actor, case: Case) -> Iterator[Event]:
    for step in ProcedureStep.objects.visible_to(actor).filter(case=case).select_related("landlord"):
        yield Event(
            day=step.starts_on,
            ends_on=step.ends_on,
            is_period=True,
            track=Track.PROCEDURE,
            section=Section.PROCEDURE,
            title=reference.label("procedure_step", step.step),
            detail=step.landlord.short_name,
        )


def _findings(actor: Actor, case: Case) -> Iterator[Event]:
    for finding in Finding.objects.visible_to(actor).filter(case=case).select_related("author", "organisation"):
        yield Event(
            day=finding.found_on,
            track=Track.FINDING,
            section=Section.FINDINGS_SUPPORT if finding.is_confided else Section.FINDINGS_LANDLORD,
            title=reference.label("difficulty", finding.difficulty),
            detail=finding.get_severity_display().split(" – ")[1],
            author=f"{finding.author.get_full_name()} ({finding.organisation.short_name})",
        )


def _agreements(actor: Actor, case: Case) -> Iterator[Event]:
    for model, section in ((Information, Section.STATE), (Adhesion, Section.MEASURE)):
        for word in model.objects.visible_to(actor).filter(case=case).select_related("noted_by"):
            yield Event(
                day=word.noted_on,
                track=Track.AGREEMENT,
                section=section,
                title=word.get_state_display(),
                detail=word.reason,
                author=word.noted_by.get_full_name(),
            )


def _people(actor: Actor, case: Case) -> Iterator[Event]:
    """Who came to live there and who left, since the file exists."""
    people = Person.objects.visible_to(actor).filter(household=case.household_id)
    for person in people.filter(arrived_on__gt=case.opened_on).order_by("arrived_on", "pk"):
        yield _move(person, person.arrived_on, "Arrivée dans le ménage")
    for person in people.filter(left_on__isnull=False).order_by("left_on", "pk"):
        yield _move(person, person.left_on, "Départ du ménage")


def _move(person: Person, day, title: str) -> Event:
    section = Section.CONFIDED if person.source == "confided" else Section.IDENTITY
    return Event(day=day, track=Track.HOUSING, section=section, title=title, detail=person.full_name)
