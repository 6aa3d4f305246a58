"""The two documents: what they carry, who asks for them, who opens them, and that a run makes one only."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.urls import reverse

from funding.loading import load_plan_2014
from partners.models import Membership
from partners.roles import Role
from reports import services, todo
from reports.models import Document, DocumentKind, FicheProjet
from reports.tasks import make_document
from veille.core import runs
from veille.core.models import Run, RunState


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    """The tests call the task themselves."""
    monkeypatch.setattr(runs, "_send", lambda task, run_id: None)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def filled(story, world):
    """Twelve presented in 2016, ten admitted, one left her dwelling, one kept it."""
    session = story.session(date(2016, 3, 17))
    cases = [story.admitted(session) for _ in range(6)] + [story.admitted(session, door="access") for _ in range(4)]
    for code in ("refuse", "withdraw"):
        story.decided(story.presented(session), session, code)
    for case in cases:
        story.measure(case, date(2016, 4, 1)) if case.door == "access" else None
    for case, outcome in zip(cases, ("retained_same", "evicted"), strict=False):
        story.measure(case, date(2016, 4, 1), reason="objectives_met", outcome=outcome, ended_on=date(2017, 4, 1))
    load_plan_2014(world.dispositif)
    return world.dispositif


def made(dispositif, kind, actor) -> Document:
    run = services.ask_document(dispositif=dispositif, kind=kind, by=actor)
    make_document(str(run.pk))
    return Document.objects.get(run=run.pk)


def words(document) -> str:
    with document.file.open("rb") as source:
        pages = pypdf.PdfReader(io.BytesIO(source.read())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_evaluation_report_carries_the_figures_of_the_rows(filled, cast):
    document = made(filled, DocumentKind.EVALUATION, cast.pilot)
    text = words(document)
    for expected in ("Rapport d’évaluation", "Données au 14 décembre 2018", "390 760,00 €", "3 409,40 €", "1 / 2"):
        assert expected in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert document.figures["A-01"]["n"] == 10
    assert document.figures["R-01"] == {"n": 1, "total": 2, "value": None, "text": "50\u00a0%"}
    assert document.data_on == date(2018, 12, 14)
    assert len(document.digest) == 64
    assert document.file.name.endswith(".pdf")
    assert "evaluation" not in document.file.name


def test_the_fiche_projet_prints_the_text_of_the_pilot(filled, cast):
    sections = {"context": "Un contexte relu par le pilote."}
    services.save_fiche(dispositif=filled, sections=sections, version="", by=cast.pilot)
    text = words(made(filled, DocumentKind.FICHE_PROJET, cast.pilot))
    assert "Un contexte relu par le pilote." in text
    assert "Fiche projet" in text


def test_a_run_taken_up_twice_makes_one_document(filled, cast):
    document = made(filled, DocumentKind.FICHE_PROJET, cast.pilot)
    Run.objects.filter(pk=document.run).update(state=RunState.QUEUED)
    make_document(str(document.run))
    run = Run.objects.get(pk=document.run)
    assert Document.objects.filter(run=run.pk).count() == 1
    assert (run.state, run.progress, run.result["pk"]) == (RunState.DONE, 100, str(document.pk))


def test_who_lost_her_role_in_between_gets_nothing(filled, cast):
    run = services.ask_document(dispositif=filled, kind=DocumentKind.EVALUATION, by=cast.pilot)
    Membership.objects.filter(user=cast.pilot.user).update(ends_on=date(2018, 12, 13))
    with pytest.raises(PermissionDenied):
        make_document(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "PermissionDenied")


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PROJECT_MANAGER, Role.EVALUATOR}])
def test_the_others_do_not_ask(role, filled, cast, sign_in):
    address = reverse("reports:document_ask", args=[filled.pk, "evaluation"])
    assert sign_in(cast[role]).post(address, {"submission_key": str(uuid4())}).status_code in {403, 404}


def test_the_evaluator_asks_for_the_evaluation_only(filled, cast, sign_in):
    client = sign_in(cast[Role.EVALUATOR])
    answers = [
        client.post(
            reverse("reports:document_ask", args=[filled.pk, kind]), {"submission_key": str(uuid4())}
        ).status_code
        for kind in ("evaluation", "fiche_projet", "autre")
    ]
    assert answers == [302, 403, 404]


def test_a_double_click_asks_once_and_leads_to_the_progress(filled, cast, sign_in):
    client, data = sign_in(cast.pilot), {"submission_key": str(uuid4())}
    address = reverse("reports:document_ask", args=[filled.pk, "evaluation"])
    assert client.post(address, data).url == client.post(address, data).url
    run = Run.objects.get()
    assert 'hx-trigger="every 2s"' in client.get(reverse("core:run_detail", args=[run.pk])).content.decode()


def test_the_progress_page_ends_by_the_document_or_by_asking_again(filled, cast, sign_in):
    client = sign_in(cast.pilot)
    document = made(filled, DocumentKind.FICHE_PROJET, cast.pilot)
    fragment = reverse("core:run_fragment", args=[document.run])
    assert reverse("reports:document_download", args=[document.pk]) in client.get(fragment).content.decode()
    Run.objects.filter(pk=document.run).update(state=RunState.FAILED)
    html = client.get(fragment).content.decode()
    assert "every 2s" not in html
    assert reverse("core:run_again", args=[document.run]) in html


def test_a_draft_opens_to_its_makers_and_a_published_one_to_the_partners(filled, cast, sign_in):
    document = made(filled, DocumentKind.FICHE_PROJET, cast.pilot)
    address = reverse("reports:document_download", args=[document.pk])
    partners = [cast[role] for role in (Role.LANDLORD_DIRECTOR, Role.ASSOCIATION_WORKER, Role.FUNDER)]
    assert [sign_in(actor).get(address).status_code for actor in partners] == [404, 404, 404]
    response = sign_in(cast.pilot).get(address)
    assert response["Content-Disposition"] == 'attachment; filename="fiche-projet-2018-12-14.pdf"'
    publish = reverse("reports:document_publish", args=[document.pk])
    assert sign_in(cast.pilot).post(publish, {"because": ""}).status_code == 422
    assert sign_in(cast.pilot).post(publish, {"because": "Comité de pilotage"}).status_code == 302
    assert [sign_in(actor).get(address).status_code for actor in partners] == [200, 200, 200]
    assert sign_in(cast[Role.LANDLORD_CARETAKER]).get(address).status_code == 404


def test_after_three_lost_attempts_the_run_fails_and_waits_for_her(filled, cast, sign_in):
    run = services.ask_document(dispositif=filled, kind=DocumentKind.EVALUATION, by=cast.pilot)
    for _ in range(runs.ATTEMPTS):
        assert runs.claim(run.pk)
        Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert runs.claim(run.pk) is None
    runs.sweep()
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "LeaseExpired")
    assert [item.action_label for item in todo.work_items(cast.pilot)] == ["Demander à nouveau"]
    sign_in(cast.pilot).post(reverse("core:run_again", args=[run.pk]))
    assert todo.work_items(cast.pilot) == []


def test_the_pilot_writes_the_fiche_beside_its_figures(filled, cast, sign_in):
    client = sign_in(cast.pilot)
    address = reverse("reports:fiche_edit", args=[filled.pk])
    assert "Ils se calculent sur les dossiers" in client.get(address).content.decode()
    assert client.post(address, {"context": "Relu."}).status_code == 302
    assert FicheProjet.objects.get().sections["context"] == "Relu."
    assert sign_in(cast[Role.GROUP_COORDINATOR]).get(address).status_code == 403


def test_of_two_who_write_the_fiche_the_second_reads_the_first(filled, cast, sign_in):
    client, address = sign_in(cast.pilot), reverse("reports:fiche_edit", args=[filled.pk])
    read = client.get(address).context["version"]
    client.post(address, {"version": read, "context": "Relu."})
    late = client.post(address, {"version": read, "context": "Récrit ailleurs."})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Récrit ailleurs." in page and "Relu." in page and "a modifié cette fiche entre-temps" in page
    assert FicheProjet.objects.get().sections["context"] == "Relu."
    client.post(address, {"version": late.context["version"], "context": "Récrit ailleurs."})
    assert FicheProjet.objects.get().sections["context"] == "Récrit ailleurs."
