"""The cast itself: each person is who the tests believe."""

from households.models import Case
from partners.roles import Role
from tests import factories


def test_each_role_has_its_person(cast):
    assert {role: set(cast[role].roles) for role in Role.values} == {role: {role} for role in Role.values}


def test_the_team_sees_the_accompanied_case_and_the_others_do_not(world, cast):
    case = factories.make_accompanied_case(world, cast)
    sees = {
        name: Case.objects.visible_to(actor).filter(pk=case.pk).exists()
        for name, actor in {
            "worker": cast.worker,
            "manager": cast.manager,
            "referent": cast.referent,
            "other_worker": cast.other_worker,
            "colleague": cast.colleague,
            "partner": cast.partner(Role.ASSOCIATION_WORKER),
            "busy": cast.busy_elsewhere(Role.ASSOCIATION_WORKER),
            "former": cast.former(Role.LANDLORD_REFERENT, case),
            "pilot": cast.pilot,
            "secretary": cast.secretary,
        }.items()
    }
    assert {name for name, seen in sees.items() if seen} == {"worker", "manager", "referent"}


def test_a_restricted_case_exists_for_named_people_only(world, cast):
    case = factories.restrict(factories.make_accompanied_case(world, cast), cast.worker)
    assert Case.objects.visible_to(cast.worker).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(cast.manager).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(cast.referent).filter(pk=case.pk).exists()
