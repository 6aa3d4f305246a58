"""The file handed to one adult: what concerns her, nothing that concerns another, nothing that nobody has read."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import services as accompaniment
from accompaniment.models import Note
from cellule.services.alerts import alert_social_team, attach_alert
from households import access_file, handed_over, services
from households.grants import GrantLevel
from households.models import AccessItem, Case, ContactDetail, Person, ProtectedDetail, RightsRequest
from households.rights_choices import Reading, RightsKind
from households.services import access_file as acts
from partners.roles import Role
from tests import factories
from tests.support.pdf_reading import text_of
from veille.core import erasure, runs
from veille.core.models import AccessEvent, AuditEvent, Run

TODAY = date(2018, 12, 14)
SECRET = "12 rue du Refuge, Lens"


@pytest.fixture
def officer(world, cast):
    return cast.play(Role.DPO, world.association)


@pytest.fixture
def case(world, cast):
    case = factories.make_case(world)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    return case


@pytest.fixture
def her(case) -> Person:
    return Person.objects.get(household=case.household_id)


def contact(case, value, person=None):
    return ContactDetail.objects.create(case=case, kind="phone", value=value, person=person, source="confided")


def request_of(case, person, cast, officer, *, is_cleared=True):
    request = services.record_request(
        case=case, person=person, kind=RightsKind.ACCESS, received_on=TODAY, by=cast.worker
    )
    services.start_request(request=request, proof="known", checked_on=TODAY, by=officer)
    services.name_reader(request=request, reader=cast.worker.user, by=officer)
    if is_cleared:
        services.advise(request=request, by=officer)
        services.advise(request=request, by=cast.worker)
    return request


def gathered(request):
    run = Run.objects.create(
        task=acts.GATHER_TASK,
        label="…",
        parameters={"request": str(request.pk)},
        requested_by=request.asked_by_id,
        organisation=request.organisation_id,
    )
    acts.gather(runs.claim(run.pk))
    request.refresh_from_db()
    return request


def told(request) -> str:
    return "\n".join(line.text for _, line in acts.lines_of(request) if line)


def read_all(request, by):
    for item in request.items.filter(reading=Reading.TO_READ).order_by("position"):
        acts.read_item(item=item, reading=Reading.KEPT, by=by)
    acts.finish_reading(request=request, by=by)
    request.refresh_from_db()


def taken(request) -> str:
    return text_of(handed_over.document(request))


class TestWhatIsGathered:
    """Rows about her or the household; another person's rows are left out."""

    def test_hers_and_the_household_s_are_told(self, case, her, cast, officer):
        contact(case, "06 11 11 11 11", her)
        contact(case, "06 22 22 22 22")
        words = told(gathered(request_of(case, her, cast, officer)))
        assert her.last_name in words
        assert "06 11 11 11 11" in words
        assert "06 22 22 22 22" in words

    def test_another_person_s_are_left_out(self, case, her, cast, officer):
        other = factories.PersonFactory(household=case.household, last_name="Autrement", role="spouse_partner")
        child = factories.PersonFactory(household=case.household, last_name="Petit", birth_date=date(2011, 1, 2))
        contact(case, "06 33 33 33 33", other)
        words = told(gathered(request_of(case, her, cast, officer)))
        assert all(word not in words for word in (other.last_name, child.last_name, "06 33 33 33 33"))

    def test_another_file_is_left_out(self, case, her, cast, officer, world):
        contact(factories.make_case(world), "06 44 44 44 44")
        assert "06 44 44 44 44" not in told(gathered(request_of(case, her, cast, officer)))

    def test_what_the_organisation_does_not_read_is_not_gathered(self, case, her, cast, officer, world):
        Note.objects.create(
            case=case,
            organisation=world.landlord,
            author=cast.referent.user,
            level="landlord_internal",
            text="Note du bailleur.",
            written_on=TODAY,
        )
        assert "Note du bailleur." not in told(gathered(request_of(case, her, cast, officer)))

    def test_a_column_is_as_closed_as_its_section(self, case, her, cast, officer, world):
        """The referent reads the recommendation, never the detail; nor what asks for care, nor a reserved reason."""
        factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
        factories.DiagnosisFactory(
            case=case, operator=world.association, recommendation="Aide au budget.", detail="Elle dort mal."
        )
        Case.objects.filter(pk=case.pk).update(main_reason="violence_victim")
        dpo = cast[Role.DPO]
        request = services.record_request(
            case=case, person=her, kind=RightsKind.ACCESS, received_on=TODAY, by=cast.referent
        )
        services.start_request(request=request, proof="known", checked_on=TODAY, by=dpo)
        services.name_reader(request=request, reader=cast.referent.user, by=dpo)
        words = told(gathered(request))
        assert "Aide au budget." in words
        assert "Elle dort mal." not in words
        assert "violence" not in words.lower()

    def test_who_alerted_is_not_handed_to_the_household(self, case, her, cast, officer, world):
        """A caretaker is somebody else: what he saw is told, his name is not."""
        factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
        alert = alert_social_team(
            address="3 allée des Saules",
            fact="La boîte déborde.",
            happened_on=TODAY,
            sender_name="M. Lecocq",
            by=cast["landlord_caretaker"],
        )
        attach_alert(key=str(alert.pk), case=case, by=cast.referent)
        dpo = cast[Role.DPO]
        request = services.record_request(
            case=case, person=her, kind=RightsKind.ACCESS, received_on=TODAY, by=cast.referent
        )
        services.start_request(request=request, proof="known", checked_on=TODAY, by=dpo)
        services.name_reader(request=request, reader=cast.referent.user, by=dpo)
        words = told(gathered(request))
        assert "La boîte déborde." in words and "Lecocq" not in words

    def test_every_model_that_tells_of_a_person_is_told_or_named_apart(self):
        """A new model is told by itself; those that are not tell of the work, not of the person."""
        hanging = {m._meta.label_lower for m in erasure.hanging_on([Case, Person]) if getattr(m, "personal", ())}
        missing = hanging - {m._meta.label_lower for m in access_file.told_models()}
        assert missing <= access_file._NOT_TOLD
        assert all(apps.get_model(label) for label in access_file._NOT_TOLD)

    def test_gathering_twice_begins_again(self, case, her, cast, officer):
        request = gathered(request_of(case, her, cast, officer))
        before = request.items.count()
        assert gathered(request).items.count() == before


