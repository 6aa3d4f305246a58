"""Sessions of the preparation: planned, moved, cancelled; households invited; who came, told once in each file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import (
    CAME,
    PREPARATION_MOVES,
    GroupKind,
    InterventionKind,
    MeasureState,
    PreparationState,
    Presence,
)
from accompaniment.models import Intervention, Measure, PreparationInvitation, PreparationSession
from accompaniment.preparation.sessions import animators_of, invitable, modules_of, noted_in, places_taken
from accompaniment.services.groups import record_group, share_out, tell_household
from accompaniment.services.interventions import record_intervention, withdraw_intervention
from households.models import Case
from partners.models import Dispositif, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.transitions import move
from veille.core.versions import lock_version

# A session held without having been planned is still noted, for a month.
_SINCE, _FURTHEST = timedelta(days=31), timedelta(days=366)
_FASTER = "Quelqu’un vient de noter une de ces présences : relisez, puis enregistrez."


@dataclass(frozen=True)
class Mark:
    """What a page saw of an invitation (presence, excuse), and what is said of it now."""

    invitation: UUID
    seen: tuple[str, str]
    presence: str
    reason: str = ""


@transaction.atomic
def plan_preparation(
    *, dispositif: Dispositif, module: str, animator: User, planned_on: date, by: Actor, **fields
) -> PreparationSession:
    """Put a session of a module on the programme. `fields`: is_collective, starts_at, minutes, site, place, places."""
    session = PreparationSession(
        dispositif=dispositif,
        organisation=by.organisation,
        module=module,
        title=_title(dispositif, module),
        animator=animator,
        planned_on=planned_on,
        **fields,
    )
    _check(session)
    session.full_clean()
    session.save()
    audit.record("preparation.planned", session, by=by, changes={"module": module, "on": planned_on.isoformat()})
    return session


@transaction.atomic
def change_preparation(*, session: PreparationSession, version: str, by: Actor, **fields) -> PreparationSession:
    """Another day, place or person: those invited read both days in their file. Raises ValidationError."""
    stored = lock_version(session, version)
    if stored.state != PreparationState.PLANNED:
        raise ValidationError("Cette séance n’est plus prévue : elle ne change plus.")
    before = stored.planned_on
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.title = _title(stored.dispositif, stored.module)
    if stored.planned_on != before:
        stored.moved_from = before
    _check(stored)
    stored.full_clean()
    stored.save()
    audit.record(
        "preparation.changed", stored, by=by, changes={"on": [before.isoformat(), stored.planned_on.isoformat()]}
    )
    return stored


def _title(dispositif: Dispositif, code: str) -> str:
    found = next((module.title for module in modules_of(dispositif) if module.code == code), None)
    if found is None:
        raise ValidationError({"module": "Ce module n’est pas dans les règles du dispositif."})
    return found


def _check(session: PreparationSession) -> None:
    if not clock.today() - _SINCE <= session.planned_on <= clock.today() + _FURTHEST:
        raise ValidationError({"planned_on": "Indiquez un jour du mois passé, ou de l’année à venir."})
    if not animators_of(session.organisation).filter(pk=session.animator_id).exists():
        raise ValidationError({"animator": "Choisissez quelqu’un de votre organisme."})


@transaction.atomic
def cancel_preparation(*, session: PreparationSession, by: Actor) -> PreparationSession:
    """It will not take place; the page of each household invited says so."""
    before = move(session, PreparationState.CANCELLED, allowed=PREPARATION_MOVES)
    audit.record("preparation.cancelled", session, by=by, changes={"state": [before, session.state]})
    return session


@transaction.atomic
def restore_preparation(*, session: PreparationSession, by: Actor) -> PreparationSession:
    """It takes place after all."""
    before = move(session, PreparationState.PLANNED, allowed=PREPARATION_MOVES)
    audit.record("preparation.restored", session, by=by, changes={"state": [before, session.state]})
    return session


@transaction.atomic
def invite_to_preparation(*, session: PreparationSession, cases: Sequence[Case], by: Actor) -> None:
    """Ask households in preparation to come. Raises ValidationError for others, or when there is no room."""
    stored = _held(session)
    if stored.state == PreparationState.CANCELLED:
        raise ValidationError("Cette séance est annulée.")
    wanted = {case.pk for case in cases}
    found = list(invitable(by, stored).filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise ValidationError({"households": "Un de ces ménages est déjà invité, ou n’est plus en préparation."})
    left = stored.places - places_taken(by, stored)
    if len(found) > left:
        words = f"Il reste {counted(left, 'place')}." if left > 0 else "Il ne reste pas de place."
        raise ValidationError({"households": words})
    preparing = Measure.objects.filter(case__in=found, state=MeasureState.PREPARATION)
    measures = {measure.case_id: measure for measure in preparing}
    for case in found:
        invitation = PreparationInvitation(case=case, measure=measures.get(case.pk), session=stored, invited_by=by.user)
        invitation.full_clean(exclude=["measure"])
        invitation.save()
        audit.record("preparation.invited", invitation, by=by)


@transaction.atomic
def withdraw_invitation(*, invitation: PreparationInvitation, by: Actor) -> None:
    """A household asked by mistake, or that will not come: as long as nothing was noted of it."""
    _held(invitation.session)
    invitation.refresh_from_db(fields=["presence"])
    if invitation.presence != Presence.EXPECTED:
        raise ValidationError("Sa présence est notée : corrigez-la plutôt.")
    audit.record("preparation.uninvited", invitation, by=by)
    invitation.delete()


@transaction.atomic
def note_attendance(*, session: PreparationSession, marks: Iterable[Mark], by: Actor) -> PreparationSession:
    """Who came, corrected as often as needed: a presence is one intervention in its file, an absence none.

    Raises ValidationError before its day, or when somebody noted one of these households since the page was shown.
    """
    stored = _held(session)
    if stored.state == PreparationState.CANCELLED or stored.planned_on > clock.today():
        raise ValidationError("Les présences se notent le jour de la séance, ou après.")
    rows = {row.pk: row for row in noted_in(by, stored).select_related("case__rules", "intervention")}
    said = [(rows[mark.invitation], mark) for mark in marks if mark.invitation in rows]
    new = [(row, mark) for row, mark in said if (row.presence, row.reason) != (mark.presence, mark.reason)]
    if any((row.presence, row.reason) != mark.seen for row, mark in new):
        raise ValidationError(_FASTER)
    if new and stored.state == PreparationState.PLANNED:
        _begin(stored, by)
    for row, mark in new:
        _note(stored, row, mark, by)
    if new and stored.entry:
        share_out(stored.entry)
    return stored


def _held(session: PreparationSession) -> PreparationSession:
    """The stored session, locked: what is said of its households comes one after the other."""
    rows = PreparationSession.objects.select_for_update(of=("self",)).select_related("entry", "dispositif", "animator")
    return rows.get(pk=session.pk)


def _begin(session: PreparationSession, by: Actor) -> None:
    """Its time is that of who animated it, once, however many came."""
    entry = None
    if session.is_collective:
        entry = record_group(
            cases=[],
            kind=GroupKind.COLLECTIVE,
            dispositif=session.dispositif,
            author=session.animator,
            happened_on=session.planned_on,
            started_at=session.starts_at,
            minutes=session.minutes,
            by=by,
        )
    before = move(session, PreparationState.HELD, allowed=PREPARATION_MOVES, entry=entry)
    audit.record("preparation.held", session, by=by, changes={"state": [before, session.state]})


def _note(session: PreparationSession, row: PreparationInvitation, mark: Mark, by: Actor) -> None:
    before, former = row.presence, row.intervention
    row.presence, row.reason, row.noted_by = mark.presence, mark.reason, by.user
    if mark.presence not in CAME:
        row.intervention = None
    elif former is None:
        row.intervention = _tell(session, row.case, by)
    row.full_clean(exclude=["measure"])
    row.save(update_fields=["presence", "reason", "noted_by", "intervention"])
    if former is not None and row.intervention is None:
        withdraw_intervention(intervention=former, by=by)
    audit.record("preparation.attendance_noted", row, by=by, changes={"presence": [before, row.presence]})


def _tell(session: PreparationSession, case: Case, by: Actor) -> Intervention:
    if session.entry:
        return tell_household(entry=session.entry, case=case, households=1, by=by)
    return record_intervention(
        case=case,
        kind=InterventionKind.INTERVIEW,
        happened_on=session.planned_on,
        started_at=session.starts_at,
        minutes=session.minutes,
        people_met=1,
        is_shared=False,
        author=session.animator,
        by=by,
    )
