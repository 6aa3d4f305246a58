"""What an importer says: its fields, who may use it, and what becomes of a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from households.import_querysets import IMPORTING
from households.importing.fields import Field, Problem
from veille.core.actor import Actor
from veille.core.offers import offered

Values = dict[str, Any]
Options = dict[str, Any]


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "Ajouté"
    CHANGED = "changed", "Complété"
    SAME = "same", "Déjà connu"


def blocking(problems: Iterable[Problem]) -> bool:
    """A remark lets the row in, anything else keeps it out."""
    return any(not problem.is_remark for problem in problems)


@dataclass(frozen=True)
class Checked:
    """What a row would become, and what is wrong or worth knowing in it."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()

    def still_holds(self) -> Outcome:
        """What to write; raises ValidationError when the row became wrong since it was checked."""
        if blocking(self.problems):
            raise ValidationError("Cette ligne ne peut plus être importée.")
        return self.outcome


class Work:
    """One pass over the rows of a file, with what was looked up once for all of them.

    `cases` gathers the files that were found again, for the journal of reads.
    """

    def __init__(self, actor: Actor, options: Options):
        self.actor, self.options = actor, options
        self.cases: set[UUID] = set()

    def prepare(self, rows: Iterable[Values]) -> None:
        """Look up what all rows need, in as many queries for a thousand as for one."""

    def key(self, values: Values) -> str:
        """What may stand once in a file; empty when nothing does."""
        return ""

    def check(self, values: Values) -> Checked:
        """What the row would become; writes nothing."""
        raise NotImplementedError

    def apply(self, values: Values) -> Outcome:
        """Write the row, unless it is written already. Raises ValidationError."""
        raise NotImplementedError

    def finish(self) -> None:
        """What is written once for the whole file, after its last row (rows gathered by `apply`, for instance)."""


class Importer:
    """One kind of table."""

    kind = ""
    title = ""
    sentence = ""
    fields: tuple[Field, ...] = ()
    options_form: type[forms.Form] | None = None

    def may(self, actor: Actor) -> bool:
        return actor.has_role(*IMPORTING)

    def options(self, actor: Actor, data: Any = None, initial: Options | None = None) -> forms.Form | None:
        """What must be answered for the whole file, when something must."""
        return self.options_form(data, actor=actor, initial=initial) if self.options_form else None

    def work(self, actor: Actor, options: Options) -> Work:
        """A pass over the rows."""
        raise NotImplementedError

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def importers_for(actor: Actor) -> list[Importer]:
    """The tables she may bring in."""
    return [importer for offer in offered("importers") for importer in offer() if importer.may(actor)]


def importer_for(actor: Actor, kind: str) -> Importer | None:
    """The importer of this kind, if she may use it."""
    return next((importer for importer in importers_for(actor) if importer.kind == kind), None)