class TestReading:
    """Texts wait for a reader; what she blackens or withholds says why."""

    @pytest.fixture
    def request_(self, case, her, cast, officer):
        text = "Madame va mieux. Son frère Kevin boit. Elle cherche un emploi."
        accompaniment.write_note(case=case, text=text, level="association_only", by=cast.worker)
        return gathered(request_of(case, her, cast, officer))

    def note_item(self, request):
        return request.items.get(object_type="accompaniment.note")

    def test_a_text_waits_and_a_fact_does_not(self, request_):
        assert self.note_item(request_).reading == Reading.TO_READ
        assert request_.items.get(object_type="households.person").reading == Reading.KEPT

    def test_nothing_is_handed_over_before_it_is_read(self, request_, officer, cast):
        with pytest.raises(ValidationError, match="relu"):
            acts.release_file(request=request_, by=officer)
        with pytest.raises(ValidationError, match="à relire"):
            acts.finish_reading(request=request_, by=cast.worker)

    def test_a_blackened_passage_is_a_bar(self, request_, cast, officer):
        item = self.note_item(request_)
        acts.read_item(
            item=item,
            reading=Reading.REDACTED,
            ground="third_party",
            passages=["Son frère Kevin boit."],
            by=cast.worker,
        )
        read_all(request_, cast.worker)
        acts.release_file(request=request_, by=officer)
        words = taken(request_)
        assert "Kevin" not in words
        assert "Madame va mieux" in words
        assert "autre personne" in words

    def test_the_passages_are_sealed(self, request_, cast):
        item = self.note_item(request_)
        passages = ["Son frère Kevin boit."]
        acts.read_item(item=item, reading=Reading.REDACTED, ground="third_party", passages=passages, by=cast.worker)
        assert b"Kevin" not in bytes(AccessItem.objects.get(pk=item.pk).passages)
        assert acts.passages_of(item) == passages

    def test_a_passage_that_is_not_there_is_refused(self, request_, cast):
        with pytest.raises(ValidationError):
            acts.read_item(
                item=self.note_item(request_),
                reading=Reading.REDACTED,
                ground="third_party",
                passages=["Sa sœur."],
                by=cast.worker,
            )

    def test_what_is_withheld_says_why(self, request_, cast, officer):
        item = self.note_item(request_)
        with pytest.raises(ValidationError):
            acts.read_item(item=item, reading=Reading.WITHHELD, by=cast.worker)
        acts.read_item(item=item, reading=Reading.WITHHELD, ground="danger", by=cast.worker)
        read_all(request_, cast.worker)
        acts.release_file(request=request_, by=officer)
        assert "Madame va mieux" not in taken(request_)
        assert "Mettrait une personne en danger" in taken(request_)

    def test_a_text_changed_since_is_read_again(self, request_, cast, officer):
        read_all(request_, cast.worker)
        Note.objects.update(text="Tout autre chose.")
        acts.release_file(request=request_, by=officer)
        request_.refresh_from_db()
        assert (request_.released_on, request_.read_at) == (None, None)
        assert self.note_item(request_).reading == Reading.TO_READ

    def test_a_longer_passage_hides_the_shorter_one(self):
        assert handed_over.blackened("Kevin Durand", ["Kevin", "Kevin Durand"]) == "█████"

    def test_the_journal_holds_no_word(self, request_, cast):
        acts.read_item(item=self.note_item(request_), reading=Reading.KEPT, by=cast.worker)
        changes = str(list(AuditEvent.objects.values_list("changes", flat=True)))
        assert "Madame" not in changes
        assert "Kevin" not in changes


