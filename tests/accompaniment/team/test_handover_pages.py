"""One screen for a whole caseload: answered, previewed, confirmed once; what is refused comes back as it was."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accompaniment.models import HandedFile, Handover, Note
from households.models import CaseTeamMember
from partners.models import Membership, RegisteredWorker, WorkerEmployment
from partners.roles import Role
from tests import factories
from tests.accompaniment.team.conftest import place
from veille.core import clock
from veille.core.formats import of_name


@pytest.fixture
def address(cast):
    return reverse("accompaniment:handover_create", args=[cast.worker.user_id])


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def answers(cast, files, **told):
    return {"receiver": str(cast.other_worker.user_id), "kept_until": "", "step": "preview", **told}


def typed_in(page) -> dict[str, str]:
    """The hidden fields of the preview, as the browser sends them back."""
    return dict(page.context["typed"])


def text_of(page) -> str:
    """What is read, with plain spaces."""
    return re.sub(r"&nbsp;|[\u00a0\u202f]", " ", page.content.decode())


def lead(case):
    return CaseTeamMember.objects.current().get(case=case, part="lead").user


def test_the_screen_lists_the_whole_caseload(files, cast, address, manager):
    page = text_of(manager.get(address))
    assert all(case.number in page for case in files)
    assert "Ce qui passe, ce qui reste" in page and Role.ASSOCIATION_WORKER.label in page


def test_the_preview_moves_nothing_and_says_the_weights(files, cast, address, manager):
    enter_maximum(cast, cast.other_worker, 2)
    page = manager.post(address, answers(cast, files))
    (change,) = page.context["changes"]
    assert (change.files, change.before.carried, change.after.carried, change.after.maximum) == (3, 0, 2, 2)
    assert change.after.label == "Proche du maximum"
    assert "Rien n’est encore passé" in page.content.decode()
    assert not Handover.objects.exists()


def enter_maximum(cast, actor, weight, percent=100):
    worker = RegisteredWorker.objects.create(
        organisation=actor.organisation,
        user=actor.user,
        function="case_worker",
        profile="social_worker",
        maximum_weight=weight,
    )
    WorkerEmployment.objects.create(worker=worker, organisation=actor.organisation, percent=percent)


def test_confirmed_it_is_done_once(files, cast, address, manager):
    key = place(files[0], cast.worker).pk
    page = manager.post(address, answers(cast, files, **{f"note_{key}": "Rappeler lundi."}))
    sent = {**typed_in(page), "step": "confirm", "submission_key": "3b241101-e2bb-4255-8caf-4136c566a962"}
    first, second = manager.post(address, sent), manager.post(address, sent)
    assert first.status_code == 302 and second.status_code in {302, 422}
    assert (Handover.objects.count(), HandedFile.objects.count(), Note.objects.count()) == (1, 3, 1)
    assert lead(files[0]) == cast.other_worker.user
    told = manager.get(first.url).content.decode()
    assert "Rappeler lundi." in told and str(cast.other_worker.user) in told


def test_some_files_go_to_another_and_some_stay(files, cast, third, address, manager):
    one, two, three = (place(case, cast.worker).pk for case in files)
    told = answers(cast, files, **{f"to_{one}": str(third.user_id), f"to_{two}": "-", f"to_{three}": "-"})
    page = manager.post(address, told)
    assert "2 dossiers restent" in text_of(page)
    manager.post(address, {**typed_in(page), "step": "confirm"})
    assert lead(files[0]) == third.user and lead(files[1]) == cast.worker.user


def test_corrected_the_screen_keeps_what_was_typed(files, cast, address, manager):
    key = place(files[0], cast.worker).pk
    page = manager.post(address, answers(cast, files, **{f"note_{key}": "Rappeler lundi."}))
    again = manager.post(address, {**typed_in(page), "step": "correct"}).content.decode()
    assert "Rappeler lundi." in again and "Voir l’aperçu" in again


def test_confirmed_without_a_preview_it_is_previewed_first(files, cast, address, manager):
    answer = manager.post(address, answers(cast, files, step="confirm"))
    assert answer.status_code == 422
    assert "a changé depuis l’aperçu" in answer.content.decode()
    assert not Handover.objects.exists()


def test_a_caseload_that_changed_since_the_preview_is_read_again(files, cast, address, manager):
    page = manager.post(address, answers(cast, files))
    CaseTeamMember.objects.filter(case=files[1]).update(ends_on=clock.today() - timedelta(days=1))
    answer = manager.post(address, {**typed_in(page), "step": "confirm"})
    assert answer.status_code == 422
    assert lead(files[0]) == cast.worker.user


def test_a_note_does_not_go_without_its_file(files, cast, address, manager):
    key = place(files[0], cast.worker).pk
    answer = manager.post(address, answers(cast, files, **{f"to_{key}": "-", f"note_{key}": "Rappeler."}))
    assert answer.status_code == 422 and "la note part avec lui" in answer.content.decode()


def test_nobody_chosen_is_said(files, cast, address, manager):
    answer = manager.post(address, {"receiver": "", "step": "preview"})
    assert answer.status_code == 422 and "Choisissez qui reprend" in answer.content.decode()


def test_a_restricted_file_is_told_apart_and_asks_to_be_named(files, cast, address, manager):
    factories.restrict(files[0], cast.worker, cast.manager)
    key = place(files[0], cast.worker).pk
    page = manager.post(address, answers(cast, files))
    assert files[0].pk not in {one.case for one, _ in page.context["files"]}
    told = answers(cast, files, **{f"to_{key}": str(cast.other_worker.user_id)})
    page = manager.post(address, told)
    refused = manager.post(address, {**typed_in(page), "step": "confirm"})
    assert refused.status_code == 422 and "accès restreint" in refused.content.decode()
    page = manager.post(address, {**told, f"name_{key}": "on"})
    assert "Sera nommée" in page.content.decode()
    assert manager.post(address, {**typed_in(page), "step": "confirm"}).status_code == 302
    assert lead(files[0]) == cast.other_worker.user


def test_a_restricted_file_where_she_is_not_named_is_nowhere(files, cast, address, manager):
    factories.restrict(files[0], cast.worker)
    page = text_of(manager.get(address))
    assert files[0].number not in page and "2 dossiers" in page


def test_who_left_is_found_and_her_files_wait_in_a_faire(files, cast, address, manager):
    Membership.objects.filter(user=cast.worker.user).update(ends_on=clock.today() - timedelta(days=1))
    home = manager.get(reverse("home")).content.decode()
    assert "qui n’est plus de l’équipe" in home and address in home
    assert "n’est plus de l’équipe" in manager.get(address).content.decode()


def test_who_receives_finds_them_in_a_faire_until_somebody_is_met(files, cast, address, manager, sign_in):
    page = manager.post(address, answers(cast, files))
    manager.post(address, {**typed_in(page), "step": "confirm"})
    receiver = sign_in(cast.other_worker)
    words = f"Dossier repris {of_name(cast.worker.user)}"
    assert text_of(receiver.get(reverse("home"))).count(f"{words} : se présenter au ménage</p>") == 2
    factories.InterventionFactory(
        case=files[0], organisation=cast.other_worker.organisation, author=cast.other_worker.user, kind="home_visit"
    )
    assert text_of(receiver.get(reverse("home"))).count(f"{words} : se présenter au ménage</p>") == 1
    assert str(cast.worker.user) in text_of(receiver.get(reverse("accompaniment:handover_list")))


def test_the_worker_herself_divides_nothing(files, cast, address, sign_in):
    assert sign_in(cast.worker).get(address).status_code == 403
    assert sign_in(cast[Role.LANDLORD_MANAGER]).get(address).status_code == 404
    assert sign_in(cast.referent).get(address).status_code == 403
