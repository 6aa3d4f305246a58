"""« Mon tableau de suivi »: each column under its own right, the next step written in its cell."""

from datetime import timedelta
from uuid import uuid4

import pytest

from households import services
from households.models import Dwelling, HousingPeriod, NextStep, ProcedureStep
from partners.roles import Role
from tests import factories
from veille.core import clock

pytestmark = pytest.mark.django_db
TABLE = "/mon-tableau-de-suivi/"


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.make_measure(case, world.association)
    factories.HousingPeriodFactory(case=case, commune=world.commune)
    ProcedureStep.objects.create(case=case, landlord=world.landlord, step="summons")
    return case


def _rows(client, **filters):
    return client.get(TABLE, filters).context["rows"]


def _plan(client, case, what, due_on="", replaces="", **headers):
    data = {"what": what, "due_on": due_on, "replaces": replaces, "submission_key": str(uuid4())}
    return client.post(f"/dossiers/{case.pk}/prochaine-echeance/", data, headers=headers)


def test_the_referent_finds_her_running_file_with_its_step(sign_in, cast, case):
    [row] = _rows(sign_in(cast.referent))
    assert row.case == case
    assert row.step == "Assignation"


def test_a_secret_dwelling_is_not_told_in_the_table(sign_in, cast, world, case):
    HousingPeriod.objects.update(
        dwelling=Dwelling.objects.create(
            landlord=world.landlord, commune=world.commune, residence="Les Tilleuls", is_secret=True
        )
    )
    page = sign_in(cast.referent).get(TABLE)
    assert "Lieu tenu secret" in page.content.decode()
    assert "Les Tilleuls" not in page.content.decode()


def test_a_closed_file_leaves_the_table(sign_in, cast, case):
    type(case).objects.update(closed_on=clock.today())
    assert _rows(sign_in(cast.referent)) == []


def test_the_last_contact_is_one_the_reader_may_know_of(sign_in, cast, world, case):
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    factories.InterventionFactory(**author, is_shared=False, happened_on=clock.today())
    [hers] = _rows(sign_in(cast.worker))
    [theirs] = _rows(sign_in(cast.referent))
    assert (hers.last_contact, theirs.last_contact) == (clock.today(), None)


def test_a_contact_a_table_reported_is_told_to_its_organisation_and_to_who_accompanies(sign_in, cast, case):
    services.report_contact(case=case, on=clock.today() - timedelta(days=3), by=cast.referent)
    services.report_contact(case=case, on=clock.today() - timedelta(days=1), by=cast.worker)
    [theirs] = _rows(sign_in(cast.referent))
    [hers] = _rows(sign_in(cast.worker))
    assert theirs.last_contact == clock.today() - timedelta(days=3)
    assert hers.last_contact == clock.today() - timedelta(days=1)


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_file_and_the_table_tell_the_same_last_contact(sign_in, cast, world, case, is_shared):
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    factories.InterventionFactory(**author, is_shared=is_shared, happened_on=clock.today())
    for reader in (cast.worker, cast.referent, cast.manager):
        client = sign_in(reader)
        page = client.get(f"/dossiers/{case.pk}/")
        [row] = _rows(client)
        assert page.context["last_contact"] == row.last_contact
        assert ("Dernier contact" in page.content.decode()) is (row.last_contact is not None)


def test_the_next_step_is_read_by_the_own_organisation_only(sign_in, cast, case):
    _plan(sign_in(cast.referent), case, "Passer à l’agence", str(clock.today()))
    [theirs] = _rows(sign_in(cast.referent))
    [hers] = _rows(sign_in(cast.worker))
    assert theirs.next_step.what == "Passer à l’agence"
    assert hers.next_step is None


def test_another_step_takes_the_place_of_the_first(sign_in, cast, case):
    client = sign_in(cast.referent)
    _plan(client, case, "Appeler")
    _plan(client, case, "Écrire", replaces=NextStep.objects.get().pk)
    assert list(NextStep.objects.order_by("done_on").values_list("what", "done_on")) == [
        ("Appeler", clock.today()),
        ("Écrire", None),
    ]


def test_a_step_changed_meanwhile_is_not_overwritten_unread(sign_in, cast, case):
    client = sign_in(cast.referent)
    _plan(client, case, "Appeler")
    answer = _plan(client, case, "Écrire")
    assert answer.status_code == 422
    assert "relisez-la" in answer.content.decode()
    assert NextStep.objects.get().what == "Appeler"


def test_an_empty_text_ends_the_step(sign_in, cast, case):
    client = sign_in(cast.referent)
    _plan(client, case, "Appeler")
    _plan(client, case, "", replaces=NextStep.objects.get().pk)
    assert NextStep.objects.get().done_on == clock.today()


def test_a_day_without_a_text_is_refused(sign_in, cast, case):
    answer = _plan(sign_in(cast.referent), case, "", str(clock.today()))
    assert answer.status_code == 422
    assert "Dites ce qui est prévu" in answer.content.decode()


def test_in_place_the_answer_is_the_cell(sign_in, cast, case):
    answer = _plan(sign_in(cast.referent), case, "Appeler", **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "Appeler" in answer.content.decode()


def test_giving_up_in_place_brings_the_cell_back_and_writes_nothing(sign_in, cast, case):
    referent = sign_in(cast.referent)
    _plan(referent, case, "Appeler")
    answer = referent.get(f"/dossiers/{case.pk}/prochaine-echeance/?lire=1", headers={"HX-Request": "true"})
    assert "Appeler" in answer.content.decode() and "<form" not in answer.content.decode()


def test_the_table_is_narrowed_by_the_day_of_the_next_step(sign_in, cast, world, case):
    client = sign_in(cast.referent)
    _plan(client, case, "Appeler", str(clock.today() - timedelta(days=1)))
    assert [row.case for row in _rows(client, due="late")] == [case]
    assert _rows(client, due="week") == []
    assert _rows(client, due="none") == []


def test_the_table_is_narrowed_by_step_and_team(sign_in, cast, case):
    assert _rows(sign_in(cast.referent), step="judgment") == []
    assert len(_rows(sign_in(cast.referent), step="summons")) == 1
    assert _rows(sign_in(cast.referent), is_mine="on") == []
    assert len(_rows(sign_in(cast.worker), is_mine="on")) == 1


def test_the_nearest_day_comes_first_and_no_day_last(sign_in, cast, world):
    client = sign_in(cast.referent)
    late, soon, never = (factories.make_accompanied_case(world, cast) for _ in range(3))
    _plan(client, soon, "Appeler", str(clock.today() + timedelta(days=3)))
    _plan(client, late, "Appeler", str(clock.today() - timedelta(days=3)))
    assert [row.case for row in _rows(client)] == [late, soon, never]


def test_litigation_keeps_no_table(sign_in, cast, case):
    client = sign_in(cast[Role.LANDLORD_LITIGATION])
    assert _rows(client) == []
    assert client.get(f"/dossiers/{case.pk}/prochaine-echeance/").status_code == 403


def test_a_foreign_file_has_no_next_step(sign_in, cast, world):
    stranger = factories.make_case(world)
    assert sign_in(cast.worker).get(f"/dossiers/{stranger.pk}/prochaine-echeance/").status_code == 404