class TestTwoAdultsAndARestrictedFile:
    """The officer and the lead first; protected details never, except hers by the named act."""

    def test_another_adult_asks_for_two_opinions(self, case, her, cast, officer):
        factories.PersonFactory(household=case.household, role="spouse_partner")
        request = request_of(case, her, cast, officer, is_cleared=False)
        with pytest.raises(ValidationError, match="avis"):
            acts.ask_to_gather(request=request, by=officer)
        services.advise(request=request, by=officer)
        with pytest.raises(ValidationError, match="avis"):
            acts.ask_to_gather(request=request, by=officer)
        services.advise(request=request, by=cast.worker)
        assert acts.ask_to_gather(request=request, by=officer)

    def test_the_recipients_do_not_tell_who_hides_her(self, case, her, cast, officer, world):
        factories.PersonFactory(household=case.household, role="spouse_partner")
        factories.grant(case, world.shelter, GrantLevel.SUMMARY)
        assert handed_over.recipients(request_of(case, her, cast, officer)) == [world.association.name]

    @pytest.fixture
    def restricted(self, case, her, cast, officer):
        Case.objects.filter(pk=case.pk).update(is_restricted=True)
        services.name_person(case=case, user=cast.worker.user, by=None)
        services.protect_detail(case=case, kind="address", value=SECRET, by=cast.worker)
        case.refresh_from_db()
        return gathered(request_of(case, her, cast, officer))

    def test_a_protected_detail_is_not_in_it(self, restricted, cast, officer):
        read_all(restricted, cast.worker)
        acts.release_file(request=restricted, by=officer)
        assert "Refuge" not in taken(restricted)
        assert "Refuge" not in zipfile.ZipFile(io.BytesIO(handed_over.data(restricted))).read("dossier.json").decode()

    def test_hers_is_put_in_by_a_named_act(self, restricted, cast, officer):
        item = restricted.items.get(object_type="households.protecteddetail")
        acts.read_item(item=item, reading=Reading.KEPT, by=cast.worker)
        read_all(restricted, cast.worker)
        acts.release_file(request=restricted, by=officer)
        assert "Refuge" in taken(restricted)
        assert AuditEvent.objects.filter(name="rights.line_read", object_id=item.pk).exists()

    def test_the_reading_page_shows_its_kind_only(self, restricted, cast, sign_in):
        page = sign_in(cast.worker).get(reverse("households:rights_file", args=[restricted.pk])).content.decode()
        assert "Refuge" not in page
        assert ProtectedDetail.objects.get().get_kind_display() in page


