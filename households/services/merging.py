"""Two files of one household become one, and for thirty days can become two again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from households.merge_record import MergeRecord
from households.models import Case, CaseMerge, ExternalReference, Household, Person, TeamPart
from households.relations import Clash, Reference, clashes, references_to
from households.services.sharing import pause_while_objected
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.models import DatedModel

UNDO_DAYS = 30
PAIRED_TWICE = "Chaque personne d’un dossier correspond à une seule personne de l’autre."
# Two rows that say the same thing: one of them is enough.
_SAID_TWICE = frozenset(
    {
        "case_access_open_once",
        "team_member_open_once",
        "named_person_open_once",
        "exclusion_once",
        "spell_one_open",
        "external_reference_once",
        # Of these a row is never taken off by hand: told twice, they would keep two files apart for ever.
        "handed_file_once",
        "preparation_invitation_once",
        "visit_after_move_once",
    }
)
# One only may stand: that of the kept file does, the other takes the value that leaves it in the history.
_YIELDS: dict[str, tuple[str, Callable[[], Any]]] = {
    "team_one_lead": ("part", lambda: TeamPart.MEMBER),
    "next_step_one_open": ("done_on", clock.today),
    "money_line_one_in_force": ("corrected_on", clock.today),
    "arrears_month_once": ("replaced_on", clock.today),
}
# Dates that follow from the two files; every other column that differs is chosen on the page.
EARLIEST, LATEST = ("opened_on", "admitted_on"), ("last_contact_on",)
_REFERENCE_PERSON, _UNKNOWN_PLACE = "reference_person", "unknown"


@dataclass(frozen=True)
class MergeChoices:
    """What the page decided: columns of the case, who is who, columns of each person kept."""

    case: dict[str, Any] = field(default_factory=dict)
    pairs: dict[UUID, UUID] = field(default_factory=dict)  # person of the merged file → person of the kept one
    people: dict[UUID, dict[str, Any]] = field(default_factory=dict)  # person kept → values


def are_of_one_world(kept: Case, merged: Case) -> bool:
    """Two ordinary files of one dispositif, each alone in its household; for any others the act does not exist."""
    if kept.pk == merged.pk or kept.household_id == merged.household_id or kept.is_restricted or merged.is_restricted:
        return False
    others = Case.objects.filter(household__in=[kept.household_id, merged.household_id])
    alone = not others.exclude(pk__in=[kept.pk, merged.pk]).exists()
    return alone and kept.rules.dispositif_id == merged.rules.dispositif_id


def _standing_refusals(kept: Case, merged: Case) -> list[str]:
    if kept.door == merged.door:
        return []
    return ["Un dossier d’accès et un dossier de maintien ne se réunissent pas : ce sont deux demandes."]


def merge_refusals(kept: Case, merged: Case, pairs: Mapping[UUID, UUID] | None = None) -> list[str]:
    """What stands twice and can only be settled by hand first, in words."""
    left = {clash.sentence for clash in _all_clashes(kept, merged, pairs or {}) if not _settles(clash)}
    return [*_standing_refusals(kept, merged), *sorted(left)]


def _all_clashes(kept: Case, merged: Case, same: Mapping[UUID, UUID]) -> list[Clash]:
    return [clash for reference in references_to(Case) for clash in clashes(reference, kept.pk, merged.pk, same)]


def _settles(clash: Clash) -> bool:
    return clash.constraint.name in _SAID_TWICE or clash.constraint.name in _YIELDS


@transaction.atomic
def merge_cases(*, kept: Case, merged: Case, choices: MergeChoices, by: Actor) -> CaseMerge:
    """Everything that hangs on `merged` moves to `kept`, and `merged` disappears; its number still leads here.

    Raises ValidationError, with the sentence of the constraint that two rows would break.
    """
    locked = {case.pk: case for case in _locked(kept, merged)}
    if len(locked) < 2:
        raise ValidationError("Quelqu’un vient de réunir ces deux dossiers.")
    kept, merged = locked[kept.pk], locked[merged.pk]
    if not are_of_one_world(kept, merged):
        raise ValidationError("Ces deux dossiers ne peuvent pas être réunis.")
    if standing := _standing_refusals(kept, merged):
        raise ValidationError(standing)
    record = MergeRecord()
    try:
        with transaction.atomic():
            _move_everything(kept, merged, choices, record)
    except IntegrityError as error:
        raise ValidationError(_sentence(error)) from error
    pause_while_objected(kept)
    merge = CaseMerge.objects.create(
        case=kept,
        former_number=merged.number,
        former_case=merged.pk,
        merged_at=clock.now(),
        merged_by=by.user_id,
        sealed=record.seal(),
    )
    changes = {"former_case": str(merge.former_case), "rows": record.count}
    audit.record("case.merged", merge, by=by, changes=changes)
    return merge


def _locked(*cases: Case) -> models.QuerySet[Case]:
    keys = [case.pk for case in cases]
    return Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related("rules").order_by("pk")


def _sentence(error: IntegrityError) -> str:
    told = getattr(error.__cause__, "diag", None)
    known = {c.name: str(c.violation_error_message) for model in apps.get_models() for c in model._meta.constraints}
    return known.get(getattr(told, "constraint_name", None), "Deux lignes des dossiers ne peuvent pas se suivre.")


def _move_everything(kept: Case, merged: Case, choices: MergeChoices, record: MergeRecord) -> None:
    _settle(kept, merged, choices.pairs, record)
    _join_people(kept, merged, choices, record)
    for reference in references_to(Household):
        if reference.model is not Case:
            _move(reference, merged.household_id, kept.household_id, record)
    for reference in references_to(Case):
        _move(reference, merged.pk, kept.pk, record)
    _write_case(kept, merged, choices, record)
    household = merged.household
    for row in (merged, household):
        record.forget(row)
        _remove(row)


def _move(reference: Reference, former: UUID, new: UUID, record: MergeRecord) -> None:
    rows = reference.rows_of(former)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if keys:
        record.move(reference.label, keys, former=former, new=new)
        rows.update(**{reference.field.attname: new})


def _remove(row: models.Model) -> None:
    """Delete one row, and nothing with it: what still hangs on it was forgotten, and stops the act."""
    hanging = [reference.label for reference in references_to(type(row)) if reference.rows_of(row.pk).exists()]
    if hanging:
        raise ValidationError("Une partie du dossier tient encore à l’ancien : rien n’a été réuni.")
    type(row)._base_manager.filter(pk=row.pk).delete()  # `row` keeps its key for the record


def _settle(kept: Case, merged: Case, same: Mapping[UUID, UUID], record: MergeRecord) -> None:
    """What is said twice is said once; where one only may stand, the kept file prevails."""
    for clash in [c for c in _all_clashes(kept, merged, same) if c.constraint.name in _SAID_TWICE]:
        _say_once(clash, record)
    for clash in [c for c in _all_clashes(kept, merged, same) if c.constraint.name in _YIELDS]:
        column, value = _YIELDS[clash.constraint.name]
        record.change(clash.moving, {column: value()})
    if left := _all_clashes(kept, merged, same):
        raise ValidationError([clash.sentence for clash in left])


def _say_once(clash: Clash, record: MergeRecord) -> None:
    """The row of the kept file stays, from the earlier of the two beginnings on and with the heavier part."""
    staying, moving = clash.staying, clash.moving
    changes: dict[str, Any] = {}
    if isinstance(staying, DatedModel) and moving.starts_on < staying.starts_on:
        changes["starts_on"] = moving.starts_on
    if isinstance(staying, ExternalReference) and _lasts_longer(moving, staying):
        changes |= {"valid_until": moving.valid_until, "ended_on": moving.ended_on}
    record.forget(moving)
    _remove(moving)
    if changes:
        record.change(staying, changes)
    record.twins.append({"model": staying._meta.label, "pk": str(staying.pk), "ends_on": _end_of(staying)})


def _lasts_longer(one: ExternalReference, other: ExternalReference) -> bool:
    return one.valid_until is not None and (other.valid_until is None or one.valid_until > other.valid_until)


def _end_of(row: models.Model) -> str:
    return str(getattr(row, "ends_on", ""))


def _join_people(kept: Case, merged: Case, choices: MergeChoices, record: MergeRecord) -> None:
    people = {p.pk: p for p in Person.objects.filter(household__in=[kept.household_id, merged.household_id])}
    leaving = [p for p in people.values() if p.household_id == merged.household_id]
    _check_pairs(choices.pairs, people, kept, merged)
    has_reference = any(p.role == _REFERENCE_PERSON for p in people.values() if p.household_id == kept.household_id)
    for person in sorted(leaving, key=lambda p: str(p.pk)):
        twin = people.get(choices.pairs.get(person.pk))
        if twin is None:
            if has_reference and person.role == _REFERENCE_PERSON:
                record.change(person, {"role": _UNKNOWN_PLACE})
            continue
        _join(person, twin, choices.people.get(twin.pk, {}), record)


def _check_pairs(pairs: dict[UUID, UUID], people: dict[UUID, Person], kept: Case, merged: Case) -> None:
    sides = [(people.get(one), people.get(other)) for one, other in pairs.items()]
    right = all(
        one and other and one.household_id == merged.household_id and other.household_id == kept.household_id
        for one, other in sides
    )
    if not right or len(set(pairs.values())) != len(pairs):
        raise ValidationError(PAIRED_TWICE)


def _join(person: Person, twin: Person, values: dict[str, Any], record: MergeRecord) -> None:
    """One person instead of two: what spoke of the second now speaks of the first."""
    for reference in references_to(Person):
        if found := list(clashes(reference, twin.pk, person.pk, {})):
            raise ValidationError([clash.sentence for clash in found])
        _move(reference, person.pk, twin.pk, record)
    record.forget(person)
    _remove(person)
    if values:
        record.change(twin, values)
        twin.full_clean()


def _write_case(kept: Case, merged: Case, choices: MergeChoices, record: MergeRecord) -> None:
    values = dict(choices.case)
    for names, choose in ((EARLIEST, min), (LATEST, max)):
        for name in names:
            dates = [day for case in (kept, merged) if (day := getattr(case, name, None))]
            if dates:
                values[name] = choose(dates)
    closed = [case.closed_on for case in (kept, merged)]
    values["closed_on"] = None if None in closed else max(closed)  # open as soon as one of them is
    record.change(kept, values)
    kept.full_clean()


def can_still_undo(merge: CaseMerge) -> bool:
    """Thirty days to change one's mind."""
    return merge.sealed is not None and clock.now() - merge.merged_at <= timedelta(days=UNDO_DAYS)


def forget_expired() -> int:
    """Past thirty days only the former number remains; returns how many were emptied."""
    term = clock.now() - timedelta(days=UNDO_DAYS)
    return CaseMerge.objects.filter(merged_at__lt=term, sealed__isnull=False).update(sealed=None)
