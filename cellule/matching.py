"""What a household looks for beside what a landlord may have: criteria met, not met or unknown.

Never a score, never a rank: criteria are not added up, and dwellings keep the order of the board.
"""

from dataclasses import dataclass
from enum import Enum

from cellule.models import AvailableDwelling, HousingWish, Reservation
from partners.models import Territory
from veille.core import formats, reference


class Answer(Enum):
    """A word, and its tone."""

    MET = ("Convient", "success")
    NOT_MET = ("Ne convient pas", "danger")
    UNKNOWN = ("À vérifier", "neutral")

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def tone(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class Criterion:
    """One question, its answer, and what stands on each side."""

    label: str
    answer: Answer
    detail: str


def _said(holds: bool | None) -> Answer:
    if holds is None:
        return Answer.UNKNOWN
    return Answer.MET if holds else Answer.NOT_MET


def criteria(wish: HousingWish, offer: AvailableDwelling, territory: Territory) -> list[Criterion]:
    """What was asked, in a constant order; what the household does not ask for is not a criterion."""
    asked = [_place(wish, offer, territory)]
    if wish.dwelling_types:
        asked.insert(0, _type(wish, offer))
    if wish.maximum_rent is not None:
        asked.append(_rent(wish, offer))
    if wish.needs_accessible:
        asked.append(_access(offer))
    asked.append(_reservation(wish, offer))
    return asked


def _type(wish: HousingWish, offer: AvailableDwelling) -> Criterion:
    wanted = ", ".join(reference.label("dwelling_type", code) for code in wish.dwelling_types)
    known = offer.dwelling_type not in {"", "unknown", "other"}
    return Criterion("Type", _said(offer.dwelling_type in wish.dwelling_types if known else None), wanted)


def _place(wish: HousingWish, offer: AvailableDwelling, territory: Territory) -> Criterion:
    """By commune when the household names some; by the territory of its file otherwise."""
    wanted = {commune.pk: commune.name for commune in wish.communes.all()}
    if not wanted:
        return Criterion("Territoire", _said(offer.territory_id == territory.pk), territory.name)
    there = _communes_of(offer)
    certain = there <= set(wanted) or not there & set(wanted)
    return Criterion("Commune", _said(there <= set(wanted) if certain else None), ", ".join(sorted(wanted.values())))


def _communes_of(offer: AvailableDwelling) -> set[str]:
    """The commune that was said, or all those of the site: which of them is not known then."""
    if offer.commune_id:
        return {offer.commune_id}
    return {commune.pk for commune in offer.site.communes.all()}


def _rent(wish: HousingWish, offer: AvailableDwelling) -> Criterion:
    holds = None if offer.monthly_rent is None else offer.monthly_rent <= wish.maximum_rent
    return Criterion("Loyer", _said(holds), f"{formats.euros(wish.maximum_rent)} au plus")


def _access(offer: AvailableDwelling) -> Criterion:
    return Criterion("Accessibilité", _said(offer.is_accessible), "logement accessible nécessaire")


def _reservation(wish: HousingWish, offer: AvailableDwelling) -> Criterion:
    """A reserved dwelling goes to those its reserver proposes."""
    kind = offer.reservation
    holds = None if kind == Reservation.UNKNOWN else kind == Reservation.NONE or kind in wish.reservations
    held = ", ".join(Reservation(code).label for code in wish.reservations) or "le ménage ne relève d’aucune"
    return Criterion("Réservation", _said(holds), held)
