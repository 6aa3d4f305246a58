"""Passation: the files of a person go to others in one act, all of them or none."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import PreparationState, VisitState
from accompaniment.coordination.choices import MeetingState
from accompaniment.models import (
    CaseMeeting,
    HandedFile,
    Handover,
    MeetingGuest,
    Note,
    PlannedVisit,
    PreparationInvitation,
    PreparationSession,
)
from accompaniment.team.people import receivers
from households.models import Case, CaseTeamMember, NamedPerson
from households.note_levels import NoteLevel
from households.services import end_naming, name_person, pass_places
from households.standing_in import carried_by, nameable_by, opened_by
from partners.actors import actor_by_ids
from partners.models import Membership, Organisation, OrganisationKind, User
from partners.roles import TEAM_ROLES
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.offers import offered

TELL_TASK = "accompaniment.tasks.tell_handed"
# How long two people may both open a file they pass to each other.
LONGEST_OVERLAP = timedelta(days=183)
_NOTHING_MOVED = "Rien n’a été passé."


@dataclass(frozen=True)
class Passing:
    """One file to pass: her place in its team, who takes it, the words that go with it, and whether to name her."""

    member: UUID
    case: UUID
    receiver: User
    note: str = ""
    names: bool = False


def note_level_of(organisation: Organisation) -> str:
    """Inside the association; at a landlord's, for its social team: never wider than the household was told."""
    inner = organisation.kind == OrganisationKind.ASSOCIATION
    return NoteLevel.ASSOCIATION_ONLY if inner else NoteLevel.LANDLORD_SOCIAL


@transaction.atomic
def hand_over(*, former: User, files: Sequence[Passing], by: Actor, kept_until: date | None = None) -> Handover:
    """Each file to its receiver, with the visits agreed and the tasks of the former person; she opens it no longer.

    With `kept_until` she stays in the teams until that day. Raises ValidationError, and nothing moves, when a file
    was closed, passed or restricted meanwhile, or when its receiver would not open it.
    """
    _check(files, kept_until)
    _hold_receivers(former, files, by)
    cases = _hold_cases(files, by)
    rows = _hold_rows(former, files, cases, by)
    _check_named(files, cases, by)
    handover = Handover.objects.create(
        organisation=by.organisation, former=former, handed_by=by.user, handed_on=clock.today()
    )
    for receiver, taken in _by_receiver(files).items():
        held = [cases[passing.case] for passing in taken]
        _name(handover, receiver, held, by, kept_until)
        pass_places(rows=[rows[passing.member] for passing in taken], receiver=receiver, by=by, until=kept_until)
        _tell(handover, taken, rows, cases, by, kept_until)
        _move_what_follows(former, receiver, held, by)
        _check_opened(receiver, held, by)
    changes = {"former": str(former.pk), "files": len(files)}
    audit.record("caseload.handed_over", handover, by=by, changes=changes)
    transaction.on_commit(partial(current_app.send_task, TELL_TASK, args=[str(handover.pk)]), robust=True)
    return handover


def _check(files: Sequence[Passing], kept_until: date | None) -> None:
    if not files:
        raise ValidationError("Choisissez au moins un dossier, et qui le reprend.")
    if kept_until and not clock.today() <= kept_until <= clock.today() + LONGEST_OVERLAP:
        raise ValidationError({"kept_until": "Indiquez un jour à venir, dans les six mois."})


def _hold_receivers(former: User, files: Iterable[Passing], by: Actor) -> None:
    """Their roles, locked: nobody is taken out of the organisation while files go to her."""
    wanted = {passing.receiver.pk: passing.receiver for passing in files}
    held = Membership.objects.current().filter(organisation=by.organisation_id, role__in=TEAM_ROLES, user__in=wanted)
    list(held.select_for_update(of=("self",)).order_by("pk"))
    allowed = set(receivers(by, former).filter(pk__in=wanted).values_list("pk", flat=True))
    for key, person in sorted(wanted.items(), key=lambda pair: str(pair[0])):
        if key not in allowed:
            raise ValidationError(f"{person} ne peut pas reprendre de dossier dans votre organisme. {_NOTHING_MOVED}")


def _hold_cases(files: Iterable[Passing], by: Actor) -> dict[UUID, Case]:
    """The files, locked in one order, as far as she inspects them; a closed one is no longer among them."""
    keys = {passing.case for passing in files}
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    list(locked.values_list("pk", flat=True))
    found = {case.pk: case for case in opened_by(by).filter(pk__in=keys).order_by("pk")}
    if missing := len(keys) - len(found):
        told = "Un dossier a été clos ou n’est plus ouvert" if missing == 1 else f"{missing} dossiers ont été clos"
        raise ValidationError(f"{told} depuis l’aperçu : reprenez la page. {_NOTHING_MOVED}")
    return found


def _hold_rows(
    former: User, files: Iterable[Passing], cases: dict[UUID, Case], by: Actor
) -> dict[UUID, CaseTeamMember]:
    """Her places in the teams, as they are now that the files are held: of two who divide them, the second stops."""
    rows = {
        row.pk: row for row in carried_by(former.pk, by.organisation_id).filter(case__in=cases).select_related("case")
    }
    for passing in files:
        row = rows.get(passing.member)
        if row is None or row.case_id != passing.case:
            number = cases[passing.case].number
            raise ValidationError(
                f"Le dossier {number} a changé de mains depuis l’aperçu : reprenez la page. {_NOTHING_MOVED}"
            )
    return rows


