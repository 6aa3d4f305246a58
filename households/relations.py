"""Every row that hangs on a case, a household or a person, found from the models themselves.

A model added tomorrow is moved by a merger without anybody thinking of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Reference:
    """A column of a table that points at a case, a household or a person."""

    model: type[models.Model]
    field: models.ForeignKey

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    def rows_of(self, key: UUID) -> models.QuerySet:
        """The rows that point at this object, whoever looks: used by the acts alone."""
        return self.model._base_manager.filter(**{self.field.name: key})


def references_to(target: type[models.Model]) -> Iterator[Reference]:
    """The columns that point at this model, those of automatic many-to-many tables included."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield Reference(model, field)


def reference_of(label: str) -> Reference:
    """The column named by its label, as a record of moves keeps it."""
    model_label, _, name = label.rpartition(".")
    model = apps.get_model(model_label)
    return Reference(model, model._meta.get_field(name))


@dataclass(frozen=True)
class Clash:
    """Two rows that cannot stand side by side on one file."""

    constraint: models.UniqueConstraint
    staying: models.Model
    moving: models.Model

    @property
    def sentence(self) -> str:
        """Which kind of row, and the sentence of the constraint."""
        kind = str(self.moving._meta.verbose_name)
        return f"{kind[:1].upper()}{kind[1:]}, de part et d’autre – {self.constraint.violation_error_message}"


def clashes(reference: Reference, kept: UUID, merged: UUID, same: Mapping[UUID, UUID]) -> Iterator[Clash]:
    """The unique constraints that moving the rows of one file to the other would break.

    `same` gives, for a person of the merged file, the one of the kept file that she is.
    """
    for constraint in _unique_constraints(reference):
        condition = constraint.condition or models.Q()
        staying = {_key(row, constraint, reference, same): row for row in _held(reference, kept, condition)}
        for moving in _held(reference, merged, condition):
            key = _key(moving, constraint, reference, same)
            if key in staying and (None not in key or constraint.nulls_distinct is False):
                yield Clash(constraint, staying[key], moving)


def _held(reference: Reference, key: UUID, condition: models.Q) -> models.QuerySet:
    return reference.rows_of(key).filter(condition).order_by("pk")


def _unique_constraints(reference: Reference) -> list[models.UniqueConstraint]:
    """Those that speak of this column; a one-to-one link is a constraint like the others."""
    declared = [
        constraint
        for constraint in reference.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and reference.field.name in constraint.fields
    ]
    if reference.field.unique:
        sentence = f"Chacun des deux dossiers a déjà : {reference.model._meta.verbose_name}."
        alone = models.UniqueConstraint(
            fields=[reference.field.name], name="one_to_one", violation_error_message=sentence
        )
        declared.append(alone)
    return declared


def _key(row: models.Model, constraint: models.UniqueConstraint, reference: Reference, same: Mapping) -> tuple:
    names = [name for name in constraint.fields if name != reference.field.name]
    values = (getattr(row, row._meta.get_field(name).attname) for name in names)
    return tuple(same.get(value, value) for value in values)
