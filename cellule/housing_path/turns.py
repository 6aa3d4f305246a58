"""What comes next on the path, whose turn it is, and the page of the act for who may do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accompaniment.choices import CLOSED_STATES, MeasureState
from accompaniment.clocks import preparation_end
from accompaniment.permissions import can_lead
from cellule import candidature_permissions as permissions
from cellule.candidature_choices import MOTIVATED, OPEN_OFFERS, STANDING, CandidatureState, OfferState, PassageState
from cellule.choices import REFUSING
from cellule.housing_path.facts import Facts
from cellule.models import Candidature, CommissionPassage, HousingOffer
from cellule.searches import state_of
from households.housing_due import Due, due_of_lease, due_of_stay
from partners.roles import Right, Section
from veille.core import clock

WHO_ACCOMPANIES = "Qui accompagne"
_NOBODY_DUE = date.max


@dataclass(frozen=True)
class Turn:
    """« Le bailleur : répondre à la demande, avant le… »; without an address for who only follows."""

    who: str
    what: str
    due: date | None = None
    url: str = ""
    action: str = ""

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < clock.today()


def turns_of(facts: Facts) -> list[Turn]:
    """The nearest first; none once the file is closed."""
    if facts.case.closed_on:
        return []
    found = [*_entry(facts), *_search(facts), *_dwelling(facts)]
    return sorted(found, key=lambda turn: (turn.due or _NOBODY_DUE, turn.who, turn.what))


def _entry(facts: Facts) -> Iterator[Turn]:
    """Before the search: the decision, then the preparation."""
    decision, measure = facts.decision, facts.measure
    if facts.case.admitted_on is None and not (decision and decision.code in REFUSING):
        if facts.case.configuration.entry_needs_admission:
            yield Turn("L’instance", "décider de l’entrée")
        return
    if measure is None:
        return
    leads = can_lead(facts.rights)
    if measure.state == MeasureState.NOT_STARTED:
        url = reverse("cellule:measure_start", args=[measure.pk]) if leads else ""
        yield Turn(measure.operator.short_name, "commencer l’accompagnement", None, url, "Démarrer")
    elif until := preparation_end(measure):
        is_running = measure.state == MeasureState.PREPARATION
        url = reverse("accompaniment:measure_activate", args=[measure.pk]) if leads and is_running else ""
        what = "terminer la préparation" if is_running else "reprendre la préparation suspendue"
        yield Turn(measure.operator.short_name, what, until, url, "Terminer la préparation")


def _search(facts: Facts) -> Iterator[Turn]:
    if not facts.is_access or facts.moved_in or not facts.reads(Section.CANDIDATURE):
        return
    standing = [row for row in facts.present_searches if row.state in STANDING]
    for row in standing:
        yield from _of_landlord(facts, row)
    if not standing and facts.case.admitted_on and _is_followed(facts):
        may_ask = permissions.can_ask_landlords(facts.case, facts.rights, facts.actor)
        url = reverse("cellule:candidature_ask", args=[facts.case.pk]) if may_ask else ""
        other = " un autre bailleur" if facts.present_searches else " un bailleur"
        yield Turn(WHO_ACCOMPANIES, f"solliciter{other}", None, url, f"Solliciter{other}")


def _is_followed(facts: Facts) -> bool:
    """To a landlord that reads its own request alone, nobody says whether others are asked."""
    leads = facts.rights[Section.MEASURE] >= Right.READ
    return leads and (facts.measure is None or facts.measure.state not in CLOSED_STATES)


def _of_landlord(facts: Facts, row: Candidature) -> Iterator[Turn]:
    """One turn of a request: the answer, the commission, the dwelling, the lease."""
    name, detail = row.landlord.short_name, reverse("cellule:candidature_detail", args=[row.pk])
    state = state_of(row)
    if state == CandidatureState.EXPIRED:
        yield Turn(WHO_ACCOMPANIES, f"relancer {name}, resté sans réponse", row.answer_expected_on, detail, "Relancer")
    elif state == CandidatureState.ASKED:
        action = "Répondre" if row.pk in facts.answered else "Voir la demande"
        yield Turn(name, "répondre à la demande", row.answer_expected_on, detail, action)
    elif state == CandidatureState.ACCEPTED:
        waiting = [passage for passage in row.told_passages if _waits(passage)]
        yield from (_of_passage(name, passage) for passage in waiting)
        yield from _of_dwelling(facts, row, waiting)


def _waits(passage: CommissionPassage) -> bool:
    untold = passage.state == PassageState.DECIDED and passage.told_on is None
    return untold or passage.state in (PassageState.PREPARED, PassageState.PASSED)


def _of_passage(name: str, passage: CommissionPassage) -> Turn:
    url = reverse("cellule:commission_detail", args=[passage.pk])
    if passage.state == PassageState.PREPARED:
        return Turn(WHO_ACCOMPANIES, f"relire et transmettre la note à {name}", None, url, "Relire la note")
    if passage.state == PassageState.PASSED:
        return Turn(f"La commission de {name}", "donner sa réponse", passage.held_on, url, "Suivre la commission")
    return Turn(WHO_ACCOMPANIES, "dire au ménage la réponse de la commission", None, url, "Voir la réponse")


def _of_dwelling(facts: Facts, row: Candidature, waiting: list[CommissionPassage]) -> Iterator[Turn]:
    """A dwelling accepted waits for the commission that examines it; none is proposed meanwhile."""
    offer = next((offer for offer in row.told_offers if offer.state in OPEN_OFFERS), None)
    is_examined = any(passage.state != PassageState.DECIDED for passage in waiting)
    if offer and not (is_examined and offer.state == OfferState.ACCEPTED):
        yield _of_offer(facts, row, offer)
    elif offer is None and not waiting:
        again = any(passage.result in MOTIVATED for passage in row.told_passages) or row.told_offers
        what = "proposer un autre logement" if again else "proposer un logement"
        may = row.pk in facts.led | facts.answered
        name = "offer_create" if may else "candidature_detail"
        action = "Noter le logement proposé" if may else "Voir la demande"
        yield Turn(row.landlord.short_name, what, None, reverse(f"cellule:{name}", args=[row.pk]), action)


def _of_offer(facts: Facts, row: Candidature, offer: HousingOffer) -> Turn:
    detail = reverse("cellule:candidature_detail", args=[row.pk])
    leads, who = row.pk in facts.led, f"{row.landlord.short_name} et le ménage"
    if offer.state == OfferState.PROPOSED:
        action = "Noter la réponse" if leads else "Voir la proposition"
        return Turn("Le ménage, avec qui l’accompagne", "dire si le logement convient", None, detail, action)
    if leads and facts.rights[Section.HOUSING] >= Right.WRITE:
        url = reverse("cellule:offer_lease", args=[offer.pk])
        return Turn(who, "signer le bail", offer.available_from, url, "Bail signé")
    return Turn(who, "signer le bail", offer.available_from, detail, "Voir la proposition")


def _dwelling(facts: Facts) -> Iterator[Turn]:
    """Once housed: what a sliding lease or a temporary stay asks for."""
    rules, writes = facts.case.configuration.stay, facts.rights[Section.HOUSING] >= Right.WRITE
    for lease in facts.leases:
        for due in due_of_lease(lease, lease.reviews.all(), rules):
            yield _from(due, lease.association.short_name, writes)
    present = facts.present
    if present:
        due = due_of_stay(present, present.told_terms[-1] if present.told_terms else None, rules)
        if due:
            yield _from(due, WHO_ACCOMPANIES, writes)


def _from(due: Due, who: str, writes: bool) -> Turn:
    what = due.title.rpartition(" : ")[2]
    return Turn(who, f"{what[0].lower()}{what[1:]}", due.due, due.url if writes else "", due.action)
