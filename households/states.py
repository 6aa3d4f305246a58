"""Where a case stands, as far as this package knows: opened, admitted, closed."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import models
from django.db.models import Q

from veille.core import formats


class CaseStage(models.TextChoices):
    """What a list may be narrowed to."""

    REFERRED = "referred", "Orientation en cours"
    ADMITTED = "admitted", "Admis"
    CLOSED = "closed", "Clos"


STAGE_FILTERS = {
    CaseStage.REFERRED: Q(closed_on=None, admitted_on=None),
    CaseStage.ADMITTED: Q(closed_on=None, admitted_on__isnull=False),
    CaseStage.CLOSED: Q(closed_on__isnull=False),
}


@dataclass(frozen=True)
class CaseState:
    """A word, a tone, and since when."""

    label: str
    tone: str
    detail: str = ""


class Standing(Protocol):
    """The days that tell where a case stands."""

    opened_on: date
    admitted_on: date | None
    closed_on: date | None


def state_of(case: Standing, *, in_detail: bool = True) -> CaseState:
    """The state in words. Without detail (litigation), open or closed and nothing of the dispositif."""
    if not in_detail:
        return CaseState("Dossier clos", "neutral") if case.closed_on else CaseState("Dossier ouvert", "info")
    if case.closed_on:
        return CaseState("Dossier clos", "neutral", f"le {formats.far_date(case.closed_on)}")
    if case.admitted_on:
        return CaseState("Admis", "success", f"le {formats.far_date(case.admitted_on)}")
    return CaseState("Orientation en cours", "progress", f"depuis le {formats.far_date(case.opened_on)}")
