"""Documents of a file: each read under its level and no further, kept sealed, given back as an attachment."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from households import services
from households.grants import GrantLevel
from households.models import (
    CaseAccess,
    Document,
    DocumentFile,
    DocumentLevelChange,
    DocumentReader,
    Exclusion,
    ProcedureStep,
)
from households.note_levels import NoteLevel, is_named_level
from households.readers import people_reading
from households.services import quarantine
from households.services.retention import erase_case
from partners.roles import Role
from tests import factories
from tests.core import made_files as made
from tests.support.sending import sending, upload
from veille.core import clock, crypto, reference, uploads, vault
from veille.core.formats import far_date
from veille.core.models import AccessEvent, AuditEvent, Run

NAME = "Attestation de Mireille.pdf"


@pytest.fixture(autouse=True)
def files_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def deposit(case, by, level=NoteLevel.ASSOCIATION_ONLY, name="bail.pdf", content=None, **fields):
    received = uploads.check(name, content or made.pdf())
    fields = {"title": "Bail signé", "kind": "lease", "dated_on": clock.today(), **fields}
    (document,) = services.add_documents(case=case, files=[received], level=level, by=by, **fields)
    return document


def address(name, case, *args):
    return reverse(f"households:{name}", args=[case.pk, *args])


def download(case, document, file=None):
    return address("document_download", case, document.pk, (file or document.files.get()).pk)


class TestDepositing:
    def test_several_files_make_as_many_documents(self, case, cast, sign_in):
        files = [upload(), upload("photo.jpg", made.located_photo())]
        answer = sign_in(cast.worker).post(address("document_add", case), sending(*files, title="Papiers"))
        assert answer.status_code == 302
        titles = [document.title for document in Document.objects.order_by("title")]
        assert titles == ["Papiers (1 sur 2)", "Papiers (2 sur 2)"]
        assert AuditEvent.objects.filter(name="document.added", case=case.pk).count() == 2

    def test_a_double_click_deposits_once(self, case, cast, sign_in):
        client, key = sign_in(cast.worker), str(uuid4())
        for _ in range(2):
            answer = client.post(address("document_add", case), sending(upload(), submission_key=key))
            assert answer.status_code == 302
        assert Document.objects.count() == 1

    def test_without_title_the_nature_stands_for_it(self, case, cast, sign_in):
        sign_in(cast.worker).post(address("document_add", case), sending(upload()))
        assert Document.objects.get().title == "Bail ou avenant"

    def test_a_hostile_file_is_refused_beside_its_field_and_nothing_is_kept(self, case, cast, sign_in):
        files = [upload(), upload("logo.svg", b"<svg/>")]
        answer = sign_in(cast.worker).post(address("document_add", case), sending(*files, title="Papiers"))
        assert answer.status_code == 422
        assert "Le nom de ce fichier est celui d’un programme" in answer.content.decode()
        assert "Papiers" in answer.content.decode()
        assert Document.objects.count() == 0

    def test_no_file_is_said_so(self, case, cast, sign_in):
        answer = sign_in(cast.worker).post(address("document_add", case), sending())
        assert answer.status_code == 422
        assert "Choisissez au moins un fichier." in answer.content.decode()

    def test_at_most_ten_at_once(self, case, cast, sign_in):
        files = [upload(f"{n}.txt", b"bonjour") for n in range(11)]
        answer = sign_in(cast.worker).post(address("document_add", case), sending(*files))
        assert "au plus 10 fichiers" in answer.content.decode()

    def test_a_day_to_come_is_refused(self, case, cast, sign_in):
        answer = sign_in(cast.worker).post(address("document_add", case), sending(upload(), dated_on="2019-12-01"))
        assert "Indiquez une date passée" in answer.content.decode()

    def test_a_sending_too_large_is_refused_unread(self, case, cast, sign_in):
        answer = sign_in(cast.worker).post(
            address("document_add", case), sending(upload()), CONTENT_LENGTH=str(200_000_000)
        )
        assert answer.status_code == 400

    def test_the_form_names_the_readers_of_each_level(self, case, cast, sign_in):
        page = sign_in(cast.worker).get(address("document_add", case)).content.decode()
        assert "Lu par : l’équipe" in page
        assert "Non visible par le bailleur." in page

    def test_the_form_names_the_steps_of_the_procedure(self, case, cast, sign_in, world):
        ProcedureStep.objects.create(case=case, landlord=world.landlord, step="notice", starts_on=date(2018, 5, 3))
        page = sign_in(cast.worker).get(address("document_add", case)).content.decode()
        assert f"{reference.label('procedure_step', 'notice')}, {far_date(date(2018, 5, 3))}" in page
        assert "ProcedureStep" not in page

    @pytest.mark.parametrize("level", [NoteLevel.LANDLORD_INTERNAL, NoteLevel.HEALTH_RESTRICTED, "inconnu"])
    def test_a_level_that_is_not_hers_is_refused(self, case, cast, level):
        with pytest.raises(ValidationError, match="déposer un document"):
            deposit(case, cast.worker, level)


class TestReading:
    def everybody(self, cast, case):
        people = [cast[role] for role in Role.values]
        people += [cast.other_worker, cast.partner(Role.ASSOCIATION_WORKER), cast.former(Role.LANDLORD_REFERENT, case)]
        return [*people, cast.busy_elsewhere(Role.ASSOCIATION_WORKER), cast.stand_in]

    @pytest.mark.parametrize("level", NoteLevel.values)
    def test_who_is_counted_is_who_reads(self, world, cast, case, level):
        factories.grant(case, world.other_association, GrantLevel.PARTNER_ASSOCIATION)
        factories.put_in_team(case, cast.play(Role.ASSOCIATION_WORKER, world.other_association, "Renfort"))
        document = Document.objects.create(
            case=case,
            title="Bail",
            kind="lease",
            dated_on=clock.today(),
            level=level,
            organisation=world.association,
            author=cast.worker.user,
        )
        named = [cast.worker.user_id] if is_named_level(level) else []
        for user in named:
            DocumentReader.objects.create(document=document, user_id=user)
        people = self.everybody(cast, case)
        reading = {a.user_id for a in people if Document.objects.visible_to(a).filter(pk=document.pk).exists()}
        counted = people_reading(case, level, world.association, named=named)
        assert counted & {a.user_id for a in people} == reading

    def test_what_the_association_keeps_does_not_exist_for_the_landlord(self, case, cast, sign_in):
        document = deposit(case, cast.worker)
        client = sign_in(cast.referent)
        assert "Bail signé" not in client.get(address("case_documents", case)).content.decode()
        missing = client.get(address("document_detail", case, uuid4()))
        for url in (address("document_detail", case, document.pk), download(case, document)):
            assert client.get(url).status_code == missing.status_code == 404

    def test_a_shared_one_is_read_by_the_landlord_and_not_changed(self, case, cast, sign_in):
        document = deposit(case, cast.worker, NoteLevel.FACTUAL_SHARED)
        client = sign_in(cast.referent)
        assert client.get(download(case, document)).status_code == 200
        page = client.get(address("document_detail", case, document.pk)).content.decode()
        assert "Remplacer" not in page
        for act in ("document_replace", "document_level", "document_withdraw"):
            assert client.get(address(act, case, document.pk)).status_code == 403

    def test_another_file_does_not_lead_to_it(self, world, case, cast, sign_in):
        document = deposit(case, cast.worker)
        other = factories.make_accompanied_case(world, cast)
        client = sign_in(cast.worker)
        assert client.get(address("document_detail", other, document.pk)).status_code == 404
        assert client.get(download(other, document)).status_code == 404
        second = deposit(case, cast.worker)
        assert client.get(download(case, document, second.files.get())).status_code == 404

    def test_a_restricted_file_opens_its_documents_to_named_persons_only(self, case, cast, sign_in):
        document = deposit(case, cast.worker, NoteLevel.FACTUAL_SHARED)
        factories.restrict(case, cast.worker)
        assert sign_in(cast.worker).get(download(case, document)).status_code == 200
        for actor in (cast.manager, cast.referent):
            assert sign_in(actor).get(download(case, document)).status_code == 404

    def test_a_withdrawn_access_ends_at_the_next_request(self, world, case, cast, sign_in):
        document = deposit(case, cast.worker, NoteLevel.FACTUAL_SHARED)
        client = sign_in(cast.referent)
        assert client.get(download(case, document)).status_code == 200
        CaseAccess.objects.filter(case=case, organisation=world.landlord).delete()
        assert client.get(download(case, document)).status_code == 404

    def test_a_conflict_of_interest_hides_it(self, case, cast, sign_in):
        document = deposit(case, cast.worker)
        Exclusion.objects.create(
            case=case, user=cast.manager.user, declared_on=clock.today(), declared_by=cast.manager.user_id
        )
        assert sign_in(cast.manager).get(download(case, document)).status_code == 404

    def test_a_role_without_any_level_has_no_tab(self, world, case, cast, sign_in):
        factories.grant(case, world.organiser, GrantLevel.ADMISSION)
        client = sign_in(cast.secretary)
        assert client.get(address("case_documents", case)).status_code == 403
        assert "/documents/" not in client.get(reverse("households:case_detail", args=[case.pk])).content.decode()


class TestTheFileGivenBack:
    def test_is_an_attachment_under_a_neutral_name_that_nothing_keeps_nor_runs(self, case, cast, sign_in):
        document = deposit(case, cast.worker, name=NAME)
        answer = sign_in(cast.worker).get(download(case, document))
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"
        file = document.files.get()
        assert answer["Content-Disposition"] == f'attachment; filename="document-{file.pk.hex[:8]}.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer["Cache-Control"]

    def test_each_download_is_in_the_journal_of_reads(self, case, cast, sign_in):
        document = deposit(case, cast.worker)
        client = sign_in(cast.worker)
        client.get(download(case, document))
        event = AccessEvent.objects.get(url_name="households:document_download")
        assert (event.section, event.cases, event.user) == ("document", [case.pk], cast.worker.user_id)

    def test_without_journal_nothing_is_given(self, case, cast, sign_in, monkeypatch):
        document = deposit(case, cast.worker)
        client = sign_in(cast.worker)

        def fail(self):
            raise IntegrityError("journal")

        monkeypatch.setattr("veille.core.reads.ReadLog.write", fail)
        with pytest.raises(IntegrityError), transaction.atomic():
            client.get(download(case, document))

    def test_on_the_disk_it_is_sealed_under_a_name_that_says_nothing(self, case, cast, settings):
        document = deposit(case, cast.worker, name="notes.txt", content=b"Mireille a parle de son fils")
        file = document.files.get()
        path = Path(settings.MEDIA_ROOT) / file.storage_name
        assert b"Mireille" not in path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o077 == 0
        assert not {part.lower() for part in path.parts} & {"notes.txt", str(case.pk), str(document.pk)}
        assert services.read_file(file) == b"Mireille a parle de son fils"

    def test_two_files_swapped_on_the_disk_open_nowhere(self, case, cast, settings):
        one, two = (deposit(case, cast.worker).files.get() for _ in range(2))
        root = Path(settings.MEDIA_ROOT)
        (root / one.storage_name).write_bytes((root / two.storage_name).read_bytes())
        with pytest.raises(crypto.DecryptionFailed):
            services.read_file(one)

    def test_a_file_left_under_its_name_gives_way(self):
        name, place = vault.draw_name(), uuid4()
        vault.keep(name, b"d'avant", place=uuid4())
        vault.keep(name, b"bonjour", place=place)
        assert vault.fetch(name, place=place) == b"bonjour"

    def test_an_erased_file_is_as_if_it_did_not_exist(self, case, cast, sign_in):
        document = deposit(case, cast.worker)
        vault.erase(document.files.get().storage_name)
        assert sign_in(cast.worker).get(download(case, document)).status_code == 404

    def test_the_digest_and_the_size_are_those_of_what_is_given(self, case, cast):
        file = deposit(case, cast.worker, name="n.txt", content=b"bonjour").files.get()
        assert file.size == 7
        assert file.digest.startswith("2cb4b1431b84")

    def test_no_text_of_hers_reaches_the_journal(self, case, cast):
        document = deposit(case, cast.worker, name=NAME, title="Le divorce")
        services.withdraw_document(document=document, reason="Trop intime", by=cast.worker)
        said = str(list(AuditEvent.objects.order_by("at").values_list("changes", flat=True)))
        for text in ("divorce", "intime", "Attestation"):
            assert text not in said


class TestTheActs:
    def test_a_replaced_version_is_as_open_as_the_document_and_no_more(self, case, cast, sign_in):
        document = deposit(case, cast.worker, NoteLevel.FACTUAL_SHARED)
        old = document.files.get()
        data = {"files": upload("b.txt", b"bonjour"), "submission_key": str(uuid4())}
        answer = sign_in(cast.worker).post(address("document_replace", case, document.pk), data)
        assert answer.status_code == 302
        assert [file.number for file in document.files.all()] == [2, 1]
        landlord = sign_in(cast.referent)
        assert landlord.get(download(case, document, old)).status_code == 200
        services.change_document_level(document=document, level=NoteLevel.ASSOCIATION_ONLY, by=cast.worker)
        for file in document.files.all():
            assert landlord.get(download(case, document, file)).status_code == 404

    def test_new_readers_need_a_reason_fewer_do_not(self, case, cast):
        document = deposit(case, cast.worker)
        assert cast.referent, "quelqu’un le lirait"
        with pytest.raises(ValidationError, match="dites pourquoi"):
            services.change_document_level(document=document, level=NoteLevel.FACTUAL_SHARED, by=cast.worker)
        services.change_document_level(
            document=document, level=NoteLevel.FACTUAL_SHARED, by=cast.worker, reason="Demandé par elle"
        )
        services.change_document_level(document=document, level=NoteLevel.ASSOCIATION_ONLY, by=cast.worker)
        assert [change.reason for change in DocumentLevelChange.objects.order_by("pk")].count("") == 1
        assert AuditEvent.objects.filter(name="document.level_changed").count() == 2

    def test_why_the_readers_changed_stays_with_who_decided(self, case, cast, sign_in):
        document = deposit(case, cast.worker)
        data = {"level": "factual_shared", "reason": "Elle le souhaite ainsi", "submission_key": str(uuid4())}
        assert sign_in(cast.worker).post(address("document_level", case, document.pk), data).status_code == 302
        url = address("document_detail", case, document.pk)
        assert "Elle le souhaite ainsi" in sign_in(cast.worker).get(url).content.decode()
        assert "Elle le souhaite ainsi" not in sign_in(cast.referent).get(url).content.decode()

    def test_a_withdrawn_one_says_why_and_is_no_longer_given(self, case, cast, sign_in):
        document = deposit(case, cast.worker)
        client = sign_in(cast.worker)
        url = address("document_withdraw", case, document.pk)
        assert client.post(url, {"reason": "", "submission_key": str(uuid4())}).status_code == 422
        answer = client.post(url, {"reason": "Mauvais dossier", "submission_key": str(uuid4())})
        assert answer.status_code == 302
        assert client.get(download(case, document)).status_code == 404
        assert "Bail signé" not in client.get(address("case_documents", case)).content.decode()
        shown = client.get(address("case_documents", case), {"withdrawn": "on"}).content.decode()
        assert "Bail signé" in shown
        assert "Mauvais dossier" in client.get(address("document_detail", case, document.pk)).content.decode()
        assert client.get(address("document_replace", case, document.pk)).status_code == 403

    def test_the_list_is_narrowed_by_nature(self, case, cast, sign_in):
        deposit(case, cast.worker)
        deposit(case, cast.worker, title="Facture d’eau", kind="bill")
        page = sign_in(cast.worker).get(address("case_documents", case), {"kind": "bill"}).content.decode()
        assert "Facture d’eau" in page
        assert "Bail signé" not in page


class TestTheEnd:
    def test_the_files_of_an_erased_case_go_once_it_is_committed(
        self, case, cast, settings, django_capture_on_commit_callbacks
    ):
        file = deposit(case, cast.worker).files.get()
        path = Path(settings.MEDIA_ROOT) / file.storage_name
        with django_capture_on_commit_callbacks(execute=True):
            assert quarantine.erase_files({DocumentFile: {file.pk}}) == 1
            assert path.exists()
        assert not path.exists()

    def test_an_erased_case_keeps_no_document_nor_file(self, case, cast, settings, django_capture_on_commit_callbacks):
        path = Path(settings.MEDIA_ROOT) / deposit(case, cast.worker).files.get().storage_name
        with django_capture_on_commit_callbacks(execute=True):
            erase_case(case=case)
        assert not Document.objects.exists()
        assert not DocumentFile.objects.exists()
        assert not path.exists()

    def test_a_file_that_no_row_names_is_swept_once_it_is_settled(self, case, cast, settings, monkeypatch):
        kept = deposit(case, cast.worker).files.get()
        vault.keep(lost := vault.draw_name(), b"perdu", place=uuid4())
        root = Path(settings.MEDIA_ROOT)
        assert quarantine.sweep_orphans() == 0, "une transaction est peut-être en cours"
        monkeypatch.setattr(vault, "_SETTLED", timedelta(seconds=-5))
        assert quarantine.sweep_orphans() == 1
        assert (root / kept.storage_name).exists()
        assert not (root / lost).exists()

    def test_no_run_is_asked_without_antivirus(self, case, cast):
        assert deposit(case, cast.worker).files.get().scan == "not_asked"
        assert not Run.objects.exists()
