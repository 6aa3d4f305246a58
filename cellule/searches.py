"""What the pages show of a search for a dwelling: how a household is called there, and what she may do."""

from dataclasses import dataclass
from uuid import UUID

from cellule import candidature_permissions as permissions
from cellule.candidature_choices import OPEN_OFFERS, STANDING, CandidatureState, PassageState
from cellule.candidature_querysets import CandidatureQuerySet
from cellule.models import Candidature, CommissionPassage, HousingOffer
from households.models import Case
from households.permissions import section_rights
from partners.roles import Section
from veille.core import clock
from veille.core.actor import Actor

# In the address of the list: those that are over.
OVER = "terminees"
TONES = {
    CandidatureState.PLANNED: "neutral",
    CandidatureState.ASKED: "info",
    CandidatureState.ACCEPTED: "success",
    CandidatureState.REFUSED: "warning",
    CandidatureState.EXPIRED: "warning",
    CandidatureState.WITHDRAWN: "neutral",
    CandidatureState.HOUSED: "success",
}


@dataclass(frozen=True)
class Line:
    """A landlord asked; known by its number to who acts on the file, by its pseudonym to the secretary."""

    candidature: Candidature
    name: str
    case: UUID | None  # the file, when it is open to her
    state: str
    tone: str

    @property
    def label(self) -> str:
        """What the chip says."""
        return CandidatureState(self.state).label


def narrowed(candidatures: CandidatureQuerySet, *, over: bool) -> CandidatureQuerySet:
    """Those that are over, or those that run, as the list and its export show them."""
    if over:
        return candidatures.exclude(state__in=STANDING).with_list_data().order_by("-answer_expected_on", "id")
    return candidatures.filter(state__in=STANDING).with_list_data()


def state_of(candidature: Candidature) -> str:
    """As it stands today: nobody waits for the night to learn that the day is past."""
    late = candidature.answer_expected_on < clock.today()
    return CandidatureState.EXPIRED if candidature.state == CandidatureState.ASKED and late else candidature.state


def lines(actor: Actor, candidatures) -> list[Line]:
    """Each with its name for who looks, in two queries whatever their number."""
    rows = list(candidatures)
    cases = [row.case_id for row in rows]
    opened = set(Case.objects.visible_to(actor, Section.CANDIDATURE).filter(pk__in=cases).values_list("pk", flat=True))
    return [_line(actor, row, row.case_id in opened) for row in rows]


def _line(actor: Actor, row: Candidature, is_open: bool) -> Line:
    state = state_of(row)
    return Line(row, _name(actor, row, is_open), row.case_id if is_open else None, state, TONES[state])


def _name(actor: Actor, row: Candidature, is_open: bool) -> str:
    """Whoever keeps the instance and opens nothing reads the name of the session, never a number."""
    asked = row.landlord_id == actor.organisation_id and actor.roles & permissions.ANSWERING
    if is_open or asked or not (row.decision and row.decision.agenda_item):
        return row.case.number
    return row.decision.agenda_item.name


@dataclass(frozen=True)
class OfferLine:
    """A dwelling proposed, and the acts that are hers."""

    offer: HousingOffer
    can_accept: bool
    can_end: bool
    can_sign: bool

    @property
    def is_open(self) -> bool:
        """Another dwelling waits until it is known what this one becomes."""
        return self.offer.state in OPEN_OFFERS


def offer_lines(actor: Actor, candidature: Candidature) -> list[OfferLine]:
    offers = HousingOffer.objects.visible_to(actor).filter(candidature=candidature)
    rights = section_rights(actor, candidature.case)
    offers = offers.select_related("commune", "candidature__case", "case__territory").order_by("-offered_on", "pk")
    return [
        OfferLine(
            offer,
            can_accept=permissions.can_say_household_answer(actor, offer),
            can_end=bool(permissions.who_may_end(actor, offer)),
            can_sign=permissions.can_sign(actor, offer, rights),
        )
        for offer in offers
    ]


_PASSAGE_TONES = {
    PassageState.PREPARED: "warning",
    PassageState.PASSED: "info",
    PassageState.DECIDED: "success",
    PassageState.WITHDRAWN: "neutral",
}


def passage_lines(actor: Actor, **of: object) -> list[tuple[CommissionPassage, str]]:
    """The passages before a commission, each with its tone."""
    rows = CommissionPassage.objects.visible_to(actor).filter(**of).select_related("landlord", "case")
    return [(row, _PASSAGE_TONES[row.state]) for row in rows.order_by("-prepared_on", "pk")]
