"""Two people change at the same instant who opens a file, or whether it is open."""

import time

import pytest
from django.core.exceptions import ValidationError

from households.models import Case, CaseSpell, CaseTeamMember, NamedPerson
from households.models.access import TeamPart
from households.services import add_team_member, close_case, end_naming, name_person, reopen_case
from tests import factories
from tests.attack.test_races import at_once
from tests.cast import Cast
from veille.core import audit


@pytest.fixture
def two(committed_world, monkeypatch):
    """Each act takes its time before it is done: the other one begins meanwhile."""
    written = audit.record

    def slowly(*args, **kwargs):
        time.sleep(0.3)
        return written(*args, **kwargs)

    monkeypatch.setattr(audit, "record", slowly)
    return committed_world, Cast(committed_world)


def test_two_named_persons_do_not_take_each_other_off(two):
    world, cast = two
    case = factories.make_accompanied_case(world, cast)
    first, second = (name_person(case=case, user=one.user, by=cast.worker) for one in (cast.worker, cast.manager))
    answers = at_once(
        lambda: end_naming(named=NamedPerson.objects.get(pk=first.pk), by=cast.manager),
        lambda: end_naming(named=NamedPerson.objects.get(pk=second.pk), by=cast.worker),
    )
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert NamedPerson.objects.current().filter(case=case).count() == 1


def test_two_managers_name_one_lead_person_each_and_one_stays(two):
    world, cast = two
    case = factories.make_accompanied_case(world, cast)
    lead = {"case": case, "organisation": world.association, "by": cast.manager, "part": TeamPart.LEAD}
    people = [cast.play("association_worker", world.association, name).user for name in ("Aline", "Basma")]
    answers = at_once(*[lambda user=user: add_team_member(user=user, **lead) for user in people])
    assert all(isinstance(answer, CaseTeamMember) for answer in answers)
    assert CaseTeamMember.objects.current().filter(case=case, part=TeamPart.LEAD).count() == 1


def test_a_closed_file_is_opened_again_once(two):
    world, cast = two
    case = close_case(case=factories.make_accompanied_case(world, cast), by=cast.worker)
    answers = at_once(*[lambda: reopen_case(case=Case.objects.get(pk=case.pk), by=cast.worker, reason="retour")] * 2)
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert CaseSpell.objects.filter(case=case, ends_on=None).count() == 1
