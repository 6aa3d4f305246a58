"""A solicitation in the timeline and in the synthesis: told to who reads it in the follow-up, and to nobody else."""

from accompaniment import synthesis, timeline
from accompaniment.services import solicitations as services
from partners.roles import Role
from tests.accompaniment.solicitations.asking import ask


def told(actor, case):
    """The lines of both that speak of a solicitation."""
    events = [event.title for event in timeline.events(actor, case) if event.title.startswith("Sollicitation")]
    parts = [part for part in synthesis.parts(actor, case) if part.title == "Sollicitations en attente"]
    return events, [text for part in parts for _, text in part.lines]


def test_what_stays_inside_is_told_inside(case, cast):
    asked = ask(case, cast.worker, asker="Sa sœur", about="Plus de chauffage.")
    events, lines = told(cast.worker, case)
    assert events == ["Sollicitation – le ménage"]
    assert lines == ["Le ménage – La Vie active doit répondre"]
    assert told(cast.referent, case) == ([], [])
    services.answer_solicitation(solicitation=asked, by=cast.worker)
    assert told(cast.worker, case) == (events, [])


def test_what_the_landlord_asked_is_told_to_both(world, case, cast):
    services.record_solicitation(case=case, by=cast.referent, organisation=world.association, origin="landlord")
    assert [len(found) for found in told(cast.referent, case)] == [1, 1]
    assert [len(found) for found in told(cast.worker, case)] == [1, 1]
    assert told(cast[Role.LANDLORD_MANAGER], case) == ([], [])
