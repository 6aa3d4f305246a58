"""Letters: for one person or one institution, with what their author may read and no more, kept and journalled."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from households import services
from households.grants import GrantLevel
from households.letters.kinds import BY_SLUG, SPECS
from households.letters.texts import VERSIONS, words_of
from households.models import (
    Adhesion,
    ContactDetail,
    Document,
    HousingPeriod,
    Information,
    Letter,
    LetterKind,
    ProcedureStep,
    Source,
)
from households.services.letters import write_letter
from partners.roles import Role
from tests import factories
from tests.core import made_files as made
from tests.support.pdf_reading import count_pages, text_of
from veille.core import clock
from veille.core.models import AccessEvent, AuditEvent

MEETING = {"day": "2018-12-20", "hour": "14:30", "place": "dans nos locaux", "paragraph": "Nous ferons le point."}
ANSWERS = {
    "rendez-vous": MEETING,
    "avis-de-passage": {"day": "2018-12-13", "hour": "10:00", "paragraph": "Rappelez-moi."},
    "notice-d-information": {"version": "fr"},
    "accord": {"version": "fr"},
    "reponse-a-l-orienteur": {"paragraph": "Nous avons rencontré le ménage."},
    "note-ccapex": {"facts": ["tenant", "support"], "paragraph": "Nous proposons un plan d’apurement."},
    "note-fsl": {"facts": ["composition"], "paragraph": "L’aide permettrait de rester."},
    "note-pour-l-audience": {"facts": [], "paragraph": "Un accompagnement est en cours."},
}


@pytest.fixture(autouse=True)
def files_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def address(case, slug):
    return reverse("households:letter_write", args=[case.pk, slug])


def send(client, case, slug, **changes):
    return client.post(address(case, slug), {**ANSWERS[slug], "submission_key": str(uuid4()), **changes})


def printed(document=None):
    """The bytes of the letter that was kept."""
    document = document or Document.objects.get(kind="letter_sent")
    return services.read_file(document.files.get())


def preview(client, case, slug, **changes):
    return send(client, case, slug, preview="1", **changes)


def text(content):
    return " ".join(text_of(content).split())


class TestEveryLetter:
    @pytest.mark.parametrize("slug", BY_SLUG)
    def test_is_seen_before_it_is_made_and_nothing_is_kept_meanwhile(self, case, cast, sign_in, slug):
        answer = preview(sign_in(cast.worker), case, slug)
        assert answer.status_code == 200
        assert "Ce qui sera imprimé" in answer.content.decode()
        assert not Document.objects.exists()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("slug", BY_SLUG)
    def test_fits_one_page_and_is_kept_as_a_document_of_its_author(self, case, cast, sign_in, slug):
        assert send(sign_in(cast.worker), case, slug).status_code == 302
        letter = Letter.objects.get()
        assert letter.document.level == "association_only"
        assert letter.kind == BY_SLUG[slug].kind
        assert letter.template_version == BY_SLUG[slug].version
        assert count_pages(printed()) == 1
        event = AuditEvent.objects.get(name="letter.written")
        assert event.changes == {"kind": letter.kind, "wording": "plain", "language": "fr"}

    def test_tells_nothing_in_its_metadata(self, case, cast, sign_in):
        send(sign_in(cast.worker), case, "rendez-vous")
        told = PdfReader(io.BytesIO(printed())).metadata
        assert told.title == "Courrier"
        assert not told.author
        assert not told.subject

    def test_a_double_click_writes_it_once(self, case, cast, sign_in):
        client, key = sign_in(cast.worker), str(uuid4())
        for _ in range(2):
            assert send(client, case, "rendez-vous", submission_key=key).status_code == 302
        assert Letter.objects.count() == 1

    def test_an_answer_that_lacks_is_said_and_nothing_is_lost(self, case, cast, sign_in):
        answer = send(sign_in(cast.worker), case, "rendez-vous", hour="", paragraph="Je garde ces mots.")
        assert answer.status_code == 422
        assert "Indiquez l’heure." in answer.content.decode()
        assert "Je garde ces mots." in answer.content.decode()

    def test_a_beginning_left_alone_is_not_printed(self, case, cast, sign_in):
        answer = send(sign_in(cast.worker), case, "note-ccapex", paragraph="Nous proposons à la commission : ")
        assert answer.status_code == 422
        assert "Terminez la phrase commencée." in answer.content.decode()

    def test_its_reading_is_journalled(self, case, cast, sign_in):
        sign_in(cast.worker).get(address(case, "note-ccapex"))
        sections = AccessEvent.objects.filter(cases=[case.pk]).values_list("section", flat=True)
        assert {"identity", "contact"} <= set(sections)


class TestWhoWritesWhich:
    def offered(self, client, case):
        answer = client.get(reverse("households:letter_list", args=[case.pk]))
        if answer.status_code != 200:
            return answer.status_code
        return {spec.slug for spec in SPECS if f"/courriers/{spec.slug}/" in answer.content.decode()}

    def test_the_one_who_accompanies_writes_all(self, case, cast, sign_in):
        assert self.offered(sign_in(cast.worker), case) == set(BY_SLUG)

    def test_the_landlord_writes_what_its_own_rights_allow(self, case, cast, sign_in):
        client = sign_in(cast.referent)
        mine = {"rendez-vous", "avis-de-passage", "notice-d-information"}
        mine |= {"note-ccapex", "note-fsl", "note-pour-l-audience"}
        assert self.offered(client, case) == mine
        assert client.get(address(case, "accord")).status_code == 403

    def test_litigation_and_managers_write_none(self, world, case, cast, sign_in):
        ProcedureStep.objects.create(case=case, landlord=world.landlord, step="summons", starts_on=clock.today())
        assert self.offered(sign_in(cast[Role.LANDLORD_LITIGATION]), case) == 403
        assert self.offered(sign_in(cast.manager), case) == 403

    def test_a_file_one_does_not_see_does_not_exist(self, case, cast, sign_in):
        assert self.offered(sign_in(cast.other_worker), case) == 404
        assert sign_in(cast.worker).get(address(case, "inconnu")).status_code == 404


class TestWhatItMaySay:
    def test_a_landlord_does_not_write_to_an_address_that_was_confided(self, case, cast, sign_in):
        ContactDetail.objects.create(case=case, kind="address", value="4 rue Confiée", source=Source.CONFIDED)
        assert "rue Confiée" not in preview(sign_in(cast.referent), case, "rendez-vous").content.decode()
        assert "rue Confiée" in preview(sign_in(cast.worker), case, "rendez-vous").content.decode()

    def test_a_confided_member_is_no_addressee_of_the_landlord(self, case, cast, sign_in):
        factories.PersonFactory(household=case.household, first_name="Cachée", role="spouse_partner", source="confided")
        assert "Cachée" not in sign_in(cast.referent).get(address(case, "rendez-vous")).content.decode()
        assert "Cachée" in sign_in(cast.worker).get(address(case, "rendez-vous")).content.decode()

    def test_a_child_is_nobody_to_write_to(self, case, cast, sign_in):
        born = clock.today() - timedelta(days=3000)
        factories.PersonFactory(household=case.household, first_name="Timéo", role="child", birth_date=born)
        assert "Timéo" not in sign_in(cast.worker).get(address(case, "rendez-vous")).content.decode()

    def test_an_unsafe_address_is_never_written(self, case, cast, sign_in):
        ContactDetail.objects.create(case=case, kind="address", value="9 rue Lue", is_unsafe=True)
        client = sign_in(cast.worker)
        page = preview(client, case, "rendez-vous", release_reason="by_hand").content.decode()
        assert "rue Lue" not in page
        assert "À remettre en main propre" in page

    def test_a_notice_in_a_letterbox_says_neither_who_keeps_the_file_nor_its_number(self, world, case, cast, sign_in):
        send(sign_in(cast.worker), case, "avis-de-passage")
        said = text(printed())
        assert world.association.name not in said
        assert case.number not in said
        assert world.dispositif.public_name in said
        assert world.dispositif.name not in said

    def test_the_answer_to_the_referrer_bears_no_name(self, case, cast, sign_in):
        send(sign_in(cast.worker), case, "reponse-a-l-orienteur")
        said = text(printed())
        assert case.number in said
        assert case.household.people.get().last_name not in said

    def test_a_note_says_the_facts_that_were_ticked_and_no_other(self, world, case, cast, sign_in):
        factories.HousingPeriodFactory(case=case, commune=world.commune)
        client = sign_in(cast.worker)
        assert "Harnes" in client.get(address(case, "note-ccapex")).content.decode()
        send(client, case, "note-ccapex", facts=["support"])
        said = text(printed())
        assert "Accompagnement Décidé le" in said
        assert "Harnes" not in said
        assert case.household.people.get().last_name not in said

    def test_a_note_never_says_what_was_found(self, world, case, cast, sign_in):
        author = {"case": case, "author": cast.worker.user, "organisation": world.association}
        factories.FindingFactory(**author, difficulty="addiction", is_confided=True)
        page = preview(sign_in(cast.worker), case, "note-fsl", facts=list(["tenant", "composition", "dwelling"]))
        assert "ddiction" not in page.content.decode()

    def test_the_place_of_a_restricted_household_is_in_no_note(self, world, case, cast, sign_in):
        factories.HousingPeriodFactory(case=case, commune=world.commune)
        factories.restrict(case, cast.worker)
        form = sign_in(cast.worker).get(address(case, "note-ccapex")).content.decode()
        assert "Logement : " not in form.replace("\u202f", " ").replace("\u00a0", " ").split("Ce que la note dira")[1]


class TestAHouseholdThatAsksForCare:
    @pytest.fixture
    def flagged(self, case, cast):
        ContactDetail.objects.create(case=case, kind="address", value="12 rue Ancienne")
        return factories.restrict(case, cast.worker)

    def test_nothing_leaves_until_somebody_says_why(self, flagged, cast, sign_in):
        answer = send(sign_in(cast.worker), flagged, "rendez-vous")
        assert answer.status_code == 422
        assert "sans réponse, rien ne part" in answer.content.decode()
        assert not Letter.objects.exists()

    def test_the_service_refuses_too(self, flagged, cast):
        spec = BY_SLUG["rendez-vous"]
        with pytest.raises(ValidationError, match="sans réponse, rien ne part"):
            write_letter(case=flagged, spec=spec, content=made.pdf(), by=cast.worker)

    def test_once_said_it_leaves_without_address_nor_name_of_the_organisation(self, world, flagged, cast, sign_in):
        assert send(sign_in(cast.worker), flagged, "rendez-vous", release_reason="by_hand").status_code == 302
        said = text(printed())
        assert "12 rue Ancienne" not in said
        assert world.association.name not in said
        assert "À remettre en main propre" in said
        assert AuditEvent.objects.get(name="release.confirmed").changes == {"what": "letter", "reason": "by_hand"}

    def test_its_notice_names_the_service_and_not_the_organisation(self, world, flagged, cast, sign_in):
        send(sign_in(cast.worker), flagged, "notice-d-information", release_reason="by_hand")
        said = text(printed())
        assert world.association.name not in said
        assert f"{world.dispositif.public_name} tient un dossier" in said


class TestTheNotices:
    @pytest.mark.parametrize("version", VERSIONS)
    @pytest.mark.parametrize("slug", ["notice-d-information", "accord"])
    def test_each_version_is_printed_on_one_page_two_where_letters_are_large(self, case, cast, sign_in, version, slug):
        answer = send(sign_in(cast.worker), case, slug, version=version, witness="Mme Bako, interprète")
        assert answer.status_code == 302
        content = printed()
        assert count_pages(content) <= (2 if version == "fr_easy" else 1)
        letter = Letter.objects.get()
        assert (letter.wording, letter.language) == (VERSIONS[version][1], VERSIONS[version][2])

    @pytest.mark.parametrize("version", VERSIONS)
    def test_each_version_says_all_four(self, version):
        """Who, why, what the landlord does not see, how to stop: the same number of parts in every language."""
        words, french = words_of(version), words_of("fr")
        notice = words["information_notice"]["sections"]
        assert len(notice) >= len(french["information_notice"]["sections"])
        for kind in ("information_notice", "agreement"):
            said = " ".join(line for _, lines in words[kind]["sections"] for line in lines)
            assert "{author}" in said
            assert "{keeper}" in said

    def test_arabic_is_read_from_right_to_left_in_a_face_that_has_it(self, case, cast, sign_in):
        client = sign_in(cast.worker)
        page = preview(client, case, "notice-d-information", version="ar").content.decode()
        assert 'lang="ar" dir="rtl"' in page
        send(client, case, "notice-d-information", version="ar")
        fonts = {str(font["/BaseFont"]) for font in _fonts(printed())}
        assert any("Naskh" in name for name in fonts), fonts
        assert not any("DejaVu" in name for name in fonts), fonts

    @pytest.mark.parametrize("version", ["uk", "tr", "pt"])
    def test_the_other_languages_are_written_with_our_own_face(self, case, cast, sign_in, version):
        send(sign_in(cast.worker), case, "notice-d-information", version=version)
        names = {str(font["/BaseFont"]) for font in _fonts(printed())}
        assert all("Source" in name for name in names), names

    def test_the_oral_version_has_a_witness(self, case, cast, sign_in):
        client = sign_in(cast.worker)
        answer = send(client, case, "accord", version="fr_oral")
        assert answer.status_code == 422
        assert "la version orale a un témoin" in answer.content.decode()
        send(client, case, "accord", version="fr_oral", witness="M. Sow", spoken="soninké")
        assert "Lu et expliqué à l’oral en soninké, en présence de M. Sow, témoin." in text(printed())

    @pytest.mark.parametrize(
        ("version", "state"), [("fr", "given_written"), ("ar", "given_translated"), ("fr_oral", "given_oral")]
    )
    def test_what_was_handed_over_is_noted_in_the_same_act(self, case, cast, sign_in, version, state):
        send(sign_in(cast.worker), case, "notice-d-information", version=version, witness="M. Sow", is_given="on")
        information = Information.objects.get()
        assert information.state == state
        assert information.notice_version == "1"

    @pytest.mark.parametrize(("version", "state"), [("fr_easy", "agreed_signed"), ("fr_oral", "agreed_oral")])
    def test_an_agreement_given_is_noted_in_the_same_act(self, case, cast, sign_in, version, state):
        send(sign_in(cast.worker), case, "accord", version=version, witness="M. Sow", is_given="on")
        assert Adhesion.objects.get().state == state

    def test_nothing_is_noted_unless_she_says_so(self, case, cast, sign_in):
        client = sign_in(cast.worker)
        send(client, case, "notice-d-information")
        send(client, case, "accord")
        assert not Information.objects.exists()
        assert not Adhesion.objects.exists()


def _fonts(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]


def test_the_reading_of_a_letter_is_that_of_its_document(world, case, cast, sign_in):
    factories.grant(case, world.shelter, GrantLevel.SUMMARY)
    send(sign_in(cast.worker), case, "rendez-vous")
    letter = Letter.objects.get()
    assert Letter.objects.visible_to(cast.worker).get() == letter
    assert not Letter.objects.visible_to(cast.referent).exists()
    assert LetterKind(letter.kind) in {spec.kind for spec in SPECS}
    assert not HousingPeriod.objects.filter(case=case).exists()
