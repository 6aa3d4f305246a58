"""A merger taken back: everything as it was, or a clear refusal."""

from collections.abc import Iterator
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction

from households import rights
from households.merge_record import MergeRecord, put_back, row_as_kept, unseal
from households.models import Case, CaseMerge, Person
from households.relations import reference_of, references_to
from households.services.access import keep_away
from households.services.merging import can_still_undo
from households.services.sharing import pause_while_objected
from households.versions import hold_case
from veille.core import audit
from veille.core.actor import Actor

_TOO_LATE = "Les trente jours sont passés : les deux dossiers ne peuvent plus être séparés."
_UNDONE = "Quelqu’un vient de séparer de nouveau ces deux dossiers."
_REMOVED = "Une ligne venue de l’ancien dossier a été retirée ou déplacée depuis : {what}."
_CHANGED = "Une ligne réunie a été modifiée depuis : {what}."
_ADDED = "Depuis la réunion, on a ajouté à l’un ce qui tient à l’autre : {what}."
_CLOSED = "Le dossier a été clos, rouvert, restreint ou limité depuis : il ne peut plus être séparé en deux."
_OBJECTED = "Une personne s’oppose au partage : répondez-lui avant de séparer de nouveau les deux dossiers."


@transaction.atomic
def undo_merge(*, merge: CaseMerge, by: Actor) -> UUID:
    """Make two files again, exactly as they were; returns the key of the one that comes back.

    What was added to the kept file since, and holds to nothing that came from the other, stays there.
    Raises ValidationError when something made since prevents it.
    """
    merge = CaseMerge.objects.select_for_update().filter(pk=merge.pk).first()
    if merge is None:
        raise ValidationError(_UNDONE)
    if not can_still_undo(merge):
        raise ValidationError(_TOO_LATE)
    record = unseal(merge)
    kept = hold_case(merge.case_id)
    if problems := list(_obstacles(record, kept, merge)):
        raise ValidationError(problems)
    audit.record("case.unmerged", merge, by=by, case=kept, changes={"former_case": str(merge.former_case)})
    former = merge.former_case
    merge.delete()
    _restore(record)
    returned = Case.objects.get(pk=former)
    keep_away(former=kept, new=returned)
    for case in (kept, returned):
        pause_while_objected(case)  # an objection answered since the merger holds neither file any more
    return former


def _restore(record: MergeRecord) -> None:
    for row in reversed(record.gone):
        put_back(row)
    for move in record.moved:
        reference = reference_of(move["label"])
        rows = reference.model._base_manager.filter(pk__in=move["keys"])
        rows.update(**{reference.field.attname: move["former"]})
    for change in record.changed:
        row = _current(change["after"])
        for name, before in _differences(change).items():
            setattr(row, row._meta.get_field(name).attname, row._meta.get_field(name).to_python(before))
        row.save()


def _obstacles(record: MergeRecord, kept: Case, merge: CaseMerge) -> Iterator[str]:
    """What was made since and would not survive, in words."""
    yield from _standing(record, kept)
    for move in record.moved:
        reference = reference_of(move["label"])
        if reference.rows_of(move["new"]).filter(pk__in=move["keys"]).count() < len(move["keys"]):
            yield _REMOVED.format(what=reference.model._meta.verbose_name)
    for change in record.changed:
        row = _current(change["after"])
        if row is None or not _is_as_left(row, change):
            yield _CHANGED.format(what=apps.get_model(change["after"]["model"])._meta.verbose_name)
    for twin in record.twins:
        row = apps.get_model(twin["model"])._base_manager.filter(pk=twin["pk"]).first()
        if row is None or str(getattr(row, "ends_on", "")) != twin["ends_on"]:
            yield _CHANGED.format(what=apps.get_model(twin["model"])._meta.verbose_name)
    yield from _added_since(record, kept)


def _standing(record: MergeRecord, kept: Case) -> Iterator[str]:
    if _standing_changed(record, kept):
        yield _CLOSED
    if rights.objects(kept):
        yield _OBJECTED


def _standing_changed(record: MergeRecord, kept: Case) -> bool:
    """Closed, reopened, restricted or limited since: the file that comes back would not be treated the same."""
    after = next(change["after"] for change in record.changed if change["after"]["pk"] == str(kept.pk))
    now = row_as_kept(kept)["fields"]
    return any(now[name] != after["fields"][name] for name in ("closed_on", "is_restricted", "frozen_on"))


def _current(kept: dict) -> models.Model | None:
    return apps.get_model(kept["model"])._base_manager.filter(pk=kept["pk"]).first()


def _differences(change: dict) -> dict[str, object]:
    """The columns that the merger wrote, as they were before."""
    before, after = change["before"]["fields"], change["after"]["fields"]
    return {name: value for name, value in before.items() if value != after[name]}


def _is_as_left(row: models.Model, change: dict) -> bool:
    now, after = row_as_kept(row)["fields"], change["after"]["fields"]
    return all(now[name] == after[name] for name in _differences(change))


def _added_since(record: MergeRecord, kept: Case) -> Iterator[str]:
    """Rows of one side that hang, since the merger, on a row of the other."""
    moved = _moved_keys(record)
    for model, keys in moved.items():
        for reference in references_to(model):
            if _has_a_case(reference.model):
                hanging = reference.model._base_manager.filter(**{f"{reference.field.name}__in": keys, "case": kept.pk})
                if hanging.exclude(pk__in=moved.get(reference.model, ())).exists():
                    yield _ADDED.format(what=reference.model._meta.verbose_name)
        for field in model._meta.concrete_fields:
            tied = _tied_to_the_other(model._base_manager.filter(pk__in=keys), field, record, kept)
            if tied is not None and tied.exclude(**{f"{field.name}__in": moved.get(field.related_model, ())}).exists():
                yield _ADDED.format(what=model._meta.verbose_name)


def _moved_keys(record: MergeRecord) -> dict[type[models.Model], set[str]]:
    moved: dict[type[models.Model], set[str]] = {}
    for move in record.moved:
        moved.setdefault(reference_of(move["label"]).model, set()).update(move["keys"])
    return moved


def _has_a_case(model: type[models.Model]) -> bool:
    return any(field.name == "case" and field.related_model is Case for field in model._meta.concrete_fields)


def _tied_to_the_other(
    rows: models.QuerySet, field: models.Field, record: MergeRecord, kept: Case
) -> models.QuerySet | None:
    """Of the rows that came from the merged file, those this column ties to the kept one; None when it cannot."""
    target = field.related_model
    if target is Person:
        # What spoke of a person joined to another speaks of her again: the record says so.
        label = f"{rows.model._meta.label}.{field.name}"
        restored = [key for move in record.moved if move["label"] == label for key in move["keys"]]
        return rows.exclude(pk__in=restored).filter(**{f"{field.name}__household": kept.household_id})
    if isinstance(target, type) and target is not Case and _has_a_case(target):
        return rows.filter(**{f"{field.name}__case": kept.pk})
    return None
