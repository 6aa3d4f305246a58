"""The steps of the path, in their order: where each stands, since when, how long after the one before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from accompaniment.choices import MeasureState
from accompaniment.clocks import preparation_end
from cellule.candidature_choices import MOTIVATED, STANDING, CandidatureState, EndedBy, OfferState, PassageState
from cellule.choices import ADMITTING, REFUSING
from cellule.housing_path.facts import Facts
from cellule.searches import state_of
from cellule.services.decisions import decision_label
from households.choices import LeaseResult
from households.housing_due import is_temporary
from households.places import place_of
from partners.roles import Section
from veille.core import clock, reference
from veille.core.formats import counted, far_date

DONE, RUNNING, TO_COME = ("Fait", "success"), ("En cours", "progress"), ("À venir", "neutral")
STOPPED, NOT_NOTED = ("Sans suite", "warning"), ("Non noté", "neutral")


@dataclass(frozen=True)
class Stage:
    """One step; `section` is what it tells of the file, for the journal of reads."""

    title: str
    label: str
    tone: str
    section: str
    on: date | None = None
    detail: str = ""
    days: int | None = None  # since the dated step before

    @property
    def is_over(self) -> bool:
        return (self.label, self.tone) == DONE


def _stage(title: str, mark: tuple[str, str], section: str, on: date | None = None, detail: str = "") -> Stage:
    return Stage(title, *mark, section, on, detail)


def stages_of(facts: Facts) -> list[Stage]:
    """Those of the door, and of what is open to her: a step she may not know is left out, not shown as to come."""
    steps = [_referral(facts), _decision(facts), *(_to_a_dwelling(facts) if facts.is_access else _to_another(facts))]
    return _dated([step for step in [*steps, *_afterwards(facts)] if step])


def _to_a_dwelling(facts: Facts) -> list[Stage | None]:
    searching = facts.reads(Section.CANDIDATURE)
    search = [_asked(facts), _commission(facts), _offer(facts)] if searching else []
    return [_preparation(facts), *search, _lease(facts)]


def _to_another(facts: Facts) -> list[Stage | None]:
    """In maintien, moving is one way among others: nothing is drawn as long as nobody looks for a dwelling."""
    if not (facts.wish or facts.transfers or facts.moved_in):
        return []
    return [_wish(facts), _transfer(facts), _lease(facts)]


def _dated(steps: list[Stage]) -> list[Stage]:
    found, before = [], None
    for step in steps:
        days = (step.on - before).days if step.on and before and step.on >= before else None
        found.append(replace(step, days=days))
        before = step.on or before
    return found


def _referral(facts: Facts) -> Stage | None:
    row = facts.referral
    if row is None:
        return None
    detail = f"par {row.referrer_organisation.short_name}"
    return _stage("Orientation", DONE, Section.STATE, row.submitted_on, detail)


def _decision(facts: Facts) -> Stage | None:
    if facts.rights[Section.DECISION] == 0:
        return None
    row = facts.decision
    if row is None:
        mark = DONE if facts.case.admitted_on else RUNNING
        return _stage("Décision", mark, Section.DECISION, facts.case.admitted_on)
    title = row.agenda_item.session.instance.label if row.agenda_item else row.get_body_display()
    mark = DONE if row.code in ADMITTING else STOPPED if row.code in REFUSING else RUNNING
    words = [decision_label(row)]
    if facts.reads_decision and row.shareable_reason_code:
        words.append(reference.label("refusal_reason", row.shareable_reason_code))
    return _stage(title, mark, Section.DECISION, row.decided_on, " : ".join(words))


def _preparation(facts: Facts) -> Stage | None:
    """Where the dispositif prepares; the accompaniment itself is told elsewhere."""
    row = facts.measure
    if row is None or not facts.case.configuration.preparation_months:
        return None
    if row.activated_on:
        return _stage("Préparation", DONE, Section.MEASURE, row.activated_on)
    if row.state == MeasureState.NOT_STARTED or row.started_on is None:
        return _stage("Préparation", TO_COME, Section.MEASURE)
    until = preparation_end(row)
    if until is None:
        return _stage("Préparation", STOPPED, Section.MEASURE, row.ended_on)
    return _stage("Préparation", RUNNING, Section.MEASURE, row.started_on, f"jusqu’au {far_date(until)}")


def _asked(facts: Facts) -> Stage:
    rows = facts.present_searches
    title = "Demande aux bailleurs"
    if not rows:
        return _stage(title, TO_COME if facts.moved_in is None else NOT_NOTED, Section.CANDIDATURE)
    states = {state_of(row) for row in rows}
    said_yes = states & {CandidatureState.ACCEPTED, CandidatureState.HOUSED}
    mark = DONE if said_yes else RUNNING if states & set(STANDING) else STOPPED
    refused = sum(state_of(row) == CandidatureState.REFUSED for row in rows)
    words = [counted(len(rows), "bailleur"), counted(refused, "refus", "refus") if refused else ""]
    first = min((row.asked_on for row in rows if row.asked_on), default=None)
    return _stage(title, mark, Section.CANDIDATURE, first, ", ".join(word for word in words if word))


def _commission(facts: Facts) -> Stage:
    rows = [row for row in facts.passages if row.state != PassageState.WITHDRAWN]
    title = "Commission (CAL)"
    if not rows:
        return _stage(title, TO_COME if facts.moved_in is None else NOT_NOTED, Section.CANDIDATURE)
    positive = [row for row in rows if row.state == PassageState.DECIDED and row.result not in MOTIVATED]
    if positive:
        row = positive[-1]
        return _stage(title, DONE, Section.CANDIDATURE, row.decided_on, result_words(row))
    last = rows[-1]
    if last.state == PassageState.DECIDED:
        return _stage(title, STOPPED, Section.CANDIDATURE, last.decided_on, result_words(last))
    detail = f"commission du {far_date(last.held_on)}" if last.held_on else last.get_state_display()
    return _stage(title, RUNNING, Section.CANDIDATURE, last.passed_on or last.prepared_on, detail)


def result_words(passage) -> str:
    """« Attribution par rang, rang 2 »; the condition or the reason stay with the landlord's own lines."""
    return passage.get_result_display() + (f", rang {passage.rank}" if passage.rank else "")


