"""Whatever the dates: a grant, a place in a team, a role and a naming open on their days, and on no other.

The same of somebody in her household: she lives there from her arrival to the day before she left.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households import services
from households.grants import GrantLevel, right
from households.models import Case, CaseAccess, CaseTeamMember, NamedPerson, Person
from households.permissions import section_rights
from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role, Section
from tests import factories
from tests.matrix.visit import rolled_back
from veille.core import clock

pytestmark = pytest.mark.django_db
# Each example is rolled back: the world is the same for all.
tried = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _company(cast):
    """Everybody is there before the first example: what an example makes is rolled back."""
    return cast.worker, cast.referent, cast.pilot, cast[Role.ASSOCIATION_MANAGER]


offsets = st.integers(min_value=-400, max_value=400)
ends = st.none() | st.integers(min_value=0, max_value=500)
periods = st.tuples(offsets, ends)


def _dates(period) -> dict:
    """A first day from today, and a last one after it, or none."""
    start, length = period
    first = clock.today() + timedelta(days=start)
    return {"starts_on": first, "ends_on": None if length is None else first + timedelta(days=length)}


def _holds(period) -> bool:
    dates = _dates(period)
    return dates["starts_on"] <= clock.today() and (dates["ends_on"] is None or dates["ends_on"] >= clock.today())


def _sees(actor, case) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


@tried
@given(grant=periods, team=periods)
def test_a_worker_opens_a_file_on_the_days_of_its_grant_and_of_her_team(world, cast, grant, team):
    with rolled_back():
        case = factories.make_case(world)
        CaseAccess.objects.create(
            case=case, organisation=world.association, level=GrantLevel.LEAD, ground="Décision", **_dates(grant)
        )
        CaseTeamMember.objects.create(case=case, user=cast.worker.user, organisation=world.association, **_dates(team))
        assert _sees(cast.worker, case) == (_holds(grant) and _holds(team))


@tried
@given(held=periods)
def test_a_role_is_held_on_its_days_only(world, cast, held):
    with rolled_back():
        manager = cast[Role.ASSOCIATION_MANAGER]
        case = factories.make_accompanied_case(world, cast)
        Membership.objects.filter(user=manager.user).update(**_dates(held))
        actor = actor_of(manager.user, world.association.pk)
        assert (actor is not None and _sees(actor, case)) == _holds(held)


@tried
@given(stays=st.lists(st.none() | periods, min_size=1, max_size=4), day=offsets)
def test_somebody_lives_there_on_the_days_of_her_stay(world, stays, day):
    with rolled_back():
        household = factories.make_case(world).household
        Person.objects.filter(household=household).delete()
        today = clock.today() + timedelta(days=day)
        there = {_lives(household, stay).pk for stay in stays if _stays(stay, today)}
        gone = {_lives(household, stay).pk for stay in stays if not _stays(stay, today)}
        present = set(Person.objects.filter(household=household).present_on(today).values_list("pk", flat=True))
        assert present == there
        assert not present & gone


def _lives(household, stay) -> Person:
    """Of an unknown arrival, she has always lived there."""
    dates = _dates(stay) if stay else {"starts_on": None, "ends_on": None}
    return factories.PersonFactory(household=household, arrived_on=dates["starts_on"], left_on=dates["ends_on"])


def _stays(stay, today) -> bool:
    if stay is None:
        return True
    dates = _dates(stay)
    return dates["starts_on"] <= today and (dates["ends_on"] is None or today < dates["ends_on"])


@tried
@given(named=periods)
def test_a_restricted_file_exists_for_a_named_person_on_her_days(world, cast, named):
    with rolled_back():
        case = factories.make_accompanied_case(world, cast, is_restricted=True)
        NamedPerson.objects.create(case=case, user=cast.worker.user, **_dates(named))
        assert _sees(cast.worker, case) == _holds(named)


@tried
@given(
    levels=st.lists(st.tuples(st.sampled_from(GrantLevel.values), periods), max_size=5, unique_by=lambda one: one[0])
)
def test_grants_add_up_to_the_best_of_those_in_force(world, cast, levels):
    with rolled_back():
        case = factories.make_case(world)
        for level, period in levels:
            CaseAccess.objects.create(
                case=case, organisation=world.landlord, level=level, ground="Convention", **_dates(period)
            )
        rights = section_rights(cast.referent, case)
        standing = [level for level, period in levels if _holds(period)]
        for section in Section.values:
            best = max((right(level, Role.LANDLORD_REFERENT, section) for level in standing), default=0)
            assert rights[section] == best


@tried
@given(acts=st.lists(st.sampled_from(["give", "end", "join", "leave"]), max_size=8))
def test_whatever_was_given_and_taken_back_the_last_act_stands_at_once(world, cast, acts):
    with rolled_back():
        case = factories.make_case(world)
        is_open, is_in_team = False, False
        for act in acts:
            if act == "give":
                services.grant_access(
                    case=case, organisation=world.association, level=GrantLevel.LEAD, ground="Décision", by=cast.pilot
                )
            elif act == "end":
                services.end_access(case=case, level=GrantLevel.LEAD, by=cast.pilot)
            elif act == "join":
                services.add_team_member(
                    case=case, user=cast.worker.user, organisation=world.association, by=cast.pilot
                )
            else:
                for member in CaseTeamMember.objects.current().filter(case=case, user=cast.worker.user):
                    services.leave_team(member=member, by=cast.pilot)
            is_open = {"give": True, "end": False}.get(act, is_open)
            is_in_team = {"join": True, "leave": False}.get(act, is_in_team)
            assert _sees(cast.worker, case) == (is_open and is_in_team)
