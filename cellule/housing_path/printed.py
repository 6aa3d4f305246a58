"""The path on the printed synthesis: one line a step, one an offer that went no further, what comes next."""

from collections.abc import Iterator

from cellule.housing_path.path import Path, path_of
from households.models import Case
from partners.roles import Section
from veille.core.actor import Actor
from veille.core.formats import counted, far_date
from veille.core.synthesis import Part, part

_MOST_REFUSALS = 4


def path_part(actor: Actor, case: Case) -> list[Part]:
    path = path_of(actor, case)
    if path is None or not (path.is_access or path.is_moving):
        return []
    found = part("Le parcours logement", _lines(path), Section.HOUSING)
    return [Part(one.title, one.lines, one.section, tuple(path.sections)) for one in found]


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for stage in path.stages:
        since = f"{counted(stage.days, 'jour')} après" if stage.days else ""
        words = [stage.label, far_date(stage.on) if stage.on else "", since, stage.detail]
        yield stage.title, ", ".join(word for word in words if word)
    refused = [(a.landlord, fact) for a in path.attempts if not a.is_former for fact in a.facts if _ended(fact.tone)]
    for landlord, fact in refused[-_MOST_REFUSALS:]:
        yield landlord, f"{far_date(fact.on)} : {fact.text}"
    for turn in path.turns[:1]:
        yield "Ensuite", f"{turn.who} : {turn.what}" + (f", avant le {far_date(turn.due)}" if turn.due else "")


def _ended(tone: str) -> bool:
    return tone == "warning"