def _offer(facts: Facts) -> Stage:
    rows, title = facts.offers, "Proposition"
    if not rows:
        return _stage(title, TO_COME if facts.moved_in is None else NOT_NOTED, Section.CANDIDATURE)
    ended = [row for row in rows if row.state == OfferState.ENDED]
    detail = counted(len(rows), "proposition")
    if ended:
        detail += f", dont {len(ended)} sans suite ({', '.join(_by_whom(ended))})"
    taken = [row for row in rows if row.state in (OfferState.ACCEPTED, OfferState.LEASED)]
    if taken:
        return _stage(title, DONE, Section.CANDIDATURE, taken[-1].answered_on or taken[-1].offered_on, detail)
    mark = STOPPED if len(ended) == len(rows) else RUNNING
    return _stage(title, mark, Section.CANDIDATURE, rows[-1].offered_on, detail)


def _by_whom(ended: list) -> Iterator[str]:
    """« le ménage », « le bailleur 2 fois »."""
    for who in EndedBy.values:
        count = sum(row.ended_by == who for row in ended)
        if count:
            yield EndedBy(who).label.lower() + (f" {count} fois" if count > 1 else "")


def _wish(facts: Facts) -> Stage:
    if facts.wish is None:
        return _stage("Logement recherché", NOT_NOTED, Section.HOUSING)
    types = ", ".join(reference.label("dwelling_type", code) for code in facts.wish.dwelling_types)
    return _stage("Logement recherché", DONE, Section.HOUSING, facts.wish.noted_on, types)


def _transfer(facts: Facts) -> Stage | None:
    """The steps of the landlord in place, as far as she reads what it shares."""
    if not facts.reads(Section.INTERVENTIONS_SHARED) and not facts.reads(Section.INTERVENTIONS):
        return None
    rows, section = facts.transfers, Section.INTERVENTIONS_SHARED
    if not rows:
        return _stage("Démarche de mutation", TO_COME if facts.moved_in is None else NOT_NOTED, section)
    mark = DONE if facts.moved_in else RUNNING
    return _stage("Démarche de mutation", mark, section, rows[0].happened_on, counted(len(rows), "démarche"))


def _lease(facts: Facts) -> Stage:
    title = "Bail" if facts.is_access else "Nouveau logement"
    period = facts.moved_in
    if period is None:
        ended = facts.measure is not None and facts.measure.ended_on
        return _stage(title, STOPPED if ended or facts.case.closed_on else TO_COME, Section.HOUSING)
    place = place_of(period)
    where = "lieu tenu secret" if place.is_secret else place.commune.name if place.commune else ""
    modality = reference.label("housing_modality", period.modality) if period.modality else ""
    detail = ", ".join(word for word in (modality, where) if word)
    return _stage(title, DONE, Section.HOUSING, period.lease_signed_on or period.starts_on, detail)


def _afterwards(facts: Facts) -> Iterator[Stage]:
    """What makes the dwelling last: a sliding lease, a temporary stay."""
    if facts.leases:
        lease = facts.leases[-1]
        mark = {LeaseResult.PENDING: RUNNING, LeaseResult.NOT_SLID: STOPPED}.get(lease.result, DONE)
        done = sum(bool(review.done_on) for review in lease.reviews.all())
        detail = f"terme le {far_date(lease.term_on)}, {counted(done, 'bilan')}"
        yield _stage("Bail glissant", mark, Section.HOUSING, lease.result_on or lease.signed_on, detail)
    present, rules = facts.present, facts.case.configuration.stay
    if present and is_temporary(present, rules):
        last = present.told_terms[-1] if present.told_terms else None
        detail = f"renouvelé {last.rank} fois sur {rules.renewals}, terme le {far_date(last.term_on)}" if last else ""
        late = last is not None and last.term_on < clock.today()
        mark = ("Terme passé", "danger") if late else RUNNING
        yield _stage("Séjour temporaire", mark, Section.HOUSING, last.decided_on if last else present.starts_on, detail)
