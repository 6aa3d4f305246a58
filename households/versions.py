"""Two people at once: a form knows which state of the row it was made from, an act holds the file it writes in."""

import hashlib
import json
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from households.models import Case

STALE = "Quelqu’un a modifié cette fiche entre-temps. Relisez ce qui a changé ; votre saisie est gardée ci-dessous."


def version_of(row: models.Model) -> str:
    """A digest of the row as it stands: it changes with any column and tells nothing."""
    values = {field.attname: str(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def lock_version(row: models.Model, version: str) -> models.Model:
    """Lock the stored row; raises ValidationError when it is no longer the one the form was made from."""
    stored = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if version_of(stored) != version:
        raise ValidationError(STALE, code="stale")
    return stored


def hold_case(key: UUID) -> Case:
    """The stored file, locked for the transaction: of two acts, the second reads what the first wrote.

    The file, and not the rows of the act: where nothing is written yet, two would both begin.
    """
    return Case.objects.select_for_update(of=("self",)).get(pk=key)


def hold(row: models.Model, *columns: str) -> None:
    """Lock the stored row and read these columns anew: an act decides on what stands, not on what its page read."""
    row.refresh_from_db(fields=columns, from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
