"""Landlord by landlord: what was asked, answered, proposed, refused by whom and why, what its commission said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cellule.candidature_choices import CandidatureState, OfferState, PassageState
from cellule.housing_path.facts import Facts
from cellule.housing_path.stages import result_words
from cellule.models import Candidature, CommissionPassage, HousingOffer
from cellule.searches import TONES, state_of
from veille.core import reference


@dataclass(frozen=True)
class Fact:
    """One dated line, and the days since what it answers."""

    on: date
    text: str
    label: str
    tone: str
    days: int | None = None


@dataclass(frozen=True)
class Attempt:
    """One landlord asked."""

    landlord: str
    label: str
    tone: str
    url: str
    facts: list[Fact]
    is_former: bool  # of a stay before this one


def attempts_of(facts: Facts) -> list[Attempt]:
    return [_attempt(facts, row) for row in facts.searches]


def _attempt(facts: Facts, row: Candidature) -> Attempt:
    state = state_of(row)
    lines = [*_request(row, state), *_passages(row), *_offers(row)]
    return Attempt(
        landlord=row.landlord.short_name,
        label=CandidatureState(state).label,
        tone=TONES[state],
        url=reverse("cellule:candidature_detail", args=[row.pk]),
        facts=sorted(lines, key=lambda line: line.on),
        is_former=row.planned_on < facts.since,
    )


def _request(row: Candidature, state: str) -> Iterator[Fact]:
    if row.asked_on:
        yield Fact(row.asked_on, "Logement demandé", "Demandé", "info")
    if row.answered_on and row.refusal_reason:
        why = reference.label("candidature_refusal_reason", row.refusal_reason)
        said = f"{why}. {row.answer_text}" if row.answer_text else why
        text = f"Le bailleur ne retient pas la candidature : {said}"
        yield Fact(row.answered_on, text, "Refus du bailleur", "warning", _days(row.asked_on, row.answered_on))
    elif row.answered_on:
        days = _days(row.asked_on, row.answered_on)
        yield Fact(row.answered_on, "Le bailleur retient la candidature", "Accord", "success", days)
    if state == CandidatureState.EXPIRED:
        text = "Le bailleur n’a pas répondu dans le délai"
        yield Fact(row.answer_expected_on, text, "Sans réponse", "warning", _days(row.asked_on, row.answer_expected_on))


def _passages(row: Candidature) -> Iterator[Fact]:
    for passage in row.told_passages:
        if passage.passed_on:
            yield Fact(passage.passed_on, "Dossier transmis à la commission d’attribution", "Transmis", "info")
        if passage.state == PassageState.DECIDED:
            yield _result(passage)


def _result(passage: CommissionPassage) -> Fact:
    why = passage.condition or passage.reason
    text = f"Commission : {result_words(passage)}" + (f" ({why})" if why else "")
    label, tone = ("Refus de la commission", "warning") if passage.reason else ("Avis de la commission", "success")
    return Fact(passage.decided_on, text, label, tone, _days(passage.passed_on, passage.decided_on))


def _offers(row: Candidature) -> Iterator[Fact]:
    for offer in row.told_offers:
        dwelling = f"{reference.label('dwelling_type', offer.dwelling_type)}, {offer.commune.name}"
        yield Fact(offer.offered_on, f"Logement proposé : {dwelling}", "Proposé", "info")
        yield from _outcome(offer)


def _outcome(offer: HousingOffer) -> Iterator[Fact]:
    if offer.state == OfferState.ENDED:
        why = reference.label("offer_end_reason", offer.end_reason)
        said = f"{why}. {offer.end_text}" if offer.end_text else why
        text = f"Sans suite, du fait de : {offer.get_ended_by_display().lower()} ({said})"
        yield Fact(offer.ended_on, text, "Sans suite", "warning", _days(offer.offered_on, offer.ended_on))
    elif offer.answered_on:
        days = _days(offer.offered_on, offer.answered_on)
        yield Fact(offer.answered_on, "Le ménage accepte le logement", "Accepté", "success", days)
    if offer.lease_signed_on:
        days = _days(offer.answered_on or offer.offered_on, offer.lease_signed_on)
        yield Fact(offer.lease_signed_on, "Bail signé", "Bail signé", "success", days)


def _days(first: date | None, last: date | None) -> int | None:
    return (last - first).days if first and last and last >= first else None
