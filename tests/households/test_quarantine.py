"""Where there is an antivirus nothing leaves before it has spoken; when it is silent nothing comes in."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from households import services
from households.models import Document, DocumentFile, ScanState
from households.services import quarantine
from tests import factories
from tests.core import made_files as made
from tests.core.clamd import CLEAN, INFECTED, Clamd
from tests.support.sending import sending, upload
from veille.core import clock, runs, scanning, uploads
from veille.core.models import AuditEvent, Run


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(scanning, "_PATIENCE", 0.4)
    monkeypatch.setattr(scanning, "_PING_PATIENCE", 0.3)
    monkeypatch.setattr(quarantine, "_PAUSES", (0.01, 0.01, 0.01))


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def clamd(tmp_path, settings):
    with Clamd(tmp_path) as stand_in:
        settings.CLAMD_SOCKET = stand_in.address
        yield stand_in


def deposit(case, by):
    received = uploads.check("bail.pdf", made.pdf())
    fields = {"title": "Bail", "kind": "lease", "dated_on": clock.today(), "level": "association_only"}
    (document,) = services.add_documents(case=case, files=[received], by=by, **fields)
    return document.files.get()


def carry_out(file):
    runs.carry_out(Run.objects.get(parameters__file=str(file.pk)).pk, quarantine.scan_asked)
    file.refresh_from_db()


def download(client, file):
    return client.get(reverse("households:document_download", args=[file.case_id, file.document_id, file.pk]))


def test_it_waits_in_quarantine_and_says_so(case, cast, clamd, sign_in):
    file = deposit(case, cast.worker)
    assert file.scan == ScanState.WAITING
    client = sign_in(cast.worker)
    assert download(client, file).status_code == 403
    listed = client.get(reverse("households:case_documents", args=[case.pk])).content.decode()
    assert "En quarantaine" in listed
    assert str(file.pk) not in listed


def test_a_clean_one_comes_out(case, cast, clamd, sign_in):
    file = deposit(case, cast.worker)
    carry_out(file)
    assert file.scan == ScanState.CLEAN
    assert clamd.received == [services.read_file(file)]
    assert download(sign_in(cast.worker), file).status_code == 200
    assert AuditEvent.objects.get(name="document.scanned").changes == {"verdict": "clean"}


def test_an_infected_one_is_erased_and_never_given(
    case, cast, clamd, sign_in, settings, django_capture_on_commit_callbacks
):
    clamd.answer = INFECTED
    file = deposit(case, cast.worker)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(file)
    assert file.scan == ScanState.INFECTED
    assert not (Path(settings.MEDIA_ROOT) / file.storage_name).exists()
    client = sign_in(cast.worker)
    assert download(client, file).status_code == 403
    assert "Infecté" in client.get(reverse("households:case_documents", args=[case.pk])).content.decode()


@pytest.mark.parametrize("pong", [None, b"PANG\0"])
def test_nothing_comes_in_while_it_is_silent(case, cast, clamd, pong):
    clamd.pong = pong
    with pytest.raises(ValidationError, match="L’antivirus ne répond pas"):
        deposit(case, cast.worker)


def test_nothing_comes_in_when_nobody_stands_behind_the_socket(case, cast, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "absent.sock")
    with pytest.raises(ValidationError, match="L’antivirus ne répond pas"):
        deposit(case, cast.worker)
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert kept == []


def test_the_refusal_is_shown_above_the_form(case, cast, clamd, sign_in):
    clamd.pong = None
    answer = sign_in(cast.worker).post(reverse("households:document_add", args=[case.pk]), sending(upload()))
    assert answer.status_code == 422
    assert "rien n’a été reçu." in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize("answer", [None, b"stream: O", b"\0", b"INSTREAM size limit exceeded. ERROR\0"])
def test_a_scanner_that_stops_answering_lets_nothing_out(case, cast, clamd, answer):
    clamd.answer = answer
    file = deposit(case, cast.worker)
    with pytest.raises(scanning.ScannerSilent):
        carry_out(file)
    file.refresh_from_db()
    assert file.scan == ScanState.WAITING
    assert Run.objects.get().state == "failed"
    assert Run.objects.get().failure == "ScannerSilent"


def test_a_run_tries_again_before_it_gives_up(case, cast, clamd, monkeypatch):
    file = deposit(case, cast.worker)
    said = iter([b"?\0", b"?\0", CLEAN])
    real = clamd._say
    monkeypatch.setattr(clamd, "_say", lambda connection, words: real(connection, next(said)))
    carry_out(file)
    assert file.scan == ScanState.CLEAN


def test_a_run_done_twice_changes_nothing(case, cast, clamd):
    file = deposit(case, cast.worker)
    run = Run.objects.get()
    quarantine.scan_asked(run)
    quarantine.scan_asked(run)
    assert AuditEvent.objects.filter(name="document.scanned").count() == 1
    assert file.pk


def test_what_waits_too_long_is_asked_again(case, cast, clamd):
    file = deposit(case, cast.worker)
    assert quarantine.scan_overdue() == 0
    DocumentFile.objects.update(added_at=timezone.now() - timedelta(minutes=10))
    assert quarantine.scan_overdue() == 1
    file.refresh_from_db()
    assert file.scan == ScanState.CLEAN


def test_while_it_is_away_what_waits_goes_on_waiting(case, cast, clamd):
    deposit(case, cast.worker)
    DocumentFile.objects.update(added_at=timezone.now() - timedelta(minutes=10))
    clamd.pong = None
    assert quarantine.scan_overdue() == 0


def test_the_task_carries_an_identifier_and_no_name(case, cast, clamd):
    file = deposit(case, cast.worker)
    run = Run.objects.get()
    assert run.parameters == {"file": str(file.pk)}
    assert "Bail" not in run.label
