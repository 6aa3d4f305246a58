"""What this package tells of the life of a file: the accompaniment and its pauses, visits, notes, diagnoses, plans."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator

from accompaniment.choices import DiagnosisState, InterventionOutcome
from accompaniment.coordination.timeline import relays_told
from accompaniment.measure_panel import level_label
from accompaniment.models import (
    Assessment,
    Diagnosis,
    FormerDiagnosis,
    Intervention,
    Measure,
    Note,
    Plan,
    ProgressReview,
    Solicitation,
)
from accompaniment.papers import review_title
from accompaniment.plan_choices import ReviewState
from households.models import Case
from households.permissions import section_rights
from partners.roles import Right, Section
from veille.core import clock, reference
from veille.core.actor import Actor
from veille.core.timeline import Event, Track

_EXTRACT = 160


def events(actor: Actor, case: Case) -> Iterator[Event]:
    """Each kind of row under its own right; of a measure known by its state alone, only that it runs."""
    yield from _measures(actor, case)
    yield from _interventions(actor, case)
    yield from _solicitations(actor, case)
    yield from _notes(actor, case)
    yield from _diagnoses(actor, case)
    yield from _grids(actor, case)
    yield from _plans(actor, case)
    yield from _reviews(actor, case)
    yield from relays_told(actor, case)


def _measures(actor: Actor, case: Case) -> Iterator[Event]:
    whole = set(Measure.objects.visible_to(actor).filter(case=case).order_by().values_list("pk", flat=True))
    measures = Measure.objects.visible_to(actor, Right.STATE).filter(case=case, started_on__isnull=False)
    for measure in measures.select_related("operator").prefetch_related("suspensions", "levels"):
        told = measure.pk in whole
        yield _support(measure.started_on, measure.ended_on, "Accompagnement", measure.operator.short_name * told)
        if told:
            yield from _changes(case, measure)


def _changes(case: Case, measure: Measure) -> Iterator[Event]:
    for pause in measure.suspensions.all():
        reason = reference.label("suspension_reason", pause.reason)
        yield _support(pause.starts_on, pause.ends_on, "Accompagnement suspendu", reason, is_pause=True)
    yield from _levels(case, measure)


def _levels(case: Case, measure: Measure) -> Iterator[Event]:
    """From the start of the accompaniment to its end: waiting for it holds no level."""
    for level in measure.levels.all():
        last = min((day for day in (level.ends_on, measure.ended_on) if day), default=None)
        if last and last < measure.started_on:
            continue
        yield Event(
            day=max(level.starts_on, measure.started_on),
            ends_on=last,
            is_period=True,
            weight=float(level.weight),
            track=Track.LEVEL,
            section=Section.MEASURE,
            title=level_label(case, level),
            detail=reference.label("contact_rhythm", level.rhythm),
            author=level.decided_by,
        )


def _support(day, ends_on, title: str, detail: str, *, is_pause: bool = False) -> Event:
    return Event(
        day=day,
        ends_on=ends_on,
        is_period=True,
        is_pause=is_pause,
        track=Track.SUPPORT,
        section=Section.MEASURE,
        title=title,
        detail=detail,
    )


def _interventions(actor: Actor, case: Case) -> Iterator[Event]:
    """Of a visit shared by another organisation, who does not read the accompaniment learns the day and the nature."""
    whole = section_rights(actor, case)[Section.INTERVENTIONS] >= Right.READ
    rows = Intervention.objects.visible_to(actor).filter(case=case).select_related("author", "organisation")
    for row in rows:
        yield Event(
            day=row.happened_on,
            track=Track.CONTACT,
            section=Section.INTERVENTIONS_SHARED if row.is_shared else Section.INTERVENTIONS,
            title=row.get_kind_display(),
            detail=_length_or_outcome(row) if whole or row.organisation_id == actor.organisation_id else "",
            author=_signed(row),
        )


def _length_or_outcome(row: Intervention) -> str:
    met = row.outcome == InterventionOutcome.EFFECTIVE
    return f"{row.minutes} min" if met else row.get_outcome_display()


def _solicitations(actor: Actor, case: Case) -> Iterator[Event]:
    """Who asked and what became of it; what was asked is read in the follow-up."""
    for row in Solicitation.objects.visible_to(actor).filter(case=case).select_related("organisation"):
        yield Event(
            day=row.received_at.astimezone(clock.PARIS).date(),
            track=Track.CONTACT,
            section=Section.INTERVENTIONS_SHARED if row.is_shared else Section.INTERVENTIONS,
            title=f"Sollicitation – {row.get_origin_display().lower()}",
            detail=row.get_state_display().lower(),
            author=row.organisation.short_name,
        )


def _notes(actor: Actor, case: Case) -> Iterator[Event]:
    for note in Note.objects.visible_to(actor).filter(case=case).select_related("author", "organisation"):
        yield Event(
            day=note.written_on,
            track=Track.WRITING,
            section=Section.INTERVENTIONS,
            title=f"Note – {note.get_level_display()}",
            detail=Truncator(note.text).chars(_EXTRACT),
            author=_signed(note),
        )


def _signed(row) -> str:
    return f"{row.author.get_full_name()} ({row.organisation.short_name})"


def _diagnoses(actor: Actor, case: Case) -> Iterator[Event]:
    rows = Diagnosis.objects.visible_to(actor).filter(case=case, state=DiagnosisState.DONE)
    for row in rows.select_related("operator"):
        yield Event(
            day=row.done_on,
            track=Track.SUPPORT,
            section=Section.RECOMMENDATION,
            title="Diagnostic rendu",
            detail=row.get_result_display(),
            author=row.operator.short_name,
            url=reverse("accompaniment:diagnosis_detail", args=[row.pk]),
        )
    for former in FormerDiagnosis.objects.visible_to(actor).filter(case=case).select_related("replaced_by"):
        yield Event(
            day=former.replaced_at.astimezone(clock.PARIS).date(),
            track=Track.SUPPORT,
            section=Section.RECOMMENDATION,
            title="Diagnostic corrigé",
            detail=former.reason,
            author=former.replaced_by.get_full_name(),
            url=reverse("accompaniment:diagnosis_former", args=[former.pk]),
        )


def _grids(actor: Actor, case: Case) -> Iterator[Event]:
    for grid in Assessment.objects.visible_to(actor).filter(case=case):
        yield Event(
            day=grid.assessed_on,
            track=Track.SUPPORT,
            section=Section.DIAGNOSIS,
            title="Grille d’évaluation remplie",
            detail=reference.label("assessment_wave", grid.wave),
            url=reverse("accompaniment:assessment_list", args=[grid.measure_id]),
        )


def _reviews(actor: Actor, case: Case) -> Iterator[Event]:
    for review in ProgressReview.objects.visible_to(actor).filter(case=case, state=ReviewState.SETTLED):
        yield Event(
            day=review.held_on,
            track=Track.SUPPORT,
            section=Section.PLAN,
            title=review_title(review),
            detail="avec le ménage" if review.with_household else "",
            url=reverse("accompaniment:review_detail", args=[review.pk]),
        )


def _plans(actor: Actor, case: Case) -> Iterator[Event]:
    for plan in Plan.objects.visible_to(actor).filter(case=case, agreed_on__isnull=False):
        yield Event(
            day=plan.agreed_on,
            track=Track.SUPPORT,
            section=Section.PLAN,
            title="Plan convenu avec le ménage",
            detail=f"version {plan.version}",
        )
