"""A landlord's case worker who accompanies prepares as an association does; her colleagues read nothing of it."""

import pytest
from django.urls import reverse

from accompaniment import services
from accompaniment.models import Intervention, PreparationInvitation
from accompaniment.services.preparation import Mark
from households.grants import GrantLevel
from partners.roles import Role
from tests import factories
from tests.accompaniment.preparation.conftest import MODULES
from tests.accompaniment.rules import configured
from veille.core import clock


@pytest.fixture
def session(world, cast):
    worker = cast[Role.LANDLORD_CASE_WORKER]
    case = factories.make_case(world, admitted_on=clock.today())
    factories.grant(case, world.landlord, GrantLevel.LEAD)
    factories.put_in_team(case, worker)
    configured(case, preparation_months=3, preparation_modules=MODULES)
    factories.make_measure(case, world.landlord, state="preparation", decided_on=clock.today())
    session = services.plan_preparation(
        dispositif=world.dispositif,
        module="rights",
        animator=worker.user,
        planned_on=clock.today(),
        place="Agence",
        by=worker,
    )
    services.invite_to_preparation(session=session, cases=[case], by=worker)
    return session


def test_she_notes_a_presence_that_her_colleagues_do_not_read(cast, session, sign_in):
    worker = cast[Role.LANDLORD_CASE_WORKER]
    row = PreparationInvitation.objects.get()
    services.note_attendance(session=session, marks=[Mark(row.pk, ("expected", ""), "present")], by=worker)
    told = Intervention.objects.get()
    assert (told.is_shared, told.is_landlord_part) == (False, False)
    address = reverse("accompaniment:preparation_detail", args=[session.pk])
    assert row.case.number in sign_in(worker).get(address).content.decode()
    assert sign_in(cast.referent).get(address).status_code == 404
    assert sign_in(cast.worker).get(address).status_code == 404
