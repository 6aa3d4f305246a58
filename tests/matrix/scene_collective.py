"""Collective actions at their steps, kept by the association with the landlord; a cooperative on its land."""

from datetime import date

from accompaniment.models import CooperativeLoan
from tests.accompaniment.collective import scenes
from tests.cast import Cast, World


def build(world: World, cast: Cast) -> dict:
    beside = (world.landlord,)
    running = scenes.action_of(world, cast.worker, beside=beside, title="Atelier des factures")
    session = scenes.session_of(running)
    scenes.session_of(running, on=date(2018, 11, 28), adults=9)
    ended = scenes.action_in(world, cast, "held", beside=beside)
    cancelled = scenes.action_in(world, cast, "cancelled", beside=beside)
    postponed = scenes.session_of(running, on=date(2018, 12, 6))
    type(postponed).objects.filter(pk=postponed.pk).update(state="cancelled")
    participant = _reachable(scenes.participant_of(running, cast.worker))
    return {
        "collective": running.pk,
        "collective_ended": ended.pk,
        "collective_cancelled": cancelled.pk,
        "collective_session": session.pk,
        "collective_session_cancelled": postponed.pk,
        "collective_person": participant.pk,
    } | _cooperative(world, cast)


def _cooperative(world: World, cast: Cast) -> dict:
    cooperative = scenes.cooperative_of(world, cast.worker)
    loan = CooperativeLoan.objects.create(
        cooperative=cooperative,
        kind="land",
        label="Terrain du bâtiment C",
        lender=world.landlord,
        starts_on="2017-03-01",
    )
    member = _reachable(scenes.member_of(cooperative))
    return {"cooperative": cooperative.pk, "cooperative_loan": loan.pk, "cooperative_member": member.pk}


def _reachable(row):
    """Somebody who let the association keep how to reach her."""
    row.contact, row.agreed_on = "06 39 98 00 34", date(2018, 12, 6)
    row.save(update_fields=["contact", "agreed_on"])
    return row
