"""What a merger did, written so that it can be taken back: the rows that went, those that moved, those that changed.

Encrypted in `CaseMerge.sealed`; nothing of it enters the journal.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.core import serializers
from django.db import models

from households.models import CaseMerge
from veille.core import crypto


def row_as_kept(row: models.Model) -> dict[str, Any]:
    """All the columns of a row as plain JSON, with its table and key."""
    return json.loads(serializers.serialize("json", [row]))[0]


def put_back(kept: dict[str, Any]) -> None:
    """Write a row again exactly as it was: no rule of its model runs."""
    for restored in serializers.deserialize("json", json.dumps([kept])):
        restored.save()


@dataclass
class MergeRecord:
    """`gone` are whole rows; `moved` says column, from, to and keys; `changed` and `twins` say what rows became."""

    gone: list[dict] = field(default_factory=list)
    moved: list[dict] = field(default_factory=list)
    changed: list[dict] = field(default_factory=list)
    twins: list[dict] = field(default_factory=list)

    def forget(self, row: models.Model) -> None:
        """Keep a row that is about to disappear."""
        self.gone.append(row_as_kept(row))

    def move(self, label: str, keys: list, *, former: UUID, new: UUID) -> None:
        move = {"label": label, "former": str(former), "new": str(new), "keys": [str(key) for key in keys]}
        self.moved.append(move)

    def change(self, row: models.Model, values: dict[str, Any]) -> None:
        """Write other values on a row, and keep both."""
        before = row_as_kept(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        self.changed.append({"before": before, "after": row_as_kept(row)})

    @property
    def count(self) -> int:
        return sum(len(move["keys"]) for move in self.moved)

    def seal(self) -> bytes:
        return crypto.encrypt(json.dumps(asdict(self)), purpose=crypto.PROTECTED, table=CaseMerge._meta.db_table)


def unseal(merge: CaseMerge) -> MergeRecord:
    """Open the record of a merger. Raises DecryptionFailed."""
    text = crypto.decrypt(merge.sealed, purpose=crypto.PROTECTED, table=CaseMerge._meta.db_table)
    return MergeRecord(**json.loads(text))
