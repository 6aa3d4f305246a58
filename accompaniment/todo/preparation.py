"""Preparations: those that come to their end, those whose modules nobody planned, sessions whose attendance waits."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, prefetch_related_objects
from django.urls import reverse

from accompaniment.choices import MeasureState, PreparationState, Presence
from accompaniment.clocks import preparation_end
from accompaniment.models import HandedFile, Measure, PreparationInvitation
from accompaniment.preparation.panel import modules_followed
from accompaniment.todo.lines import NOTICE, Line, line
from partners.object_rights import may
from partners.roles import Right
from partners.support_rules import PreparationModule
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.todo import Kind, Topic, WorkItem, group_for

_PREPARED = Kind("preparation_ends", "Préparation qui s’achève", Topic.REVIEWS)
_TO_PLAN = Kind("preparation_modules", "Modules de préparation à prévoir", Topic.REVIEWS)
_TO_NOTE = Kind("preparation_attendance", "Présences à noter", Topic.CONTACTS)
# Time enough to plan and hold what is missing.
_MONTH = timedelta(days=30)


def prepared(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    """Preparations near their end: active from then on, or somebody says why not; before that, what nobody planned."""
    preparing = [measure for measure in measures if measure.state == MeasureState.PREPARATION]
    prefetch_related_objects(preparing, "case__rules", "suspensions", "former_exits")
    ends = {measure.pk: preparation_end(measure) for measure in preparing}
    near = [one for one in preparing if (day := ends[one.pk]) and day <= clock.today() + _MONTH]
    asked = _invitations(actor, near)
    for measure in near:
        missing = _missing(measure, asked[measure.pk])
        if ends[measure.pk] <= clock.today() + NOTICE:
            yield _ending(measure, ends[measure.pk], missing)
        elif unplanned := [one for one in missing if not _is_planned(one, asked[measure.pk])]:
            yield _unplanned(measure, ends[measure.pk], unplanned)


def _ending(measure: Measure, ends_on: date, missing: list[PreparationModule]) -> Line:
    left = f" : {counted(len(missing), 'module')} à suivre" if missing else ""
    return line(
        measure.case,
        kind=_PREPARED,
        about=measure.pk,
        title=f"Préparation qui s’achève{left}",
        since=measure.started_on,
        due=ends_on,
        url=reverse("accompaniment:measure_activate", args=[measure.pk]),
        act="Terminer la préparation",
    )


def _unplanned(measure: Measure, ends_on: date, modules: list[PreparationModule]) -> Line:
    return line(
        measure.case,
        kind=_TO_PLAN,
        about=measure.pk,
        title=f"Préparation : {counted(len(modules), 'module')} à prévoir",
        since=measure.started_on,
        due=ends_on,
        url=reverse("accompaniment:preparation_list"),
        act="Voir le programme",
    )


def attendance_to_note(actor: Actor) -> Iterator[WorkItem]:
    """Sessions whose day has come, that she animates or to which she invited, or who passed her the file did.

    One line each, it names no household.
    """
    if not may(actor, "group_entry", "W"):
        return
    passed = HandedFile.objects.visible_to(actor).filter(
        case=OuterRef("case"), receiver=actor.user_id, handover__former=OuterRef("invited_by")
    )
    hers = Q(session__animator=actor.user_id) | Q(invited_by=actor.user_id) | Exists(passed)
    rows = PreparationInvitation.objects.visible_to(actor, Right.WRITE).filter(
        hers,
        presence=Presence.EXPECTED,
        session__planned_on__lte=clock.today(),
        session__organisation=actor.organisation_id,
        session__state__in=(PreparationState.PLANNED, PreparationState.HELD),
    )
    sessions = rows.order_by().values("session", "session__title").annotate(day=Min("session__planned_on"))
    for row in sessions.order_by("day", "session"):
        yield WorkItem(
            kind=_TO_NOTE,
            about=str(row["session"]),
            group=group_for(row["day"]),
            title=f"Présences à noter : {row['session__title']}",
            since=row["day"],
            due=row["day"],
            url=reverse("accompaniment:preparation_attendance", args=[row["session"]]),
            action_label="Noter les présences",
        )


def _invitations(actor: Actor, measures: list[Measure]) -> dict[UUID, list[PreparationInvitation]]:
    found: dict[UUID, list[PreparationInvitation]] = defaultdict(list)
    rows = PreparationInvitation.objects.visible_to(actor).filter(measure__in=measures).select_related("session")
    for row in rows.order_by("pk"):
        found[row.measure_id].append(row)
    return found


def _missing(measure: Measure, invitations: list[PreparationInvitation]) -> list[PreparationModule]:
    modules = measure.case.configuration.preparation_modules
    return [one.module for one in modules_followed(modules, invitations) if not one.is_done]


def _is_planned(module: PreparationModule, invitations: list[PreparationInvitation]) -> bool:
    """A session of it is to come."""
    planned = (row.session for row in invitations if row.session.state == PreparationState.PLANNED)
    return any(one.module == module.code and one.planned_on >= clock.today() for one in planned)
