"""A word found nowhere else in each personal column of each row: wherever it turns up, one knows what leaked."""

import hashlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from accompaniment.models import (
    CharterAgreement,
    FormerDiagnosis,
    Plan,
    ProgressReview,
    ReviewSummary,
    Signature,
    SupportAgreement,
)
from cellule.models import Decision
from households.models import HousingPeriod, Person, ProtectedDetail
from veille.core import crypto
from veille.core.normalise import sort_text

APPS = ("households", "accompaniment", "cellule")
# Codes, kinds and figures that only mean something in words of a list: the two worlds look after them.
_WORDS = (models.CharField, models.TextField)
_SEARCHED = {"search_name", "search_value"}
_LENGTH = 9
# The database lets nobody rewrite these once they are closed, agreed, settled, signed or replaced.
_KEPT = (CharterAgreement, Decision, FormerDiagnosis, Plan, ProgressReview, ReviewSummary, Signature, SupportAgreement)
# In a column of JSON, the keys under which somebody's words stand: sections of a text, remarks.
_TOLD = {"lines", "rows", "remark"}
# Columns of JSON that hold codes and figures alone, or words copied from a column that has its own token.
CODED = {
    "accompaniment.FormerDiagnosis.found",
    "cellule.CommissionPassage.note",
    "cellule.MinutesEntry.decided",
    "cellule.PresentationSheet.changes",
    "cellule.PresentationSheet.findings",
}


@dataclass(frozen=True)
class Token:
    """A word, the column it was put in, the row, and the case the row hangs on (None for a dwelling)."""

    text: str
    column: str
    row: Any
    case: UUID | None

    def __str__(self) -> str:
        return f"{self.column} ({self.text})"


def personal_columns() -> dict[str, models.Field]:
    """« households.Note.text » → its column, for every personal column that holds words or an amount."""
    found = {}
    for model in _models():
        for name in model.personal:
            column = model._meta.get_field(name)
            label = f"{model._meta.label}.{name}"
            if _is_words(column) or _is_text(column, label) or isinstance(column, models.DecimalField):
                found[label] = column
    return found


def _models() -> Iterator[type[models.Model]]:
    for label in APPS:
        yield from (model for model in apps.get_app_config(label).get_models() if model.personal)


def _is_words(column: models.Field) -> bool:
    is_code = isinstance(column, models.SlugField) or bool(column.choices) or column.name in _SEARCHED
    return isinstance(column, _WORDS) and not is_code


def _is_text(column: models.Field, label: str) -> bool:
    return isinstance(column, models.JSONField) and label not in CODED


def plant() -> list[Token]:
    """Put a token in every personal column of every row, sealed details included."""
    tokens = [token for model in _models() for row in model._base_manager.order_by("pk") for token in _mark(row)]
    for person in Person.objects.order_by("pk"):
        search_name = sort_text(f"{person.first_name} {person.last_name} {person.alias}")
        Person.objects.filter(pk=person.pk).update(search_name=search_name)
    return tokens + list(_seal())


def _mark(row: models.Model) -> Iterator[Token]:
    """Every column of the row; those that were empty stay so where a constraint wants them empty."""
    changes = {name: value for name in row.personal if (value := _marked(row, name)) is not None}
    try:
        _write(row, changes)
    except IntegrityError:
        changes = {name: value for name, value in changes.items() if getattr(row, name)}
        _write(row, changes)
    for name, value in changes.items():
        label = f"{row._meta.label}.{name}"
        is_text = _is_text(row._meta.get_field(name), label)
        yield Token(word(label, row.pk) if is_text else _shown(value), label, row, _case_of(row))


def _marked(row: models.Model, name: str) -> Any:
    """What goes in a column; None for what is neither words nor an amount."""
    column, label = row._meta.get_field(name), f"{row._meta.label}.{name}"
    if _is_words(column):
        return word(label, row.pk)[: column.max_length]
    if isinstance(column, models.DecimalField) and getattr(row, name) is not None:
        return _amount(label, row.pk)
    if _is_text(column, label):
        told = _retold(getattr(row, name), word(label, row.pk))
        return told if told != getattr(row, name) else None
    return None


def _retold(value: Any, text: str, *, told: bool = False) -> Any:
    """The same structure, the token in the place of what somebody wrote."""
    if isinstance(value, dict):
        return {key: _retold(part, text, told=told or key in _TOLD) for key, part in value.items()}
    if isinstance(value, list):
        return [_retold(part, text, told=told) for part in value]
    return text if told and isinstance(value, str) else value


def _write(row: models.Model, changes: dict[str, Any]) -> None:
    if not changes:
        return
    with transaction.atomic():
        if isinstance(row, _KEPT):
            _put_again(row, changes)
        else:
            type(row)._base_manager.filter(pk=row.pk).update(**changes)


def _put_again(row: models.Model, changes: dict[str, Any]) -> None:
    """What the database lets nobody edit: the same row is put in its place."""
    twin = copy(row)
    for name, value in changes.items():
        setattr(twin, name, value)
    rows = type(row)._base_manager.filter(pk=row.pk)
    rows._raw_delete(rows.db)
    models.Model.save_base(twin, raw=True, force_insert=True)


def word(label: str, pk: Any) -> str:
    """Letters only, so that no cleaning of phones or names cuts it: « Zqkdjfheba »."""
    digest = hashlib.sha256(f"{label}|{pk}".encode()).hexdigest()
    letters = "".join(chr(ord("a") + int(pair, 16) % 26) for pair in _pairs(digest))
    return f"Zq{letters[:_LENGTH]}"


def _pairs(digest: str) -> list[str]:
    return [digest[index : index + 2] for index in range(0, len(digest), 2)]


def _amount(label: str, pk: Any) -> Decimal:
    """An amount with its cents that no other row has."""
    digest = int(hashlib.sha256(f"{label}|{pk}".encode()).hexdigest()[:8], 16)
    return Decimal(10_000 + digest % 80_000) + Decimal(1 + digest % 98) / 100


def _shown(value: Any) -> str:
    """As a page writes it once its spaces are taken out: « 23456,78 »."""
    return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


def _case_of(row: models.Model) -> UUID | None:
    """The case the row hangs on, directly or through its parent."""
    for path in ("case_id", "measure", "note", "document", "referral", "period", "lease", "request", "hold"):
        if path == "case_id" and hasattr(row, "case_id"):
            return row.case_id
        parent = getattr(row, path, None) if hasattr(row, f"{path}_id") else None
        if parent is not None:
            return _case_of(parent)
    return None


def _seal() -> Iterator[Token]:
    table = ProtectedDetail._meta.db_table
    for detail in ProtectedDetail.objects.order_by("pk"):
        text = word("households.ProtectedDetail.sealed", detail.pk)
        sealed = crypto.encrypt(text, purpose=crypto.PROTECTED, table=table)
        ProtectedDetail.objects.filter(pk=detail.pk).update(sealed=sealed)
        yield Token(text, "households.ProtectedDetail.sealed", detail, detail.case_id)


@cache
def cases_of(token: Token) -> list[UUID]:
    """The cases through which the row may be reached."""
    if isinstance(token.row, Person):
        return list(token.row.household.cases.order_by("pk").values_list("pk", flat=True))
    if token.row._meta.label == "households.Dwelling":
        periods = HousingPeriod.objects.filter(dwelling=token.row.pk).order_by("pk")
        return list(periods.values_list("case", flat=True))
    return [token.case] if token.case else []
