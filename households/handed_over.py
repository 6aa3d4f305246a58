"""The file as it is handed to the person: plain French to read, and the same as data."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from households import access_file, rights
from households.models import CaseAccess, ProcessingPurpose, RightsRequest
from households.rights_choices import Reading, WithholdingGround
from households.services.access_file import lines_of, passages_of
from partners.models import Organisation
from veille.core import clock, formats
from veille.core.models import AccessEvent, AccessKind
from veille.core.pdf import make_pdf
from veille.core.spreadsheets.guards import guarded

# The same length whatever was there: a bar tells nothing of the word.
_BAR = "█████"


@dataclass(frozen=True)
class Handed:
    """A line as the person receives it."""

    title: str
    day: str
    facts: tuple[tuple[str, str], ...]
    source: str


def handed_lines(request: RightsRequest) -> list[Handed]:
    """What is handed over: kept lines, redacted ones with their bars; the person's own protected details if put in."""
    told = []
    for item, line in lines_of(request):
        if line is None or item.reading not in {Reading.KEPT, Reading.REDACTED} or line.digest != item.digest:
            continue  # gone, kept back, or written anew since somebody read it
        facts = _protected(line) if line.is_protected else line.facts
        hidden = passages_of(item)
        shown = tuple((label, blackened(value, hidden)) for label, value in facts)
        told.append(Handed(line.title, formats.far_date(line.day) if line.day else "", shown, line.source))
    return told


def _protected(line: access_file.Line) -> tuple[tuple[str, str], ...]:
    return tuple((value, access_file.unsealed(line.object_id)) for _, value in line.facts)


def blackened(text: str, passages: Iterable[str]) -> str:
    """The text with each passage under a bar; the longest first, so that none shows through a shorter one."""
    for passage in sorted(passages, key=len, reverse=True):
        text = text.replace(passage, _BAR)
    return text


def withheld(request: RightsRequest) -> list[tuple[str, int]]:
    """Why lines are not handed over, and how many; protected details are not even counted."""
    counts: dict[str, int] = {}
    for item in request.items.filter(reading__in=[Reading.WITHHELD, Reading.REDACTED]).order_by("position"):
        if item.object_type != "households.protecteddetail":
            counts[item.ground] = counts.get(item.ground, 0) + 1
    return [(WithholdingGround(ground).label, count) for ground, count in sorted(counts.items())]


def recipients(request: RightsRequest) -> list[str]:
    """The organisations that open or read the file; only the one asked when another adult could learn of it."""
    if rights.needs_prior_advice(request):
        return [request.organisation.name]
    opened = CaseAccess.objects.filter(case=request.case_id).values_list("organisation", flat=True)
    reading = AccessEvent.objects.filter(cases__contains=[request.case_id]).exclude(kind=AccessKind.REFUSAL)
    told = reading.exclude(organisation=None).values_list("organisation", flat=True)
    known = {str(one) for one in (*opened, *told)}
    return list(Organisation.objects.filter(pk__in=known).order_by("sort_name", "pk").values_list("name", flat=True))


def _context(request: RightsRequest) -> dict[str, Any]:
    lines = handed_lines(request)
    sections: dict[str, list[Handed]] = {}
    for line in lines:
        sections.setdefault(line.title, []).append(line)
    return {
        "request": request,
        "today": clock.today(),
        "sections": sorted(sections.items()),
        "withheld": withheld(request),
        "recipients": recipients(request),
        "sources": sorted({line.source for line in lines if line.source}),
        "demo": settings.IS_DEMO,
        "purposes": ProcessingPurpose.objects.filter(organisation=request.organisation_id).order_by("purpose", "pk"),
        "years": request.case.configuration.retention_years,
    }


def document(request: RightsRequest) -> bytes:
    """The readable PDF; its title and properties name nobody."""
    return make_pdf("households/handed_over_pdf.html", _context(request))


def data(request: RightsRequest) -> bytes:
    """The same lines as JSON and CSV in one archive."""
    lines = handed_lines(request)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dossier.json", _json(lines))
        archive.writestr("dossier.csv", _csv(lines))
    return made.getvalue()


def _json(lines: Iterable[Handed]) -> str:
    told = [
        {"nature": line.title, "date": line.day, "source": line.source, "contenu": dict(line.facts)} for line in lines
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _csv(lines: Iterable[Handed]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";")
    writer.writerow(["nature", "date", "source", "information", "valeur"])
    for line in lines:
        for label, value in line.facts:
            writer.writerow([line.title, line.day, line.source, label, guarded(value)])
    return "\ufeff" + made.getvalue()