def _check_named(files: Iterable[Passing], cases: dict[UUID, Case], by: Actor) -> None:
    """A restricted file goes to somebody who is named on it, or whom the author names: never by the way."""
    closed = [case.pk for case in cases.values() if case.is_restricted]
    if not closed:
        return
    named = set(NamedPerson.objects.current().filter(case__in=closed, ends_on=None).values_list("case", "user"))
    may_name = set(nameable_by(by).filter(pk__in=closed).values_list("pk", flat=True))
    for passing in files:
        case = cases[passing.case]
        if not case.is_restricted or (case.pk, passing.receiver.pk) in named:
            continue
        if not passing.names or case.pk not in may_name:
            raise ValidationError(
                f"Le dossier {case.number} est à accès restreint : nommez {passing.receiver} ou ne le passez pas. "
                f"{_NOTHING_MOVED}"
            )


def _name(handover: Handover, receiver: User, cases: Iterable[Case], by: Actor, kept_until: date | None) -> None:
    """On restricted files her name ends with her place, once the receiver is named: never nobody."""
    for case in cases:
        if case.is_restricted:
            name_person(case=case, user=receiver, by=by)
            _unname(case, handover.former, by, kept_until)


def _unname(case: Case, former: User, by: Actor, kept_until: date | None) -> None:
    for named in NamedPerson.objects.current().filter(case=case, user=former, ends_on=None).order_by("pk"):
        if kept_until is None:
            end_naming(named=named, by=by)
        else:
            named.ends_on = kept_until
            named.save(update_fields=["ends_on"])


def _tell(
    handover: Handover,
    taken: Sequence[Passing],
    rows: dict[UUID, CaseTeamMember],
    cases: dict[UUID, Case],
    by: Actor,
    kept_until: date | None,
) -> None:
    """What is left of the act: a line of each file, its note, its line of the journal."""
    notes = {passing.case: _write(passing, cases[passing.case], by) for passing in taken if passing.note}
    Note.objects.bulk_create(notes.values())
    audit.record_each("note.written", [(note, {"level": note.level}) for note in notes.values()], by=by)
    told = {"handover": handover, "kept_until": kept_until}
    files = [
        HandedFile(
            case=cases[passing.case],
            receiver=passing.receiver,
            part=rows[passing.member].part,
            note=notes.get(passing.case),
            **told,
        )
        for passing in taken
    ]
    HandedFile.objects.bulk_create(files)
    changes = {"former": str(handover.former_id)}
    told_of = [(file, changes | {"receiver": str(file.receiver_id), "part": file.part}) for file in files]
    audit.record_each("file.handed_over", told_of, by=by)


def _write(passing: Passing, case: Case, by: Actor) -> Note:
    """The words of the hand-over. Who divides the files writes them, though a manager writes no other note."""
    if case.frozen_on:
        raise ValidationError(
            f"Le ménage du dossier {case.number} a fait limiter ce qu’on écrit de lui : passez-le sans note. "
            f"{_NOTHING_MOVED}"
        )
    note = Note(
        case=case,
        organisation=by.organisation,
        author=by.user,
        level=note_level_of(by.organisation),
        text=passing.note,
        written_on=clock.today(),
    )
    note.clean_fields(exclude=["case", "organisation", "author"])  # found and held above
    return note


def _by_receiver(files: Iterable[Passing]) -> dict[User, list[Passing]]:
    found: dict[User, list[Passing]] = defaultdict(list)
    for passing in files:
        found[passing.receiver].append(passing)
    return found


def _move_what_follows(former: User, receiver: User, cases: Sequence[Case], by: Actor) -> None:
    """Visits, meetings and sessions to come, and what packages to the right keep under her name (`handed_over`)."""
    agreed = PlannedVisit.objects.filter(
        worker=former, organisation=by.organisation_id, state=VisitState.PLANNED, case__in=cases
    )
    agreed.update(worker=receiver)
    _move_meetings(former, receiver, cases, by)
    alone = PreparationSession.objects.filter(
        animator=former, organisation=by.organisation_id, state=PreparationState.PLANNED, is_collective=False
    )
    alone.filter(pk__in=PreparationInvitation.objects.filter(case__in=cases).values("session")).update(
        animator=receiver
    )
    for move in offered("handed_over"):
        move(former, receiver, [case.pk for case in cases], by.organisation)


def _move_meetings(former: User, receiver: User, cases: Sequence[Case], by: Actor) -> None:
    """Who takes the file is expected where the former person was, and answers for herself."""
    planned = CaseMeeting.objects.filter(organisation=by.organisation_id, state=MeetingState.PLANNED, case__in=cases)
    asked = MeetingGuest.objects.filter(meeting__in=planned, user=former)
    asked.filter(meeting__in=MeetingGuest.objects.filter(user=receiver).values("meeting")).delete()
    asked.update(user=receiver, answer="", answered_at=None)
    planned.filter(worker=former).update(worker=receiver)


def _check_opened(receiver: User, cases: Sequence[Case], by: Actor) -> None:
    """The rule itself is asked: a role kept to a territory, a withdrawal, anything that would shut it on her."""
    actor = actor_by_ids(receiver.pk, by.organisation_id)
    keys = [case.pk for case in cases]
    opened = set(opened_by(actor).filter(pk__in=keys).values_list("pk", flat=True)) if actor else set()
    for case in cases:
        if case.pk not in opened:
            raise ValidationError(
                f"Le dossier {case.number} ne peut pas être confié à {receiver} : choisissez une autre personne. "
                f"{_NOTHING_MOVED}"
            )
