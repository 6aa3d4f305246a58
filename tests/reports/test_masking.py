"""Small groups stay hidden, by themselves and by subtraction."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.models import Membership
from partners.roles import Role
from reports.answers import answer
from reports.indicators import Part, whole_scope
from reports.indicators.activity import Step
from reports.indicators.figures import count, mix, rate
from reports.masking import is_small, masked, masked_parts, masked_steps
from reports.permissions import audience


@pytest.mark.parametrize(
    ("n", "total", "hidden"),
    [(0, 20, False), (1, 20, True), (4, 20, True), (5, 20, False), (16, 20, True), (20, 20, False), (3, None, True)],
)
def test_a_number_under_five_or_its_complement_is_small(n, total, hidden):
    assert is_small(n, total) is hidden


def test_a_masked_rate_says_nothing_but_that_it_is_masked():
    found = masked(rate(9, 11))
    assert (found.n, found.total, found.text, found.interval_text, found.aside) == (None, None, "masqué", "", ())
    assert masked(rate(20, 40)).text == "50\u00a0%"
    assert masked(count(3)).text == "masqué"


def test_two_lines_are_hidden_when_one_would_be_found_by_subtraction():
    figure = masked(mix([("a", "A", 30), ("b", "B", 8), ("c", "C", 2)], 40))
    assert [part.n for part in figure.parts] == [30, None, None]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=7))
def test_no_hidden_line_can_be_found_from_the_total(numbers):
    parts = masked_parts([Part(str(i), n, sum(numbers)) for i, n in enumerate(numbers)])
    hidden = [n for part, n in zip(parts, numbers, strict=True) if part.n is None]
    assert not any(is_small(part.n, part.total) for part in parts)
    assert len([n for n in hidden if n]) != 1 or not any(part.n for part in parts)


def test_a_step_of_the_funnel_is_hidden_when_the_loss_is_small():
    shown = masked_steps([Step("Présentés", 100), Step("Admis", 97, "3 de moins"), Step("Engagés", 60, "37 de moins")])
    assert [step.n for step in shown] == [100, None, 60]


def test_a_step_does_not_tell_a_small_door():
    split = (Part("Accès", 3, 40), Part("Maintien", 37, 40))
    [_, step] = masked_steps([Step("Présentés", 100), Step("Diagnostic prescrit", 40, "60 de moins", split)])
    assert (step.n, [part.n for part in step.doors]) == (40, [None, None])


def test_the_funder_cannot_subtract_one_door_from_the_whole(story, world, cast):
    session = story.session(date(2016, 3, 17))
    for door, n in (("access", 20), ("retention", 2)):
        for _ in range(n):
            story.admitted(session, door=door)
    funder = cast[Role.FUNDER]
    scope, reader = whole_scope(funder, world.dispositif), audience(funder, world.dispositif)
    assert answer("A-01", scope, reader).figure.n == 22
    assert answer("A-01", scope.at_door("access"), reader).figure.is_masked
    assert answer("A-01", scope.at_door("retention"), reader).figure.is_masked
    assert [part.n for part in answer("A-01", scope, reader).figure.parts] == [None, None]


def test_sessions_are_no_group_to_hide(story, world, cast):
    for month in (1, 2, 3):
        story.session(date(2016, month, 17))
    funder = cast[Role.FUNDER]
    scope, reader = whole_scope(funder, world.dispositif), audience(funder, world.dispositif)
    assert answer("P-04", scope, reader).figure.n == 3
    assert answer("A-12", scope, reader).figure.total


def test_two_roles_do_not_unmask_each_other(world, cast):
    """A funder who is also of a landlord reads the whole masked, and nothing more."""
    funder = cast[Role.FUNDER]
    Membership.objects.create(
        user=funder.user, organisation=funder.organisation, role=Role.LANDLORD_REFERENT, dispositif=world.dispositif
    )
    from partners.actors import actor_of

    both = actor_of(funder.user, funder.organisation_id)
    assert audience(both, world.dispositif).masks_activity
    assert not audience(cast.pilot, world.dispositif).masks_activity


def test_who_reads_what_on_profiles(world, cast):
    masks = {
        role: audience(cast[role], world.dispositif).masks_profile
        for role in (Role.PROJECT_MANAGER, Role.GROUP_COORDINATOR, Role.LANDLORD_REFERENT, Role.ASSOCIATION_WORKER)
    }
    assert masks == {
        Role.PROJECT_MANAGER: False,
        Role.GROUP_COORDINATOR: True,
        Role.LANDLORD_REFERENT: True,
        Role.ASSOCIATION_WORKER: False,
    }
