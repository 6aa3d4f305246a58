"""Erase what hangs on a row, found in the models themselves, so that tomorrow's table is not forgotten.

A row is deleted unless its model says that it `outlives_its_case`: then its `personal` columns are emptied
(or become what `erased_as` says, where a constraint wants a word) and numbers keep the rest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction

from veille.core.models import Draft
from veille.core.models.export import ExportRequest
from veille.core.offers import offered

Model = type[models.Model]
Keys = dict[Model, set[UUID]]
# Under this name the files erased are counted beside the rows.
FILES = "files"
# Drafts are deleted by what they speak of at once, however many rows hang on a case.
_BATCH = 1000


def _keys_to(model: Model, targets: Iterable[Model]) -> list[models.ForeignKey]:
    """The foreign keys of a model towards some others, itself apart."""
    wanted = set(targets)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in wanted and field.related_model is not model
    ]


def _binds(field: models.ForeignKey) -> bool:
    """Whether the row has no sense without what the key points to."""
    return field.remote_field.on_delete is not models.SET_NULL


def hanging_on(roots: Iterable[Model]) -> list[Model]:
    """The roots, then every model that hangs on them, near or far."""
    found = list(roots)
    for near in found:  # grows while it is walked
        for model in apps.get_models(include_auto_created=True):
            if model not in found and any(_binds(field) for field in _keys_to(model, [near])):
                found.append(model)
    return found


def rows_under(roots: Mapping[Model, Iterable[UUID]]) -> Keys:
    """Model → the rows of it that hang on these."""
    keys: Keys = {model: set(ids) for model, ids in roots.items()}
    models_found = hanging_on(roots)
    grown = True
    while grown:
        grown = any([_grow(keys, model, models_found) for model in models_found])
    return {model: ids for model, ids in keys.items() if ids}


def _grow(keys: Keys, model: Model, near: list[Model]) -> bool:
    """Add the rows of a model that point to rows already found; whether some were new."""
    before = len(keys.setdefault(model, set()))
    for field in _keys_to(model, near):
        pointed = keys.get(field.related_model)
        if pointed and _binds(field):
            keys[model].update(_all(model).filter(**{f"{field.name}__in": pointed}).values_list("pk", flat=True))
    return len(keys[model]) > before


def _all(model: Model) -> models.QuerySet:
    return model._base_manager.order_by()


def outlives(model: Model) -> bool:
    return getattr(model, "outlives_its_case", False)


@transaction.atomic
def erase(roots: Mapping[Model, Iterable[UUID]], *, told_in: Iterable[UUID] = ()) -> Counter[str]:
    """Erase these rows and all that hangs on them; returns how many rows of each model were touched.

    Drafts about them go too, and the files that packages keep: `erase_files` in their configuration names a
    function that is given the rows, removes its files once all is committed, and says how many. `told_in`: the
    cases that stay and may have told of them, for the lists taken away and still kept.
    """
    keys = rows_under(roots)
    touched: Counter[str] = Counter()
    for erase_files in offered("erase_files"):
        touched[FILES] += erase_files(keys)
    _let_go(keys)
    lonely = _pointed_from(keys)
    for model, ids in keys.items():
        rows = _all(model).filter(pk__in=ids)
        touched[model._meta.label_lower] += _empty(model, rows) if outlives(model) else rows._raw_delete(rows.db)
    for model, ids in lonely.items():
        touched[model._meta.label_lower] += _delete_unused(model, ids)
    touched[Draft._meta.label_lower] += _forget_drafts(keys)
    told = [*told_in, *(key for ids in roots.values() for key in ids)]
    touched[ExportRequest._meta.label_lower] += _empty_exports(told)
    _check_constraints()
    return +touched


def _let_go(keys: Keys) -> None:
    """Rows that stay no longer point to rows that go."""
    gone = [model for model in keys if not outlives(model)]
    for model in apps.get_models(include_auto_created=True):
        if model in gone:
            continue
        for field in _keys_to(model, gone):
            pointing = _all(model).filter(**{f"{field.name}__in": keys[field.related_model]})
            pointing.update(**{field.name: None})


def _pointed_from(keys: Keys) -> Keys:
    """The rows that go with the last of those that point to them (`goes_when_unused`): a dwelling, say."""
    pointed: Keys = {}
    for model, ids in keys.items():
        for field in model._meta.concrete_fields:
            target: Any = field.related_model
            if isinstance(field, models.ForeignKey) and getattr(target, "goes_when_unused", False):
                found = _all(model).filter(pk__in=ids, **{f"{field.name}__isnull": False})
                pointed.setdefault(target, set()).update(found.values_list(field.name, flat=True))
    return pointed


def _delete_unused(model: Model, ids: set[UUID]) -> int:
    unused = _all(model).filter(pk__in=ids)
    for relation in model._meta.related_objects:
        near = relation.related_model
        unused = unused.exclude(
            pk__in=_all(near).filter(**{f"{relation.field.name}__in": ids}).values(relation.field.name)
        )
    return unused._raw_delete(unused.db)


def _empty(model: Model, rows: models.QuerySet) -> int:
    values = {name: emptied(model, name) for name in getattr(model, "personal", ())}
    return rows.update(**values) if values else 0


def emptied(model: Model, name: str) -> Any:
    """What a personal column holds once it tells nothing any more."""
    told = getattr(model, "erased_as", {})
    field = model._meta.get_field(name)
    if name in told:
        return told[name]
    if field.null:
        return None
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField):
        return field.get_default()
    return "" if isinstance(field, models.CharField | models.TextField) else 0


def _forget_drafts(keys: Keys) -> int:
    ids = [key for found in keys.values() for key in found]
    batches = (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
    return sum(Draft.objects.filter(object_id__in=batch).delete()[0] for batch in batches)


def _empty_exports(told: list[UUID]) -> int:
    """A file taken away from a list, still kept here, that tells of one of them."""
    telling = ExportRequest.objects.filter(cases__overlap=told, content__isnull=False)
    return telling.update(content=None, asked=b"", reason="")


def _check_constraints() -> None:
    """A row left pointing to nothing is seen now, not at the end of a night's work."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
