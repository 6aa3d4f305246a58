"""Lists that only people read: loading them from the file of the project, reading them in forms and pages.

The file says which codes exist; the rows say how they are called today. A code is never renamed nor
deleted: one that leaves the file is switched off and keeps its label for the rows that carry it.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from celery.signals import task_prerun
from django.core.signals import request_started
from django.db import transaction
from django.db.models import F, Q

from veille.core import clock
from veille.core.models import ReferenceItem, ReferenceList

# The lists say « Autre – préciser »: a page says « Autre », and the form that has a line for it asks.
_TO_SPECIFY = " – préciser"
LISTS_FILE = Path(__file__).parent / "data" / "reference_lists.csv"


class UnknownListError(LookupError):
    """A list nobody has loaded: a misspelt code, or a database not prepared yet."""


@dataclass(frozen=True)
class Line:
    """One line of the file."""

    list_code: str
    list_label: str
    code: str
    label: str
    definition: str
    position: int
    is_sensitive: bool
    parent: str
    external_codes: dict[str, str]

    @property
    def key(self) -> tuple[str, str]:
        return self.list_code, self.code


@dataclass(frozen=True)
class Loaded:
    """What a load did: codes in the file, codes it added, codes it switched off."""

    codes: int
    added: int
    withdrawn: int


def read_lines(path: Path = LISTS_FILE) -> list[Line]:
    """The file as it stands; `external_codes` is written `sne=RSA;rpls=…`."""
    with path.open(encoding="utf-8", newline="") as source:
        return [
            Line(
                list_code=row["list"],
                list_label=row["list_label"],
                code=row["code"],
                label=row["label"],
                definition=row["definition"],
                position=int(row["position"]),
                is_sensitive=row["sensitive"] == "1",
                parent=row["parent"],
                external_codes=dict(pair.split("=", 1) for pair in row["external_codes"].split(";") if pair),
            )
            for row in csv.DictReader(source)
        ]


@transaction.atomic
def load_reference(path: Path = LISTS_FILE) -> Loaded:
    """Bring the rows to what the file says; doing it again changes nothing.

    What an organisation added stands: rule 3 of the lists only lets it add children of a code, and
    children absent from the file are left alone.
    """
    lines = read_lines(path)
    before = ReferenceItem.objects.count()
    _write_items(lines, _write_lists(lines))
    _link_parents(lines)
    withdrawn = _withdraw_absent(lines)
    forget()
    return Loaded(codes=len(lines), added=ReferenceItem.objects.count() - before, withdrawn=withdrawn)


def _write_lists(lines: Iterable[Line]) -> dict[str, ReferenceList]:
    labels = {line.list_code: line.list_label for line in lines}
    ReferenceList.objects.bulk_create(
        [ReferenceList(code=code, label=label) for code, label in labels.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label"],
    )
    return {row.code: row for row in ReferenceList.objects.filter(code__in=labels)}


def _write_items(lines: Iterable[Line], lists: dict[str, ReferenceList]) -> None:
    ReferenceItem.objects.bulk_create(
        [
            ReferenceItem(
                reference_list=lists[line.list_code],
                code=line.code,
                label=line.label,
                definition=line.definition,
                position=line.position,
                is_sensitive=line.is_sensitive,
                external_codes=line.external_codes,
            )
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["reference_list", "code"],
        update_fields=["label", "definition", "position", "is_sensitive", "external_codes"],
    )


def _link_parents(lines: Iterable[Line]) -> None:
    rows = {
        (row.reference_list.code, row.code): row
        for row in ReferenceItem.objects.select_related("reference_list").order_by("pk")
    }
    moved = []
    for line in lines:
        row, parent = rows[line.key], rows[line.list_code, line.parent] if line.parent else None
        if row.parent_id != (parent.pk if parent else None):
            row.parent = parent
            moved.append(row)
    ReferenceItem.objects.bulk_update(moved, ["parent"])


def _withdraw_absent(lines: Iterable[Line]) -> int:
    """Switch off the codes that left the file, and on again those that came back.

    The end date is the loader's mark: a code switched off by hand carries none and stays off.
    """
    kept = {line.key for line in lines}
    rows = ReferenceItem.objects.order_by("pk").values_list("pk", "reference_list__code", "code", "parent")
    present = [pk for pk, list_code, code, _ in rows if (list_code, code) in kept]
    absent = [pk for pk, list_code, code, parent in rows if (list_code, code) not in kept and parent is None]
    ReferenceItem.objects.filter(pk__in=present, is_active=False, valid_to__isnull=False).update(
        is_active=True, valid_to=None
    )
    return ReferenceItem.objects.filter(pk__in=absent, is_active=True).update(is_active=False, valid_to=clock.today())


@dataclass(frozen=True)
class _Item:
    label: str
    is_offered: bool
    is_sensitive: bool
    parent: str | None
    mapped: dict[str, str]
    definition: str


def choices(list_code: str) -> list[tuple[str, str]]:
    """What a form may offer today, in the order of the list."""
    return [(code, item.label) for code, item in _items(list_code).items() if item.is_offered]


def label(list_code: str, code: str) -> str:
    """The label of a code, switched off or not; a code nobody knows shows as it is."""
    item = _items(list_code).get(code)
    return item.label if item else code


def sensitive_codes(list_code: str) -> frozenset[str]:
    """The codes whose text is reserved unless somebody shares it (articles 9 and 10 of the GDPR)."""
    return frozenset(code for code, item in _items(list_code).items() if item.is_sensitive)


def mapped(list_code: str, code: str, to: str) -> str:
    """What a code is called in another list or nomenclature: the life area of a difficulty, the stage of a step."""
    item = _items(list_code).get(code)
    return item.mapped.get(to, "") if item else ""


def definition(list_code: str, code: str) -> str:
    """What a code means, in a sentence; nothing for most."""
    item = _items(list_code).get(code)
    return item.definition if item else ""


def family(list_code: str, code: str) -> frozenset[str]:
    """The code and those that specify it: what an indicator counts when it counts the code."""
    return frozenset({code} | {child for child, item in _items(list_code).items() if item.parent == code})


def forget(*args, **kwargs) -> None:
    """Read the lists again at next use: after a load, and at each request or task.

    Another process may have changed them in between.
    """
    _table.cache_clear()


request_started.connect(forget, dispatch_uid="reference_lists_are_fresh")
task_prerun.connect(forget)


def _items(list_code: str) -> dict[str, _Item]:
    try:
        return _table()[list_code]
    except KeyError:
        raise UnknownListError(f"La liste « {list_code} » n’existe pas : lancez manage.py load_reference.") from None


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, _Item]]:
    """Every list in one query, kept for the length of a request or task."""
    today = clock.today()
    offered = (
        Q(is_active=True)
        & (Q(valid_from=None) | Q(valid_from__lte=today))
        & (Q(valid_to=None) | Q(valid_to__gte=today))
    )
    rows = (
        ReferenceItem.objects.order_by("reference_list__code", "position", "code")
        .annotate(is_offered=offered, parent_code=F("parent__code"))
        .values_list(
            "reference_list__code",
            "code",
            "label",
            "is_offered",
            "is_sensitive",
            "parent_code",
            "external_codes",
            "definition",
        )
    )
    table: dict[str, dict[str, _Item]] = {}
    for list_code, code, words, *rest in rows:
        table.setdefault(list_code, {})[code] = _Item(words.removesuffix(_TO_SPECIFY), *rest)
    return table
