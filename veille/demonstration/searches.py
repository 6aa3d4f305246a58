"""Searches for a dwelling: landlords asked in December 2018, dwellings proposed, leases of the year, commissions."""

from datetime import date, timedelta

from cellule.candidature_choices import CandidatureState, EndedBy, OfferState, PassageState
from cellule.models import Candidature, CommissionPassage, Decision, DecisionCondition, HousingOffer
from households.composition import composition_sentence
from households.grants import GrantLevel
from partners.configuration import Door
from partners.roles import Role
from veille.core import formats
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File
from veille.demonstration.frames import World

_ANSWERS = timedelta(days=21)
_BROUGHT = (
    "Une visite par semaine dès l’entrée, le budget du premier trimestre suivi avec le ménage, "
    "un interlocuteur joignable par le bailleur."
)
_LEASES_FROM = date(2018, 3, 1)


def make(world: World) -> None:
    asked = [file for file in world.files if GrantLevel.CANDIDATURE in file.grants]
    for index, file in enumerate(asked):
        _asked(file, is_refused=index == 3)
    housed = [file for file in world.files if _was_housed(file)]
    for index, file in enumerate(housed[:9]):
        _housed(file, after_a_no=index % 2 == 0)
    waiting = [file for file in world.files if _still_looks(file) and file not in asked]
    _proposed(waiting[0])
    _before_the_commission(waiting[1])
    _accepted(waiting[2])
    _conditional(world)


def _was_housed(file: File) -> bool:
    signed = file.lease_signed_on
    return file.door == Door.ACCESS and signed is not None and signed >= _LEASES_FROM and not file.case.is_restricted


def _still_looks(file: File) -> bool:
    if file.measure is None or file.door != Door.ACCESS or file.case.closed_on or file.case.is_restricted:
        return False
    return bool(file.measure.started_on) and file.lease_signed_on is None and file.measure.ended_on is None


def _admission(file: File) -> Decision | None:
    """What the search hangs on, so that the secretary follows it."""
    decisions = (row for row in file.world.rows.of(Decision) if row.case is file.case and row.code == "admit")
    return next(decisions, None)


def _candidature(file: File, on: date, **fields) -> Candidature:
    people = len(file.people)
    decision = _admission(file)
    found = file.add(
        Candidature,
        decision=decision,
        landlord=fields.pop("landlord", file.landlord),
        dwelling_types=["t1", "t2"] if people == 1 else ["t2", "t3"] if people < 4 else ["t4"],
        planned_on=on,
        planned_by=decision.recorded_by if decision else file.lead,
        asked_on=on,
        answer_expected_on=on + _ANSWERS,
        **fields,
    )
    file.world.links.append(Candidature.communes.through(candidature=found, commune=file.commune))
    return found


def _asked(file: File, *, is_refused: bool) -> None:
    """Those whose landlord reads the file today; one has answered."""
    grant = file.grants[GrantLevel.CANDIDATURE]
    fields = {"landlord": grant.organisation, "state": CandidatureState.ASKED}
    if is_refused:
        fields |= {
            "state": CandidatureState.REFUSED,
            "answered_on": grant.ends_on,
            "answered_by": _allocation(file, grant.organisation),
            "refusal_reason": "no_suitable_dwelling",
            "answer_text": "Aucun départ annoncé dans ce secteur avant l’été.",
        }
    found = _candidature(file, grant.starts_on, **fields)
    if not is_refused:
        found.answer_expected_on = max(found.answer_expected_on, STORY_DAY + timedelta(days=7))
        grant.ends_on = found.answer_expected_on


def _allocation(file: File, landlord):
    people = file.world.workers(landlord, Role.LANDLORD_ALLOCATION, Role.LANDLORD_MANAGER)
    return people[0] if people else None


def _yes(file: File, on: date, state: str) -> Candidature:
    answered = {"answered_on": on + timedelta(days=9), "answered_by": _allocation(file, file.landlord)}
    return _candidature(file, on, state=state, **answered)


