"""The signed papers of a convention: deposited by the pilot, read by who signs, as attachments and nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partners.models import ConventionPaper
from partners.roles import Role
from tests.core.clamd import CLEAN, INFECTED, Clamd
from tests.core.made_files import pdf
from tests.partners.network import convention_of, paper_of
from veille.core import papers, scanning
from veille.core.models import AuditEvent


@pytest.fixture
def signed(world):
    return convention_of(world.dispositif, world.organiser, world.association)


def _url(name: str, convention, *more):
    return reverse(f"partners:{name}", args=[convention.pk, *more])


def _bring(client, convention, content=None, name="Convention Durand.pdf", **fields):
    sent = {"title": "Convention signée", "files": SimpleUploadedFile(name, content or pdf()), **fields}
    return client.post(_url("convention_paper_add", convention), sent)


def test_the_pilot_deposits_it_and_who_signs_reads_it(signed, cast, sign_in):
    answer = _bring(sign_in(cast.pilot), signed)
    assert answer.url == _url("convention_detail", signed) + "#papers"
    paper = ConventionPaper.objects.get()
    assert not bytes(paper.content).startswith(b"%PDF"), "les octets sont scellés dans la ligne"
    for actor in (cast.pilot, cast.manager):
        client = sign_in(actor)
        page = client.get(_url("convention_detail", signed)).content.decode()
        address = _url("convention_paper", signed, paper.pk)
        assert "Convention signée" in page and address in page
        given = client.get(address)
        assert given.content.startswith(b"%PDF-")
        assert given["Content-Disposition"] == f'attachment; filename="document-{paper.pk.hex[:8]}.pdf"'
        assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert given["Cache-Control"] == "private, no-store"
    assert [event.name for event in AuditEvent.objects.filter(name__startswith="convention.paper")] == [
        "convention.paper_added"
    ]


def test_nobody_else_reads_it(world, signed, cast, sign_in):
    paper = paper_of(signed, cast.pilot)
    others = (cast.referent, cast.worker, cast.secretary, cast[Role.LANDLORD_MANAGER], cast[Role.FUNDER])
    for actor in others:
        assert sign_in(actor).get(_url("convention_paper", signed, paper.pk)).status_code == 404
    hers = convention_of(world.dispositif, world.organiser, world.funder)
    assert sign_in(cast[Role.FUNDER]).get(_url("convention_paper", hers, paper.pk)).status_code == 404


def test_who_signs_reads_and_deposits_nothing(signed, cast, sign_in):
    paper = paper_of(signed, cast.pilot)
    manager = sign_in(cast.manager)
    page = manager.get(_url("convention_detail", signed)).content.decode()
    assert "Déposer un document" not in page and _url("convention_paper_remove", signed, paper.pk) not in page
    assert manager.get(_url("convention_paper_add", signed)).status_code == 403
    assert _bring(manager, signed).status_code == 403
    assert manager.post(_url("convention_paper_remove", signed, paper.pk)).status_code == 403
    assert ConventionPaper.objects.count() == 1


def test_what_the_bytes_say_counts_and_not_the_name(signed, cast, sign_in):
    pilot = sign_in(cast.pilot)
    for name, content in (("convention.pdf", b"MZ\x90\x00"), ("convention.pdf", b"<html>"), ("a.html", b"<html>")):
        assert _bring(pilot, signed, content, name).status_code == 422
    assert _bring(pilot, signed, title="").status_code == 422
    assert pilot.post(_url("convention_paper_add", signed), {"title": "Sans fichier"}).status_code == 422
    assert not ConventionPaper.objects.exists()


@pytest.mark.parametrize(("answer", "words"), [(INFECTED, "a refusé ce fichier"), (b"?", "ne répond pas")])
def test_the_antivirus_is_asked_before_anything_is_kept(signed, cast, tmp_path, settings, monkeypatch, answer, words):
    monkeypatch.setattr(scanning, "_PATIENCE", 0.4)
    with Clamd(tmp_path) as clamd:
        settings.CLAMD_SOCKET, clamd.answer = clamd.address, answer
        with pytest.raises(ValidationError, match=words):
            paper_of(signed, cast.pilot)
        assert not ConventionPaper.objects.exists()
        clamd.answer = CLEAN
        assert papers.read_from(paper_of(signed, cast.pilot)) == b"Entre les soussignes.\n"


def test_sent_twice_it_is_kept_once(signed, cast, sign_in):
    pilot = sign_in(cast.pilot)
    key = {"submission_key": "5f0c2a44-8a55-4c8e-9d5f-0a4f6f0a4c11"}
    assert [_bring(pilot, signed, **key).status_code for _ in range(2)] == [302, 302]
    assert ConventionPaper.objects.count() == 1


def test_a_paper_deposited_by_mistake_is_taken_away_and_the_journal_says_so(signed, cast, sign_in):
    paper = paper_of(signed, cast.pilot)
    assert sign_in(cast.pilot).post(_url("convention_paper_remove", signed, paper.pk)).status_code == 302
    assert not ConventionPaper.objects.exists()
    assert AuditEvent.objects.filter(name="convention.paper_removed", object_id=signed.pk).exists()
