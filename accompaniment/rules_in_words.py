"""What a change of the rules of the accompaniment changes, in the words of who decides it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partners.configuration import Configuration
from partners.support_rules import ModuleUnit, PreparationModule
from veille.core import reference
from veille.core.formats import counted


@dataclass(frozen=True)
class Change:
    """What goes of a rule and what comes, each in lines."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changes(before: Configuration, after: Configuration) -> list[Change]:
    """Only what differs, line by line; whole when lines only changed places."""
    pairs = zip(_told(before), _told(after), strict=True)
    return [_change(label, old, new) for (label, old), (_, new) in pairs if old != new]


def _change(label: str, old: tuple[str, ...], new: tuple[str, ...]) -> Change:
    left = tuple(line for line in old if line not in new)
    come = tuple(line for line in new if line not in old)
    return Change(label, left, come) if left or come else Change(label, old, new)


def _told(rules: Configuration) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Nom du contrat", (rules.agreement.title,)
    yield "Ce à quoi l’équipe s’engage", rules.agreement.ours
    yield "Ce à quoi le ménage s’engage", rules.agreement.theirs
    yield "Bilans avec le ménage", (months_in_words(rules.review_months, none="Aucun, hors celui de sortie"),)
    yield "Visites après le relogement", (months_in_words(rules.visits_after_move_months, none="Aucune d’elle-même"),)
    yield "Natures d’action du plan", kinds_in_words(rules.action_kinds)
    yield "Durée de la préparation", (counted(rules.preparation_months, "mois", "mois"),)
    yield "Modules de la préparation", tuple(module_in_words(module) for module in rules.preparation_modules)


def months_in_words(months: Iterable[int], *, none: str) -> str:
    """« À 3 et 6 mois »."""
    numbers = [str(number) for number in sorted(months)]
    if not numbers:
        return none
    return f"À {' et '.join(filter(None, (', '.join(numbers[:-1]), numbers[-1])))} mois"


def kinds_in_words(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(reference.label("action_kind", code) for code in codes) or ("Toutes",)


def module_in_words(module: PreparationModule) -> str:
    """« Droits et devoirs (2 séances) : lire un bail. »"""
    unit = "heure" if module.unit == ModuleUnit.HOURS else "séance"
    purpose = f" : {module.purpose}" if module.purpose else ""
    return f"{module.title} ({counted(module.expected, unit)}){purpose}"
