"""States move here and nowhere else."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

Moves = Mapping[str, frozenset[str] | set[str]]


class ForbiddenMove(ValidationError):
    """The stored state does not lead where one wants to go; often somebody else was faster."""


@transaction.atomic
def move(obj: models.Model, to: str, *, allowed: Moves, field: str = "state", **changes: Any) -> str:
    """Lock the row, check its stored state against the table, write the new one and `changes`.

    Returns the state before. Raises ForbiddenMove when the table has no such move.
    """
    manager = type(obj)._base_manager
    before = manager.select_for_update(of=("self",)).values_list(field, flat=True).get(pk=obj.pk)
    if to not in allowed.get(before, ()):
        raise ForbiddenMove(_refusal(obj, before, to, field), code="forbidden_move")
    changes[field] = to
    manager.filter(pk=obj.pk).update(**changes)
    for name, value in changes.items():
        setattr(obj, name, value)
    return before


def _refusal(obj: models.Model, before: str, to: str, field: str) -> str:
    labels = dict(obj._meta.get_field(field).flatchoices)  # type: ignore[union-attr]  # a state is a column
    return f"De l’état « {labels.get(before, before)} », on ne peut pas passer à « {labels.get(to, to)} »."
