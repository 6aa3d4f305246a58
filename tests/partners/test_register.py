"""The register of the network: kept by each employer's manager, read by those who work with her people."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from partners import services
from partners.models import Membership, RegisteredWorker, WorkerEmployment
from partners.network import listed_workers
from partners.roles import Role
from tests.partners.network import register
from veille.core import clock
from veille.core.models import AuditEvent

LIST = reverse("partners:worker_list")
CREATE = reverse("partners:worker_create")


def _typed(**fields) -> dict:
    return {
        "user": "",
        "first_name": "Solène",
        "last_name": "Inventée",
        "function": "case_worker",
        "profile": "volunteer_manager",
        "competences": ["budget_debt", "mediation"],
        "starts_on": "2018-12-01",
        "percent": "60",
    } | fields


def test_a_manager_writes_a_pooled_post_and_a_partner_reads_it(world, cast, sign_in):
    typed = _typed(employer_2=str(world.landlord.pk), percent_2="40", territories=[str(world.territory.pk)])
    answer = sign_in(cast.manager).post(CREATE, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == LIST
    worker = RegisteredWorker.objects.get()
    assert (worker.organisation, worker.competences) == (world.association, ["budget_debt", "mediation"])
    assert {share.organisation: share.percent for share in worker.employments.order_by("pk")} == {
        world.association: 60,
        world.landlord: 40,
    }
    page = sign_in(cast.referent).get(LIST).content.decode()
    assert "Solène Inventée" in page
    assert "60\xa0%" in page.replace("&nbsp;", "\xa0")
    assert "Modifier<" not in page


def test_somebody_with_an_account_is_named_by_it(world, cast, sign_in):
    typed = _typed(user=str(cast.worker.user_id), first_name="", last_name="", profile="social_worker")
    assert sign_in(cast.manager).post(CREATE, typed).status_code == 302
    worker = RegisteredWorker.objects.get()
    assert (str(worker), worker.last_name) == (str(cast.worker.user), "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first_name": "", "last_name": ""}, "Choisissez un compte, ou écrivez un nom."),
        ({"is_social_worker": "on"}, "n’est pas travailleur·se social·e de métier"),
        ({"percent": "101"}, "inférieure ou égale à 100"),
        ({"percent": ""}, "obligatoire"),
        ({"percent_2": "20"}, "Un employeur va avec sa part."),
    ],
)
def test_what_is_missing_or_wrong_is_said(typed, said, cast, sign_in):
    answer = sign_in(cast.manager).post(CREATE, _typed(**typed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RegisteredWorker.objects.exists()


def test_shares_hold_in_one_post(world, cast, sign_in):
    answer = sign_in(cast.manager).post(CREATE, _typed(employer_2=str(world.landlord.pk), percent_2="41"))
    assert answer.status_code == 422
    assert "dépassent 100" in answer.content.decode()


def test_the_database_judges_the_sum_of_shares(world, cast):
    worker = register(cast.manager, shares={world.association: 70})
    with pytest.raises(IntegrityError, match="dépassent 100"), transaction.atomic():
        WorkerEmployment.objects.create(worker=worker, organisation=world.landlord, percent=31)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_stranger_to_the_organisation_is_not_written_there(world, cast):
    with pytest.raises(ValidationError, match="ne travaille pas dans votre organisme"):
        register(cast.manager, user=cast.referent.user, first_name="", last_name="")


def test_nobody_is_written_twice(world, cast):
    fields = {"user": cast.worker.user, "first_name": "", "last_name": ""}
    register(cast.manager, **fields)
    with pytest.raises(ValidationError, match="déjà inscrite"):
        register(cast.manager, **fields)


def test_another_employer_reads_the_line_and_does_not_write_it(world, cast, sign_in):
    worker = register(cast.manager, shares={world.association: 60, world.landlord: 40})
    landlord = sign_in(cast[Role.LANDLORD_MANAGER])
    assert "Solène" in landlord.get(LIST).content.decode()
    for name in ("worker_edit", "worker_end"):
        assert landlord.post(reverse(f"partners:{name}", args=[worker.pk])).status_code == 403


def test_of_two_managers_the_second_is_told(world, cast, sign_in):
    worker = register(cast.manager)
    client, url = sign_in(cast.manager), reverse("partners:worker_edit", args=[worker.pk])
    version = services.worker_version(worker)
    assert client.post(url, _typed(version=version, area="Lens")).status_code == 302
    late = client.post(url, _typed(version=version, area="Béthune"))
    assert late.status_code == 422
    assert "entre-temps" in late.content.decode()
    worker.refresh_from_db()
    assert worker.area == "Lens"


def test_a_change_of_shares_alone_makes_a_form_stale(world, cast):
    worker = register(cast.manager)
    before = services.worker_version(worker)
    worker.employments.update(percent=50)
    assert services.worker_version(worker) != before


def test_an_ended_line_leaves_the_list_and_is_forgotten_a_year_later(world, cast, sign_in):
    worker = register(cast.manager, starts_on=clock.today().replace(year=2017))
    sign_in(cast.manager).post(reverse("partners:worker_end", args=[worker.pk]))
    assert not listed_workers(cast.manager).exists()
    assert listed_workers(cast.manager, past="all").count() == 1
    RegisteredWorker.objects.update(ends_on=clock.today().replace(year=2017))
    assert services.network.forget_old_workers() == 0
    RegisteredWorker.objects.update(starts_on="2016-01-01", ends_on="2017-12-01")
    assert services.network.forget_old_workers() > 0


@pytest.mark.parametrize(
    "chosen",
    [{"q": "solene"}, {"q": "INVENTEE sol"}, {"competence": "budget_debt"}, {"function": "case_worker"}],
)
def test_the_register_is_searched_without_accents_and_by_competence(chosen, world, cast):
    register(cast.manager)
    assert listed_workers(cast.referent, **chosen).count() == 1


@pytest.mark.parametrize("chosen", [{"q": "dupont"}, {"competence": "legal"}, {"function": "social_referent"}])
def test_what_does_not_answer_is_not_listed(chosen, world, cast):
    register(cast.manager)
    assert not listed_workers(cast.referent, **chosen).exists()


def test_by_territory(world, cast):
    register(cast.manager, territories=[world.territory])
    assert listed_workers(cast.referent, territory=world.territory.pk).exists()
    assert not listed_workers(cast.referent, territory=world.other_territory.pk).exists()


def test_who_shares_no_dispositif_reads_nobody(world, cast):
    register(cast.manager)
    world.dispositif.partnerships.filter(organisation=world.landlord).delete()
    assert not listed_workers(cast.referent).exists()


@pytest.mark.parametrize("role", [Role.FUNDER, Role.STATE_SERVICE, Role.EVALUATOR, Role.LANDLORD_CARETAKER])
def test_names_of_professionals_are_not_for_everybody(role, cast, sign_in):
    assert sign_in(cast[role]).get(LIST).status_code == 403


def test_the_data_protection_officer_reads_her_own_organisation(world, cast):
    register(cast.manager)
    register(cast[Role.LANDLORD_MANAGER], last_name="Duloir")
    assert [str(worker) for worker in listed_workers(cast[Role.DPO])] == ["Solène Duloir"]


def test_an_empty_register_says_what_to_do_first(cast, sign_in):
    assert "Inscrire une personne" in sign_in(cast.manager).get(LIST).content.decode()
    assert "y inscrivent leurs équipes" in sign_in(cast.referent).get(LIST).content.decode()


def test_the_journal_keeps_no_name(world, cast):
    worker = register(cast.manager)
    event = AuditEvent.objects.get(name="registered_worker.added")
    assert (event.object_id, event.changes) == (worker.pk, {"function": "case_worker"})


def test_a_colleague_who_left_is_no_longer_offered(world, cast, sign_in):
    Membership.objects.filter(user=cast.worker.user).update(ends_on="2018-12-01")
    assert str(cast.worker.user_id) not in sign_in(cast.manager).get(CREATE).content.decode()
