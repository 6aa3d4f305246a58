"""Two people at once: a form knows which state of a row it was made from, an act decides on the row as it stands."""

import hashlib
import json
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models


def stale(what: str) -> str:
    """The refusal of who was late, `what` being how her page calls what it shows."""
    return f"Quelqu’un a modifié {what} entre-temps. Relisez ce qui a changé ; votre saisie est gardée ci-dessous."


STALE = stale("cette fiche")


def version_of(row: models.Model, parts: Iterable[models.Model] = ()) -> str:
    """A digest of the row as it stands, with the rows it is made of: it changes with any column and tells nothing."""
    values = [_values(one) for one in (row, *parts)]
    return digest(values[0] if len(values) == 1 else values)


def digest(words: object) -> str:
    """The same of anything that JSON says."""
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:32]


def _values(row: models.Model) -> dict[str, str]:
    return {field.attname: str(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def lock_version(row: models.Model, version: str) -> models.Model:
    """Lock the stored row; raises ValidationError when it is no longer the one the form was made from."""
    stored = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if version_of(stored) != version:
        raise ValidationError(STALE, code="stale")
    return stored


def hold(row: models.Model, *columns: str) -> None:
    """Lock the stored row and read these columns anew: an act decides on what stands, not on what its page read."""
    row.refresh_from_db(fields=columns, from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
