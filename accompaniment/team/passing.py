"""What a hand-over is about to move: the files of a person, and what each receiver would then carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accompaniment.choices import ActionState, DiagnosisState, PlanState, VisitState
from accompaniment.coordination.choices import MeetingState
from accompaniment.models import Action, CaseMeeting, Diagnosis, HandedFile, Handover, Note, PlannedVisit, Solicitation
from accompaniment.services import Passing, note_level_of
from accompaniment.team.load import FileLoad, Load, Weight, files_of
from accompaniment.team.people import can_hand_over, lasting_rows, people_of
from households.banner import household_names
from households.models import Case, TeamPart
from households.note_levels import NOTE_RIGHTS
from households.standing_in import nameable_by
from partners.models import Organisation, User
from partners.roles import Role
from veille.core.actor import Actor

# More files than one person ever carried; beyond, they are passed in several times.
MOST = 400


@dataclass(frozen=True)
class Row:
    """A file of the caseload, as the screen lists it."""

    file: FileLoad
    name: str
    may_name: bool

    @property
    def key(self) -> str:
        return str(self.file.member.pk)

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def is_led(self) -> bool:
        return self.file.member.part == TeamPart.LEAD

    @property
    def may_pass(self) -> bool:
        """A restricted file goes to nobody through somebody who may not say who is named on it."""
        return self.may_name or not self.case.is_restricted


@dataclass(frozen=True)
class Change:
    """What a receiver carries before and after."""

    receiver: User
    files: int
    before: Weight
    after: Weight


@dataclass(frozen=True)
class Following:
    """What goes with the files, as far as she who divides them reads it."""

    visits: int
    meetings: int
    solicitations: int
    diagnoses: int
    actions: int


def caseload(actor: Actor, former: User) -> list[Row]:
    """Her files, led ones first, restricted ones last; of those she opens."""
    rows = lasting_rows(actor).filter(user=former).select_related("case").order_by("case__number", "pk")
    files = files_of(actor, list(rows[:MOST]))
    cases = [file.case for file in files]
    names = household_names(actor, cases)
    closed = [case.pk for case in cases if case.is_restricted]
    nameable = set(nameable_by(actor).filter(pk__in=closed).values_list("pk", flat=True)) if closed else set()
    found = [Row(file, names.get(file.case.household_id, ""), file.case.pk in nameable) for file in files]
    return sorted(found, key=lambda row: (row.case.is_restricted, not row.is_led, row.case.number))


def changes(passings: Sequence[Passing], rows: Iterable[Row], known: Iterable[Load]) -> list[Change]:
    """The weight of each receiver, as it is and as it would be."""
    weights = {row.case.pk: row.file.weight if row.is_led else Decimal(0) for row in rows}
    found = []
    for load in known:
        taken = [passing for passing in passings if passing.receiver.pk == load.worker.pk]
        if taken:
            more = sum((weights[passing.case] for passing in taken), Decimal(0))
            after = Weight(load.weight.carried + more, load.maximum)
            found.append(Change(load.worker, len(taken), load.weight, after))
    return found


def following(actor: Actor, former: User, cases: Iterable[UUID]) -> Following:
    keys = list(cases)
    visits = PlannedVisit.objects.visible_to(actor).filter(
        worker=former, organisation=actor.organisation_id, state=VisitState.PLANNED, case__in=keys
    )
    asked = Solicitation.objects.visible_to(actor).waiting().filter(organisation=actor.organisation_id, case__in=keys)
    ordered = Diagnosis.objects.visible_to(actor).filter(
        operator=actor.organisation_id, state=DiagnosisState.ORDERED, case__in=keys
    )
    actions = Action.objects.visible_to(actor).filter(
        objective__plan__state=PlanState.AGREED, state__in=[ActionState.TODO, ActionState.DOING], case__in=keys
    )
    planned = CaseMeeting.objects.visible_to(actor).filter(
        Q(worker=former) | Q(guests__user=former),
        organisation=actor.organisation_id,
        state=MeetingState.PLANNED,
        case__in=keys,
    )
    meetings = planned.distinct().count()
    return Following(visits.count(), meetings, asked.count(), ordered.count(), actions.count())


def digest(passings: Iterable[Passing]) -> str:
    """What the preview showed: the same files to the same people, or the hand-over is read again before it is done."""
    told = sorted(f"{passing.member}:{passing.receiver.pk}:{passing.names:d}" for passing in passings)
    return sha256("|".join(told).encode()).hexdigest()[:32]


def note_readers(organisation: Organisation) -> str:
    """Who reads the words of a hand-over, from the rule of their level."""
    roles = ", ".join(Role(role).label for role in NOTE_RIGHTS[note_level_of(organisation)])
    return f"Lu dans {organisation.short_name} seulement, par qui ouvre le dossier : {roles}."


def handovers_of(actor: Actor) -> QuerySet[Handover]:
    """Those of her organisation for who divides files; for the others, those where a file came to her."""
    files = HandedFile.objects.visible_to(actor)
    if not can_hand_over(actor):
        files = files.filter(receiver=actor.user_id) if people_of(actor).exists() else files.none()
    found = Handover.objects.filter(organisation=actor.organisation_id, pk__in=files.values("handover"))
    return found.select_related("former", "handed_by").order_by("-handed_on", "-created_at", "pk")


def handed_files(actor: Actor, handover: Handover) -> QuerySet[HandedFile]:
    rows = HandedFile.objects.visible_to(actor).filter(handover=handover).select_related("case", "receiver")
    if not can_hand_over(actor):
        rows = rows.filter(receiver=actor.user_id)
    return rows.order_by("receiver__last_name", "receiver__first_name", "case__number", "pk")


def counts_of(actor: Actor, handovers: Iterable[Handover]) -> dict[UUID, int]:
    """How many files of each she opens, in one query."""
    rows = HandedFile.objects.visible_to(actor).filter(handover__in=[one.pk for one in handovers])
    if not can_hand_over(actor):
        rows = rows.filter(receiver=actor.user_id)
    return dict(rows.order_by().values("handover").annotate(files=Count("pk")).values_list("handover", "files"))


def notes_of(actor: Actor, files: Iterable[HandedFile]) -> dict[UUID, Note]:
    """The words of these hand-overs that she reads, by their key."""
    keys = [file.note_id for file in files if file.note_id]
    return {note.pk: note for note in Note.objects.visible_to(actor).filter(pk__in=keys).order_by("pk")}