def _offer(file: File, candidature: Candidature, on: date, **fields) -> HousingOffer:
    rent = 260 + 40 * len(file.people)
    return file.add(
        HousingOffer,
        candidature=candidature,
        commune=file.commune,
        dwelling_type=candidature.dwelling_types[-1],
        monthly_rent=rent,
        monthly_charges=60,
        available_from=on + timedelta(days=20),
        offered_on=on,
        offered_by=file.lead,
        **fields,
    )


def _housed(file: File, *, after_a_no: bool) -> None:
    """A lease of the year: the landlord asked, sometimes a first dwelling that did not suit, then this one."""
    signed = file.lease_signed_on
    on = max(file.case.admitted_on or file.opened_on, signed - timedelta(days=80))
    candidature = _yes(file, on, CandidatureState.HOUSED)
    offered = max(candidature.answered_on, signed - timedelta(days=25))
    if after_a_no:
        first = {"state": OfferState.ENDED, "ended_by": EndedBy.HOUSEHOLD, "end_reason": "place"}
        day = candidature.answered_on + timedelta(days=2)
        _offer(file, candidature, day, **first, answered_on=day, ended_on=day)
    period = file.housing[-1] if file.housing[-1].lease_signed_on == signed else None
    leased = {"state": OfferState.LEASED, "lease_signed_on": signed, "period": period}
    _offer(file, candidature, offered, **leased, answered_on=offered + timedelta(days=3))


def _proposed(file: File) -> None:
    """A dwelling waits for the household."""
    _offer(file, _yes(file, STORY_DAY - timedelta(days=30), CandidatureState.ACCEPTED), STORY_DAY - timedelta(days=2))


def _accepted(file: File) -> None:
    """The landlord said yes and has proposed nothing yet."""
    _yes(file, STORY_DAY - timedelta(days=60), CandidatureState.ACCEPTED)


def _before_the_commission(file: File) -> None:
    """A dwelling accepted, the note passed on, the commission of next week."""
    candidature = _yes(file, STORY_DAY - timedelta(days=40), CandidatureState.ACCEPTED)
    accepted = {"state": OfferState.ACCEPTED, "answered_on": STORY_DAY - timedelta(days=8)}
    offer = _offer(file, candidature, STORY_DAY - timedelta(days=12), **accepted)
    started = file.measure.started_on
    since = f"en place depuis le {formats.far_date(started)} ({formats.duration(started, STORY_DAY)})"
    file.add(
        CommissionPassage,
        landlord=file.landlord,
        candidature=candidature,
        offer=offer,
        held_on=STORY_DAY + timedelta(days=6),
        support_text=_BROUGHT,
        state=PassageState.PASSED,
        prepared_on=STORY_DAY - timedelta(days=7),
        prepared_by=file.lead,
        passed_on=STORY_DAY - timedelta(days=6),
        note=[
            ["Dossier", file.case.number],
            ["Ménage", composition_sentence(file.people, STORY_DAY)],
            ["Accompagnement", since],
            ["Ce que l’accompagnement apporte", _BROUGHT],
            ["Service à joindre", f"{file.operator.name}, {file.lead}"],
        ],
    )


def _conditional(world: World) -> None:
    """The last admission of the year was made under a condition, that its operator has to meet."""
    admissions = [row for row in world.rows.of(Decision) if row.code == "admit" and row.lead_person]
    admissions = [row for row in admissions if row.case.rules.configuration.decision("admit_conditional")]
    last = max(admissions, key=lambda row: (row.decided_on, row.case.number))
    last.code = "admit_conditional"
    world.rows.add(
        DecisionCondition,
        case=last.case,
        decision=last,
        what="Ouvrir les droits à l’aide au logement avant l’entrée",
        organisation=last.operator,
        due_on=STORY_DAY + timedelta(days=10),
    )
