"""A list taken away: what its reader sees and no more, why, in the journal, and not after a revocation."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from households.models import Dwelling, NamedPerson
from partners.roles import Role
from tests import factories
from tests.cast import Cast
from veille.core import clock, spreadsheets
from veille.core.exports import listing_named, making
from veille.core.models import AccessEvent, AuditEvent, ExportRequest, Run
from veille.core.tasks import make_export

MENAGES = reverse("core:export_new", args=["menages"])
ASKED = {"columns": ["number", "name"], "format": "xlsx", "reason": "Réunion d’équipe du lundi"}


def take(client, address=MENAGES, **changes):
    """Ask for a file and download it: the table it holds."""
    answer = client.post(address, {**ASKED, **changes})
    assert answer.status_code == 302, answer.content.decode()
    file = client.get(answer.url + "fichier/")
    assert file.status_code == 200
    return spreadsheets.read(file.content)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.worker)


def test_the_file_holds_the_columns_chosen(case, client):
    table = take(client)
    assert table.headers == ("Numéro de dossier", "Nom")
    assert table.rows[0].values == (case.number, case.household.people.get().full_name)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_each_format_is_a_file_of_its_kind_named_without_anybody(case, client, kind):
    page = client.post(MENAGES, {**ASKED, "format": kind}).url
    answer = client.get(page + "fichier/")
    assert answer["Content-Disposition"] == f'attachment; filename="menages-2018-12-14.{kind}"'
    assert len(spreadsheets.read(answer.content).rows) == 1


def test_names_leave_with_a_reason(case, client):
    answer = client.post(MENAGES, {**ASKED, "reason": ""})
    assert answer.status_code == 422
    assert "Dites en quelques mots pourquoi" in answer.content.decode()
    assert not ExportRequest.objects.exists()


def test_without_names_no_reason_is_asked(case, client):
    assert take(client, columns=["door", "opened"], reason="").headers == ("Porte", "Ouvert le")


def test_at_least_one_column(case, client):
    assert client.post(MENAGES, {**ASKED, "columns": []}).status_code == 422


def test_the_file_follows_the_filters_and_the_search_of_the_page(world, cast, case, client):
    other = factories.make_accompanied_case(world, cast)
    other.closed_on = clock.today()
    other.save()
    assert [row.values[0] for row in take(client, f"{MENAGES}?stage=closed").rows] == [other.number]
    client.post(reverse("households:case_search"), {"q": case.number})
    assert [row.values[0] for row in take(client).rows] == [case.number]


def test_what_she_does_not_see_is_not_in_it(world, cast, case, client):
    foreign = factories.make_case(world)
    assert foreign.number not in {row.values[0] for row in take(client).rows}


def test_the_journal_tells_who_took_which_files_and_not_why_in_words(case, cast, client):
    take(client)
    reads = AccessEvent.objects.filter(kind="export")
    assert {(event.user, tuple(event.cases)) for event in reads} == {(cast.worker.user_id, (case.pk,))}
    asked = AuditEvent.objects.get(name="export.asked")
    assert asked.changes["reason_length"] == len(ASKED["reason"])
    assert "Réunion" not in str(list(AuditEvent.objects.values_list("changes", flat=True)))
    assert ExportRequest.objects.get().reason == ASKED["reason"]


def test_the_file_is_sealed_where_it_waits(case, client):
    client.post(MENAGES, {**ASKED, "format": "csv"})
    export = ExportRequest.objects.get()
    assert case.number.encode() not in bytes(export.content) + bytes(export.asked)


def test_a_double_click_makes_one_file(case, client):
    form = {**ASKED, "submission_key": "11111111-1111-4111-8111-111111111111"}
    assert client.post(MENAGES, form).url == client.post(MENAGES, form).url
    assert ExportRequest.objects.count() == 1


def test_looking_at_the_form_writes_nothing_and_names_nobody(case, client):
    page = client.get(MENAGES).content.decode()
    assert "1\u00a0dossier" in page
    assert case.number not in page
    assert not ExportRequest.objects.exists()


class TestOnceRevoked:
    def test_a_grant_that_ended_closes_the_file(self, case, client):
        page = client.post(MENAGES, ASKED).url
        case.accesses.all().delete()
        assert client.get(page + "fichier/").status_code == 403

    def test_a_role_that_ended_closes_the_list(self, case, cast, client):
        page = client.post(MENAGES, ASKED).url
        cast.worker.user.memberships.update(role=Role.LANDLORD_CARETAKER)
        assert client.get(page + "fichier/").status_code == 403

    def test_it_is_nobody_elses(self, case, cast, client, sign_in):
        page = client.post(MENAGES, ASKED).url
        assert sign_in(cast.manager).get(page).status_code == 404
        assert sign_in(cast.manager).get(page + "fichier/").status_code == 404

    def test_it_is_forgotten_after_a_day(self, case, client):
        page = client.post(MENAGES, ASKED).url
        ExportRequest.objects.update(expires_at=timezone.now())
        assert client.get(page + "fichier/").status_code == 404
        assert "n’est plus gardé" in client.get(page).content.decode()
        assert making.purge_expired() == 1
        kept = ExportRequest.objects.get()
        assert (kept.content, kept.reason) == (None, ASKED["reason"])


class TestOnceAPartIsClosed:
    """A row that is closed to her since closes the file kept, and another one is offered."""

    @pytest.fixture
    def client(self, cast, sign_in):
        return sign_in(cast.referent)

    def _is_closed(self, client, page) -> bool:
        answer = client.get(page + "fichier/")
        offers_another = "Refaire le fichier" in client.get(page).content.decode()
        assert offers_another is (answer.status_code == 403)
        assert not offers_another or "Reprenez l’export" in answer.content.decode()
        return offers_another

    @pytest.fixture
    def place(self, world, case):
        dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune, residence="Les Tilleuls")
        return factories.HousingPeriodFactory(case=case, dwelling=dwelling, commune=None).dwelling

    @pytest.mark.parametrize("list_name", ["menages", "tableau-de-suivi"])
    def test_what_is_open_still_is(self, case, place, client, list_name):
        page = client.post(reverse("core:export_new", args=[list_name]), ASKED).url
        assert not self._is_closed(client, page)
        factories.PersonFactory(household=case.household, source="landlord_known")
        assert not self._is_closed(client, page)

    @pytest.mark.parametrize("list_name", ["menages", "tableau-de-suivi"])
    def test_somebody_confided_since(self, case, place, client, list_name):
        page = client.post(reverse("core:export_new", args=[list_name]), ASKED).url
        case.household.people.update(source="confided")
        assert self._is_closed(client, page)

    def test_a_place_kept_secret_since(self, case, place, client):
        page = client.post(reverse("core:export_new", args=["tableau-de-suivi"]), ASKED).url
        Dwelling.objects.filter(pk=place.pk).update(is_secret=True)
        assert self._is_closed(client, page)

    def test_a_file_restricted_since(self, case, client):
        page = client.post(MENAGES, ASKED).url
        type(case).objects.filter(pk=case.pk).update(is_restricted=True)
        assert self._is_closed(client, page)

    def test_a_level_of_access_that_ended_since(self, case, client):
        page = client.post(MENAGES, ASKED).url
        case.accesses.filter(level="landlord_of_dwelling").delete()
        assert self._is_closed(client, page)

    def test_a_visit_kept_from_the_landlord_since(self, world, cast, case, client):
        visit = factories.InterventionFactory(
            case=case, organisation=world.landlord, author=cast.referent.user, is_shared=True
        )
        visits = reverse("core:export_new", args=["visites"])
        page = client.post(visits, {**ASKED, "columns": ["number", "happened_on"]}).url
        assert not self._is_closed(client, page)
        type(visit).objects.update(is_shared=False)
        assert self._is_closed(client, page)


class TestFilesThatAskForCaution:
    @pytest.fixture
    def careful(self, world, cast):
        case = factories.make_accompanied_case(world, cast, is_restricted=True)
        NamedPerson.objects.create(case=case, user=cast.worker.user)
        return case

    def test_they_stay_out(self, case, careful, client):
        assert [row.values[0] for row in take(client).rows] == [case.number]
        assert "demande de la prudence" in client.get(MENAGES).content.decode()

    def test_they_leave_once_somebody_says_why(self, case, careful, client):
        numbers = {row.values[0] for row in take(client, release_reason="by_hand").rows}
        assert numbers == {case.number, careful.number}
        assert AuditEvent.objects.get(name="release.confirmed").case == careful.pk

    def test_who_is_not_named_is_not_even_asked(self, case, careful, cast, sign_in):
        page = sign_in(cast.manager).get(MENAGES).content.decode()
        assert "prudence" not in page
        assert "1\u00a0dossier" in page


class TestLongLists:
    def test_a_worker_makes_them(self, committed_world, sign_in, monkeypatch):
        monkeypatch.setattr(making, "AT_ONCE", 0)
        cast = Cast(committed_world)
        case = factories.make_accompanied_case(committed_world, cast)
        client = sign_in(cast.worker)
        page = client.post(MENAGES, ASKED).url
        run = Run.objects.get()
        assert run.parameters == {"export": str(ExportRequest.objects.get().pk)}
        assert "Vous pouvez fermer cette page" in client.get(page).content.decode()
        make_export(str(run.pk))
        run.refresh_from_db()
        assert (run.state, run.result["opens"]) == ("done", "core:export_detail")
        assert spreadsheets.read(client.get(page + "fichier/").content).rows[0].values[0] == case.number
        assert AccessEvent.objects.filter(kind="export", cases=[case.pk]).count() == 2

    def test_a_person_whose_role_ended_meanwhile_gets_nothing(self, committed_world, sign_in, monkeypatch):
        monkeypatch.setattr(making, "AT_ONCE", 0)
        cast = Cast(committed_world)
        factories.make_accompanied_case(committed_world, cast)
        sign_in(cast.worker).post(MENAGES, ASKED)
        cast.worker.user.memberships.all().delete()
        with pytest.raises(PermissionDenied):
            make_export(str(Run.objects.get().pk))
        assert ExportRequest.objects.get().content is None


def test_the_follow_up_table_leaves_under_the_titles_its_import_reads(case, client):
    table = take(client, reverse("core:export_new", args=["tableau-de-suivi"]), columns=["number", "contract", "step"])
    assert table.headers == ("Numéro de dossier", "Numéro de contrat", "Étape")


def test_an_unknown_list_is_missing_and_a_closed_one_is_refused(cast, client, sign_in):
    assert client.get(reverse("core:export_new", args=["inconnue"])).status_code == 404
    assert sign_in(cast.colleague).get(MENAGES).status_code == 403


def test_no_button_is_shown_to_who_may_not(world, cast, case, client, sign_in):
    address = reverse("households:case_list")
    assert MENAGES in client.get(address).content.decode()
    assert MENAGES not in sign_in(cast.secretary).get(address).content.decode()


def test_twelve_rows_cost_what_two_cost(world, cast, client):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            list(listing_named("menages").batches(cast.worker, {}))
        return len(captured)

    for _ in range(2):
        factories.make_accompanied_case(world, cast)
    two = cost()
    for _ in range(10):
        factories.make_accompanied_case(world, cast)
    assert cost() == two
