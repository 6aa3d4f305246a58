"""What is handed to an adult who asks for her file: found in the models themselves, so that no table is forgotten.

Each line is a row about her or about the household as a whole; a row that hangs on another person is left out.
Texts are read over by one person before anything is handed over; protected details stay out of it unless she
puts hers in, one by one; so does whoever is named there without being of the household (RGPD, article 15.4).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from households.models import Case, Person, ProtectedDetail, RightsRequest
from households.permissions import Rights, section_rights
from households.rights_choices import Reading
from partners.actors import actor_by_ids
from partners.roles import Right, Section
from veille.core import clock, crypto, formats, reference
from veille.core.actor import Actor
from veille.core.erasure import hanging_on

# What tells of the work on the file and not of the person: who read it is told apart, by organisation.
_NOT_TOLD = frozenset(
    {
        "households.accessitem",
        "households.archiveaccess",
        "households.casemerge",
        "households.emergencyaccess",
        "households.legalhold",
        "households.restriction",
        "households.rightsrequest",
        "accompaniment.notelevelchange",
        "households.documentlevelchange",
    }
)
_LIST = re.compile(r"\(liste (\w+)\)")
# From this many characters on, a column is free text: it is read over.
_FREE_TEXT = 120
_DAYS = (
    "month",
    "written_on",
    "found_on",
    "noted_on",
    "happened_on",
    "dated_on",
    "decided_on",
    "submitted_on",
    "starts_on",
)


@dataclass(frozen=True)
class Line:
    """One row as the person reads it."""

    object_type: str
    object_id: Any
    title: str
    day: date | None
    facts: tuple[tuple[str, str], ...]
    source: str
    is_text: bool
    is_protected: bool = False
    is_of_person: bool = False

    @property
    def text(self) -> str:
        return "\n".join(f"{label} : {value}" for label, value in self.facts)

    @property
    def digest(self) -> str:
        """A print of what was read, so that a text changed since is read again."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def first_reading(self, *, with_others: bool) -> str:
        """What the reader finds: texts to read, facts kept, protected details left out.

        What is said of the home, `with_others` who may have said it, is read too: a difficulty of nobody in
        particular was told by somebody.
        """
        if self.is_protected:
            return Reading.WITHHELD
        return Reading.TO_READ if self.is_text or (with_others and not self.is_of_person) else Reading.KEPT


def told_models() -> list[type[models.Model]]:
    """The models that tell something of a person, in the order of the packages."""
    found = [model for model in hanging_on([Case, Person]) if getattr(model, "personal", ())]
    return [model for model in found if model._meta.label_lower not in _NOT_TOLD]


def lines_for(request: RightsRequest, reader: Actor) -> Iterator[Line]:
    """Every line of the file that the reader may read and that concerns the person, kind by kind, oldest first."""
    rights = section_rights(reader, request.case)
    for model in told_models():
        rows = _hers(_readable(model, reader).filter(_of_case(model, request)), request)
        for row in _shown(rows):
            yield from _line(row, rights, request.organisation_id)


def lines_of_rows(
    request: RightsRequest, keys: Mapping[str, Iterable[Any]], *, shown_to: Actor | None = None
) -> dict[tuple[str, Any], Line]:
    """The lines of rows already gathered, as the reader reads them today; those that are gone are left out.

    `shown_to`: the reader herself, from whom a row may have been closed since it was gathered.
    """
    found: dict[tuple[str, Any], Line] = {}
    rights = _rights_of_reader(request)
    for object_type, ids in keys.items():
        model = apps.get_model(object_type)
        rows = _readable(model, shown_to) if shown_to else model._base_manager.all()
        for row in _shown(rows.filter(pk__in=ids)):
            found.update(
                ((line.object_type, line.object_id), line) for line in _line(row, rights, request.organisation_id)
            )
    return found


def reader_of(request: RightsRequest) -> Actor | None:
    """Who reads the file over, as her rights stand now."""
    return actor_by_ids(request.reader_id, request.organisation_id) if request.reader_id else None


def _rights_of_reader(request: RightsRequest) -> Rights:
    """What the reader may read in each section; nothing of the closed ones once she has left."""
    reader = reader_of(request)
    return section_rights(reader, request.case) if reader else dict.fromkeys(Section.values, Right.NONE)


def _shown(rows: QuerySet) -> QuerySet:
    model = rows.model
    related = [name for name in ("organisation", "author", "case") if _has(model, name)]
    return rows.select_related(*related).order_by("pk") if related else rows.order_by("pk")


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name and field.is_relation for field in model._meta.concrete_fields)


def _readable(model: type[models.Model], reader: Actor) -> QuerySet:
    """Rows the reader sees by the rule of their model, or of the row they hang on."""
    rows: Any = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        return rows.visible_to(reader)
    reasons = Q(pk__in=())
    for name, parent in _parents(model):
        reasons |= Q(**{f"{name}__in": _readable(parent, reader).values("pk")})
    return model._default_manager.filter(reasons)


