"""What this package tells of the life of a file: where the household lived, the procedure, findings, agreements."""

from collections.abc import Iterator

from django.urls import reverse

from households.models import Adhesion, Case, Document, Finding, Information, Person, Strength
from households.timeline_housing import housing_events
from partners.roles import Section
from veille.core import reference
from veille.core.actor import Actor
from veille.core.timeline import Event, Track


def events(actor: Actor, case: Case) -> Iterator[Event]:
    """Each kind of row under its own right."""
    yield from housing_events(actor, case)
    yield from _findings(actor, case)
    yield from _strengths(actor, case)
    yield from _agreements(actor, case)
    yield from _people(actor, case)
    yield from _documents(actor, case)


def _findings(actor: Actor, case: Case) -> Iterator[Event]:
    for finding in Finding.objects.visible_to(actor).filter(case=case).select_related("author", "organisation"):
        yield Event(
            day=finding.found_on,
            track=Track.FINDING,
            section=Section.FINDINGS_SUPPORT if finding.is_confided else Section.FINDINGS_LANDLORD,
            title=reference.label("difficulty", finding.difficulty),
            detail=finding.get_severity_display().split(" – ")[-1],
            author=f"{finding.author.get_full_name()} ({finding.organisation.short_name})",
        )


def _strengths(actor: Actor, case: Case) -> Iterator[Event]:
    rows = Strength.objects.visible_to(actor).filter(case=case).select_related("author", "organisation")
    for strength in rows:
        yield Event(
            day=strength.found_on,
            track=Track.FINDING,
            section=Section.FINDINGS_SUPPORT if strength.is_confided else Section.FINDINGS_LANDLORD,
            title=reference.label("strength", strength.strength),
            detail=strength.detail if strength.holds else "n’est plus vrai",
            author=f"{strength.author.get_full_name()} ({strength.organisation.short_name})",
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


def _documents(actor: Actor, case: Case) -> Iterator[Event]:
    """Those she reads, letters included, on the day they bear; withdrawn ones are no longer told."""
    rows = Document.objects.visible_to(actor).standing().filter(case=case).select_related("author", "organisation")
    for document in rows:
        yield Event(
            day=document.dated_on,
            track=Track.WRITING,
            section=Section.STATE,  # open to whoever reads a document, so that the reading is journalled
            title=document.title,
            detail=reference.label("document_kind", document.kind),
            author=f"{document.author.get_full_name()} ({document.organisation.short_name})",
            url=reverse("households:document_detail", args=[case.pk, document.pk]),
        )
