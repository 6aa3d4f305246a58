"""A search for a dwelling at each of its steps: landlords asked, dwellings proposed, commissions, a condition."""

from datetime import date, timedelta

from cellule.models import (
    AgendaItem,
    Candidature,
    CommissionPassage,
    Decision,
    DecisionCondition,
    HousingOffer,
    Session,
)
from households.grants import GrantLevel
from households.models import Case
from tests import factories
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast, ids: dict) -> dict:
    session = Session.objects.get(pk=ids["session_closed"])
    asked, decision = decided_by(world, cast, session)
    answered, _ = decided_by(world, cast, session)
    refused, refusing = decided_by(world, cast, session)
    return (
        _asked(world, cast, asked, decision)
        | _answered(world, cast, answered)
        | _refused(world, cast, refused, refusing)
        | _passages(world, cast)
        | {"condition": _condition(world, decision).pk, "case_asked": asked.pk, "case_answered": answered.pk}
    )


def _accompanied(world: World, cast: Cast) -> Case:
    """The association leads, towards a dwelling that nobody has yet."""
    case = factories.make_case(world, door="access", admitted_on=date(2018, 11, 15))
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    return case


def decided_by(world: World, cast: Cast, session: Session) -> tuple[Case, Decision]:
    """Decided by the closed session, so that its secretary follows."""
    case = _accompanied(world, cast)
    item = AgendaItem.objects.create(
        session=session, case=case, kind="follow_up", position=session.items.count() + 1, state="decided"
    )
    decision = Decision.objects.create(
        case=case,
        agenda_item=item,
        body="instance",
        code="note_only",
        decided_on=session.held_on,
        recorded_by=cast.secretary.user,
    )
    return case, decision


def candidature(world: World, cast: Cast, case: Case, decision: Decision | None, **fields) -> Candidature:
    return Candidature.objects.create(
        case=case,
        decision=decision,
        landlord=world.landlord,
        planned_on=date(2018, 12, 1),
        planned_by=cast.secretary.user,
        asked_on=date(2018, 12, 1),
        answer_expected_on=clock.today() + timedelta(days=10),
        **fields,
    )


def _asked(world: World, cast: Cast, case: Case, decision: Decision) -> dict:
    factories.grant(case, world.landlord, GrantLevel.CANDIDATURE)
    return {"candidature_asked": candidature(world, cast, case, decision, state="asked").pk}


def _refused(world: World, cast: Cast, case: Case, decision: Decision) -> dict:
    """Her landlord said no: the secretary may ask another one."""
    said = {"state": "refused", "refusal_reason": "out_of_area", "answered_on": clock.today()}
    found = candidature(world, cast, case, decision, **said)
    return {"candidature_refused": found.pk, "case_refused_by_landlord": case.pk}


def _answered(world: World, cast: Cast, case: Case) -> dict:
    """The landlord said yes: a dwelling is proposed on one, accepted on another."""
    proposed = candidature(world, cast, case, case.decisions.get(), state="accepted")
    other = _accompanied(world, cast)
    accepted = candidature(world, cast, other, None, state="accepted")
    free = _accompanied(world, cast)
    return {
        "candidature_accepted": candidature(world, cast, free, None, state="accepted").pk,
        "case_free": free.pk,
        "case_accepted": other.pk,
        "offer_proposed": _offer(world, cast, proposed).pk,
        "offer_accepted": _offer(world, cast, accepted, state="accepted", answered_on=clock.today()).pk,
    }


def _offer(world: World, cast: Cast, candidature: Candidature, **fields) -> HousingOffer:
    return HousingOffer.objects.create(
        case=candidature.case,
        candidature=candidature,
        commune=world.commune,
        dwelling_type="t3",
        offered_on=clock.today(),
        offered_by=cast.worker.user,
        **fields,
    )


def _passages(world: World, cast: Cast) -> dict:
    ids = {}
    results = {"decided": {"result": "cal_awarded", "decided_on": clock.today()}}
    for state in ("prepared", "passed", "decided"):
        case = _accompanied(world, cast)
        passage = CommissionPassage.objects.create(
            case=case,
            landlord=world.landlord,
            state=state,
            note=[] if state == "prepared" else [["Ménage", "1 adulte"]],
            prepared_on=clock.today(),
            prepared_by=cast.worker.user,
            **results.get(state, {}),
        )
        ids |= {f"passage_{state}": passage.pk, f"case_passage_{state}": case.pk}
    return ids


def _condition(world: World, decision: Decision) -> DecisionCondition:
    return DecisionCondition.objects.create(
        case=decision.case,
        decision=decision,
        what="Ouvrir les droits",
        organisation=world.association,
        due_on=clock.today(),
    )