def _parents(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    told = {"case", "measure", "note", "document", "decision", "referral"}
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [(key.name, key.related_model) for key in keys if key.name in told]


def _of_case(model: type[models.Model], request: RightsRequest) -> Q:
    if model is Case:
        return Q(pk=request.case_id)
    if model is Person:
        return Q(pk=request.person_id)
    if _has(model, "case"):
        return Q(case=request.case_id)
    paths = [f"{name}__case" for name, parent in _parents(model) if _has(parent, "case")]
    reasons = Q(pk__in=())
    for path in paths:
        reasons |= Q(**{path: request.case_id})
    return reasons


def _hers(rows: QuerySet, request: RightsRequest) -> QuerySet:
    """Without the rows that hang on another person of the household."""
    for field in rows.model._meta.concrete_fields:
        if field.is_relation and field.related_model is Person:
            rows = rows.filter(Q(**{field.name: request.person_id}) | Q(**{f"{field.name}__isnull": True}))
    return rows


def _line(row: Any, rights: Rights, organisation_id: Any) -> Iterable[Line]:
    facts, is_text = [], False
    for name in row.personal:
        if name in row.of_others:
            continue
        field: models.Field = row._meta.get_field(name)
        value = _told(row, field) if _is_open(row, field, rights, organisation_id) else ""
        if value:
            facts.append((_label(field), value))
            is_text = is_text or _is_free(field)
    if facts:
        yield Line(
            object_type=row._meta.label_lower,
            object_id=row.pk,
            title=str(row._meta.verbose_name_plural).capitalize(),
            day=_day(row),
            facts=tuple(facts),
            source=str(row.organisation) if _has(type(row), "organisation") and row.organisation else "",
            is_text=is_text,
            is_protected=isinstance(row, ProtectedDetail),
            is_of_person=isinstance(row, Person) or getattr(row, "person_id", None) is not None,
        )


def _is_open(row: Any, field: models.Field, rights: Rights, organisation_id: Any) -> bool:
    """A column is as closed as its section, but to those who wrote it; a code that asks for care, as what was confided.

    Care: articles 9 and 10 of the regulation.
    """
    section = row.column_sections.get(field.name)
    is_own = getattr(row, "organisation_id", None) == organisation_id
    if section and rights[section] < Right.READ and not is_own:
        return False
    found = _LIST.search(str(field.verbose_name))
    value = getattr(row, field.name)
    if found and isinstance(value, str) and value in reference.sensitive_codes(found[1]):
        return rights[Section.FINDINGS_SUPPORT] >= Right.READ
    return True


def _label(field: models.Field) -> str:
    return _LIST.sub("", str(field.verbose_name)).strip().capitalize()


def _is_free(field: models.Field) -> bool:
    if isinstance(field, models.TextField):
        return True
    return (
        isinstance(field, models.CharField)
        and not field.choices
        and (field.max_length or 0) >= _FREE_TEXT
        and field.name != "search_name"
    )


def _told(row: Any, field: models.Field) -> str:
    """A value as a person reads it; a sealed one says its kind, and its words only by the named act."""
    value = getattr(row, field.name)
    if field.name == "search_name" or value in (None, "", [], {}):
        return ""
    if isinstance(field, models.BinaryField):
        return row.get_kind_display() if isinstance(row, ProtectedDetail) else ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _in_words(field, value)


def _in_words(field: models.Field, value: Any) -> str:
    found = _LIST.search(str(field.verbose_name))
    if found and isinstance(value, list):
        return ", ".join(reference.label(found[1], code) for code in value)
    if found:
        return reference.label(found[1], value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return " ".join(_part_of_text(part) for part in value.get("sections", ()))
    if isinstance(value, datetime | date):
        return formats.far_date(value)
    if isinstance(value, Decimal):
        return formats.number(value, 2)
    return ", ".join(_part(part) for part in value) if isinstance(value, list) else str(value)


def _part_of_text(part: dict) -> str:
    """A section of a text that was agreed: its title, its lines, its rows (what, who, by when)."""
    rows = (", ".join(cell for cell in row if cell) for row in part.get("rows", ()))
    return " ; ".join([part.get("label", ""), *part.get("lines", ()), *rows])


def _part(part: Any) -> str:
    """One of several: its label when it has one (the difficulties of a sheet)."""
    return str(part.get("label", "")) if isinstance(part, dict) else str(part)


def _day(row: models.Model) -> date | None:
    for name in _DAYS:
        if value := getattr(row, name, None):
            return value
    made = getattr(row, "created_at", None) or getattr(row, "recorded_at", None)
    return clock.told(made).date() if made else None


def unsealed(object_id: Any) -> str:
    """The words of a protected detail, for the person it belongs to."""
    detail = ProtectedDetail.objects.get(pk=object_id)
    return crypto.decrypt(detail.sealed, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)