class TestThePages:
    """Read over by the one who was named, handed over by the officer, taken within thirty days."""

    @pytest.fixture
    def request_(self, case, her, cast, officer):
        accompaniment.write_note(case=case, text="Elle va mieux.", level="association_only", by=cast.worker)
        return gathered(request_of(case, her, cast, officer))

    def address(self, name, request, *args):
        return reverse(f"households:rights_{name}", args=[request.pk, *args])

    def test_from_reading_to_taking(self, request_, cast, officer, sign_in):
        reader, client = sign_in(cast.worker), sign_in(officer)
        item = request_.items.get(object_type="accompaniment.note")
        assert "Elle va mieux." in reader.get(self.address("file", request_)).content.decode()
        assert reader.post(self.address("item", request_, item.pk), {"reading": "kept"}).status_code == 302
        items = [f"{item.pk} {line.digest}" for item, line in acts.lines_of(request_)]
        assert reader.post(self.address("page_keep", request_), {"item": items}).status_code == 302
        assert reader.post(self.address("file_done", request_)).status_code == 302
        assert client.post(self.address("release", request_)).status_code == 302
        pdf = client.post(self.address("document", request_))
        assert (pdf.status_code, pdf["Content-Disposition"]) == (200, 'attachment; filename="dossier.pdf"')
        assert AccessEvent.objects.filter(kind="export", section="rights").exists()

    def test_the_data_are_the_same_lines(self, request_, cast, officer, sign_in):
        read_all(request_, cast.worker)
        acts.release_file(request=request_, by=officer)
        answer = sign_in(officer).post(self.address("data", request_))
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        assert sorted(archive.namelist()) == ["dossier.csv", "dossier.json"]
        lines = json.loads(archive.read("dossier.json"))
        assert any("Elle va mieux." in line["contenu"].values() for line in lines)

    def test_only_the_reader_reads_over(self, request_, cast, officer, sign_in):
        item = request_.items.first()
        for actor in (officer, cast.manager):
            answer = sign_in(actor).post(self.address("item", request_, item.pk), {"reading": "kept"})
            assert answer.status_code == 403

    def test_after_thirty_days_it_is_gone(self, request_, cast, officer, sign_in, settings):
        read_all(request_, cast.worker)
        acts.release_file(request=request_, by=officer)
        settings.VEILLE_TODAY = TODAY + timedelta(days=31)
        assert sign_in(officer).post(self.address("document", request_)).status_code == 404

    def test_the_document_names_nobody_outside_its_pages(self, request_, cast, officer):
        read_all(request_, cast.worker)
        acts.release_file(request=request_, by=officer)
        made = handed_over.document(request_)
        assert request_.person.last_name.encode() not in made

    def test_a_reader_who_changes_reads_it_all_again(self, request_, cast, officer):
        other = cast.manager
        services.name_reader(request=request_, reader=other.user, by=officer)
        assert (request_.gathered_at, request_.items.count()) == (None, 0)

    def test_a_reader_named_on_a_page_made_before_the_reading_ended_empties_nothing(self, request_, cast, officer):
        seen_before = RightsRequest.objects.get(pk=request_.pk)
        read_all(request_, cast.worker)
        with pytest.raises(ValidationError, match="est relu"):
            services.name_reader(request=seen_before, reader=cast.manager.user, by=officer)
        assert request_.items.exists()

    def test_a_file_handed_over_twice_keeps_its_first_days(self, request_, cast, officer, settings):
        read_all(request_, cast.worker)
        seen_before = RightsRequest.objects.get(pk=request_.pk)
        acts.release_file(request=request_, by=officer)
        settings.VEILLE_TODAY = TODAY + timedelta(days=3)
        acts.release_file(request=seen_before, by=officer)
        assert RightsRequest.objects.get(pk=request_.pk).released_on == TODAY


def test_a_cell_never_begins_a_formula(case, her, cast, officer):
    contact(case, "=HYPERLINK(1)", her)
    request = gathered(request_of(case, her, cast, officer))
    read_all(request, cast.worker)
    acts.release_file(request=request, by=officer)
    text = zipfile.ZipFile(io.BytesIO(handed_over.data(request))).read("dossier.csv").decode("utf-8-sig")
    assert ";=HYPERLINK" not in text
