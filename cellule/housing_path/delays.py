"""How long each passage from one step to the next took: median of the days, over how many, in this stay."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from cellule.housing_path.facts import Facts
from cellule.models import HousingOffer
from veille.core.formats import counted


@dataclass(frozen=True)
class Delay:
    """Days of each passage that is over."""

    title: str
    days: tuple[int, ...]

    @property
    def n(self) -> int:
        return len(self.days)

    @property
    def words(self) -> str:
        """« 12 jours »; « 3 et 12 jours »; of more, « médiane 12 jours, de 3 à 21 »."""
        if self.n == 1:
            return counted(self.days[0], "jour")
        if self.n == 2:
            return f"{min(self.days)} et {counted(max(self.days), 'jour')}"
        return f"médiane {counted(median_low(self.days), 'jour')}, de {min(self.days)} à {max(self.days)}"


def delays_of(facts: Facts) -> list[Delay]:
    """Those of which at least one passage is known to her."""
    found = [Delay(title, tuple(_spans(pairs))) for title, pairs in _passages(facts)]
    return [delay for delay in found if delay.days]


def _spans(pairs: Iterable[tuple[date | None, date | None]]) -> Iterator[int]:
    for first, last in pairs:
        if first and last and last >= first:
            yield (last - first).days


def _passages(facts: Facts) -> Iterator[tuple[str, list[tuple[date | None, date | None]]]]:
    rows, offers = facts.present_searches, facts.offers
    admitted, decision, measure = facts.case.admitted_on, facts.decision, facts.measure
    sent = facts.referral.submitted_on if facts.referral else None
    yield "De l’orientation à la décision", [(sent, decision.decided_on if decision else None)]
    yield "Préparation", [(measure.started_on, measure.activated_on)] if measure and _prepares(facts) else []
    asked = min((row.asked_on for row in rows if row.asked_on), default=None)
    yield "De l’admission à la première demande à un bailleur", [(admitted, asked)]
    yield "Réponse d’un bailleur", [(row.asked_on, row.answered_on) for row in rows]
    yield (
        "De l’accord d’un bailleur à une proposition",
        [(row.answered_on, row.told_offers[0].offered_on) for row in rows if row.told_offers],
    )
    yield "Réponse à une proposition", [(offer.offered_on, _answered(offer)) for offer in offers]
    yield "Réponse d’une commission", [(passage.passed_on, passage.decided_on) for passage in facts.passages]
    yield "De l’accord du ménage au bail", [(offer.answered_on, offer.lease_signed_on) for offer in offers]
    moved = facts.moved_in
    yield "De l’admission au logement", [(admitted, moved.lease_signed_on or moved.starts_on)] if moved else []


def _prepares(facts: Facts) -> bool:
    return facts.case.configuration.preparation_months > 0


def _answered(offer: HousingOffer) -> date | None:
    return offer.answered_on or offer.ended_on
