"""A file with a tripartite meeting to come, one held with its conclusions handed over, a synthesis, a relay."""

from datetime import time, timedelta

from accompaniment import services as accompanying
from accompaniment.models import CaseMeeting
from accompaniment.services import conclusions as concluding
from accompaniment.services import meeting_guests as inviting
from accompaniment.services import meetings as services
from accompaniment.services import relays
from tests import factories
from tests.cast import Cast, World
from veille.core import clock, links

_PERSON = {"name": "Docteure Lamy", "function": "Médecin traitante", "body": "Maison de santé"}


def build(world: World, cast: Cast) -> dict:
    case = factories.make_accompanied_case(world, cast)
    measure = factories.make_measure(case, world.association)
    plan = accompanying.draft_plan(
        measure=measure, priorities="Rester.", review_on=clock.today() + timedelta(days=60), by=cast.worker
    )
    accompanying.save_objective(plan=plan, label="Payer", theme="budget", is_shared=False, actions=[], by=cast.worker)
    coming, held, inner = (_meeting(case, world, cast, kind) for kind in ("tripartite", "tripartite", "synthesis"))
    guests = {meeting: _guest(meeting, cast) for meeting in (coming, held, inner)}
    inviting.invite_guest(guest=guests[coming], by=cast.worker)
    handed, decision = _hold(held, guests[held], cast)
    relay = relays.propose_relay(
        case=case, kind="relay_common_law", theme="budget", agreed_on=clock.today(), first_on=clock.today(),
        body="Point conseil budget", contact="Madame Roy", by=cast.worker,
    )  # fmt: skip
    return {
        "coordinated": case.pk,
        "meeting_coming": coming.pk,
        "meeting_held": held.pk,
        "meeting_inner": inner.pk,
        "guest_coming": guests[coming].pk,
        "guest_inner": guests[inner].pk,
        "guest_landlord": coming.guests.get(kind="organisation").pk,
        "guest_link": links.of("meeting", guests[coming].pk).get().pk,
        "handed": handed.pk,
        "handed_link": links.of("meeting_conclusions", handed.pk).get().pk,
        "meeting_decision": decision.pk,
        "case_relay": relay.pk,
    }


def _meeting(case, world: World, cast: Cast, kind: str) -> CaseMeeting:
    return services.plan_meeting(
        case=case, kind=kind, held_on=clock.today(), starts_at=time(14), minutes=60, way="in_person",
        place="Dans nos locaux", agenda="Point", household_part="represented", represented_by="Sa sœur",
        worker=cast.worker.user, team=[], organisations=[world.landlord] if kind == "tripartite" else [],
        by=cast.worker,
    )  # fmt: skip


def _guest(meeting: CaseMeeting, cast: Cast):
    return inviting.name_guest(
        meeting=meeting, agreed_on=clock.today(), email="cabinet@exemple.invalid", by=cast.worker, **_PERSON
    )


def _hold(meeting: CaseMeeting, guest, cast: Cast):
    services.hold_meeting(
        meeting=meeting, held_on=clock.today(), minutes=60, household_part="represented", represented_by="Sa sœur",
        household_word="Elle dit oui.", attended=[guest.pk], by=cast.worker,
    )  # fmt: skip
    concluding.write_conclusions(
        meeting=meeting, text="Chacun revoit l’échéancier.", audience="interventions_shared", is_agreed=True,
        former=0, by=cast.worker,
    )  # fmt: skip
    decision = concluding.add_decision(
        meeting=meeting, label="Appeler la CAF", who="La référente", due_on=clock.today(), is_shared=True,
        by=cast.worker,
    )  # fmt: skip
    handed, _ = concluding.hand_conclusions(guest=guest, days=5, by=cast.worker)
    return handed, decision
