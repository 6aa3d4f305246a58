"""A table brought in: related once, tried without a trace, then written whole or not at all, and never twice."""

import pytest
from django.urls import reverse

from households import services
from households.importing import Importer, Outcome, importer_for
from households.importing.follow_up import FollowUpImporter
from households.importing.mapping import guessed
from households.importing.passes import written
from households.models import (
    ArrearsMonth,
    Case,
    CaseAccess,
    CaseTeamMember,
    ExternalReference,
    Finding,
    HousingPeriod,
    ImportBatch,
    ImportMapping,
    ImportState,
    Information,
    NextStep,
    Person,
    TeamPart,
)
from households.services.imports import forget_expired
from partners.roles import Role
from tests import factories
from tests.core.spreadsheets.made import xlsx
from tests.households.follow_up_tables import LINE, NEW, TITLES, drop, line, messages, relate, table, tried
from veille.core import spreadsheets
from veille.core.models import AccessEvent
from veille.core.offers import offered


def import_now(batch, actor):
    """What the worker does, inside the transaction of the test."""
    importer, content = services.its_importer(batch, actor), services.table_of(batch)
    report, work = written(importer, content, batch.columns, batch.options, actor, lambda percent, step: None)
    return report, work


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.referent)


class TestColumns:
    def test_the_titles_of_the_field_are_understood(self):
        found = guessed(FollowUpImporter.fields, TITLES)
        assert found == {
            "residence": "Résidence",
            "name": "Locataire",
            "contract": "N° contrat",
            "commune": "Ville",
            "balance": "Dette",
            "step": "Procédure",
            "lead": "Suivi par",
            "last_contact": "Dernière visite",
            "next_step": "À faire",
            "next_due": "Échéance",
            "difficulties": "Problématiques",
        }

    def test_what_was_answered_once_is_proposed_again(self, world, cast, client):
        tried(client, world, table(LINE), column_residence="Commentaire")
        assert ImportMapping.objects.get().columns["residence"] == "Commentaire"
        drop(client, table(line(**{"N° contrat": "C-0043"})))
        batch = ImportBatch.objects.order_by("-dropped_at").first()
        page = client.get(reverse("households:import_columns", args=[batch.pk]))
        assert "comme la dernière fois" in page.content.decode()
        assert (
            page.context["form"].get_initial_for_field(
                page.context["form"].fields["column_residence"], "column_residence"
            )
            == "Commentaire"
        )

    def test_one_column_fills_one_field(self, world, cast, client):
        drop(client, table(LINE))
        answer = relate(client, world, ImportBatch.objects.get(), column_phone="Dette")
        assert answer.status_code == 422
        assert "déjà prise" in answer.content.decode()

    def test_the_questions_for_the_whole_file_are_asked(self, world, cast, client):
        drop(client, table(LINE))
        answer = relate(client, world, ImportBatch.objects.get(), territory="")
        assert answer.status_code == 422
        assert "Répondez aux questions" in answer.content.decode()

    def test_another_sheet_of_the_workbook_may_be_taken(self, world, cast, client):
        def more(book, sheet):
            other = book.add_worksheet("Archives")
            for row, values in enumerate([TITLES, LINE, line(**{"N° contrat": "C-7"})]):
                other.write_row(row, 0, values)

        drop(client, xlsx([TITLES, LINE], after=more))
        batch = ImportBatch.objects.get()
        client.post(reverse("households:import_sheet", args=[batch.pk]), {"sheet": "Archives"})
        batch.refresh_from_db()
        assert (batch.sheet, batch.rows) == ("Archives", 2)


class TestTheDryRun:
    def test_it_tells_what_would_be_and_writes_nothing(self, world, cast, client):
        before = Case.objects.count()
        batch = tried(client, world, table(LINE, line(**{"N° contrat": "C-2", "Locataire": "AUTRE Anne"})))
        assert (batch.state, batch.counts) == (ImportState.CHECKED, {"new": 2})
        assert Case.objects.count() == before
        assert not ArrearsMonth.objects.exists()

    @pytest.mark.parametrize(
        ("column", "value", "said"),
        [
            ("Dette", "beaucoup", "n’est pas un nombre"),
            ("Dernière visite", "31/02/2018", "n’existe pas au calendrier"),
            ("Dernière visite", "31/12/2018", "n’est pas encore passé"),
            ("Ville", "Harnesville", "Aucune commune ne s’appelle"),
            ("Procédure", "au tribunal", "n’est pas une valeur connue"),
            ("Problématiques", "dettes de jeu", "n’est pas une valeur connue"),
            ("À faire", "x" * 200, "dépasse 160"),
            ("Échéance", "20/12/2018", "Dites ce qui est prévu"),
        ],
    )
    def test_each_fault_has_its_line_its_column_and_its_sentence(self, world, cast, client, column, value, said):
        changes = {column: value} | ({"À faire": ""} if column == "Échéance" else {})
        batch = tried(client, world, table(LINE, line(**{"N° contrat": "C-9", "Locataire": "AUTRE", **changes})))
        assert batch.counts["refused"] == 1
        page = messages(client, batch)
        assert said in page
        assert 'scope="row" data-label="Ligne">3<' in page
        assert "Importer tout le fichier" not in page

    def test_a_household_stands_once_in_the_table(self, world, cast, client):
        batch = tried(client, world, table(LINE, LINE))
        assert "répète la ligne 2" in messages(client, batch)

    def test_a_line_without_anybody(self, world, cast, client):
        batch = tried(client, world, table(line(**{"N° contrat": "", "Locataire": ""})))
        assert "au moins un nom" in messages(client, batch)

    def test_an_unknown_colleague_is_a_remark_that_stops_nothing(self, world, cast, client):
        batch = tried(client, world, table(line(**{"Suivi par": "Gaston"})))
        assert batch.counts == {"new": 1}
        assert "le référent n’est pas repris" in messages(client, batch)

    def test_a_file_that_must_create_nothing(self, world, cast, client):
        batch = tried(client, world, table(LINE), creates="")
        assert "l’import n’en crée pas" in messages(client, batch)

    def test_the_messages_are_taken_away_as_a_table(self, world, cast, client):
        batch = tried(client, world, table(line(Dette="beaucoup")))
        found = spreadsheets.read(client.get(reverse("households:import_messages", args=[batch.pk])).content)
        assert found.headers == ("Ligne", "Colonne", "Message", "Empêche l’import")
        assert found.rows[0].values[:2] == (2.0, "Dette")

    def test_a_faulty_file_is_not_imported_even_by_hand(self, world, cast, client):
        batch = tried(client, world, table(line(Dette="beaucoup")))
        answer = client.post(reverse("households:import_apply", args=[batch.pk]))
        assert answer.status_code == 422
        assert "Des lignes sont à corriger" in answer.content.decode()

    @pytest.mark.parametrize(
        "content", [b"", b"%PDF-1.7", b"a\nb\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
    )
    def test_a_file_that_cannot_be_read_is_refused_beside_the_field(self, cast, client, content):
        answer = drop(client, content)
        assert answer.status_code == 422
        assert not ImportBatch.objects.exists()


class TestWriting:
    @pytest.fixture
    def imported(self, world, cast, client):
        batch = tried(client, world, table(LINE))
        import_now(batch, cast.referent)
        return Person.objects.get(search_name="lefevre eloise").household.cases.get()

    def test_the_file_of_the_household_says_what_the_line_said(self, world, cast, imported):
        period = HousingPeriod.objects.get(case=imported)
        assert (period.contract_number, period.dwelling.residence, period.commune.code) == (
            "C-0042",
            "Les Œillets",
            "62413",
        )
        assert ArrearsMonth.objects.get(case=imported).balance == spreadsheets.as_decimal("1240,50")
        assert NextStep.objects.get(case=imported).what == "Rappeler la CAF"
        assert set(Finding.objects.filter(case=imported).values_list("difficulty", flat=True)) == {
            "rent_arrears",
            "isolation",
        }
        assert not Finding.objects.filter(case=imported, severity__isnull=False).exists(), "un tableau ne pèse rien"
        assert f"{imported.last_contact_on}" == "2018-11-12"
        assert imported.number.startswith(world.dispositif.number_prefix)

    def test_the_last_contact_it_tells_is_shown_in_the_table_and_on_the_file(self, cast, sign_in, imported):
        client = sign_in(cast.referent)
        [row] = client.get(reverse("households:tracking_list")).context["rows"]
        page = client.get(reverse("households:case_detail", args=[imported.pk]))
        assert f"{row.last_contact}" == "2018-11-12"
        assert page.context["last_contact"] == row.last_contact
        assert "Dernier contact" in page.content.decode()

    def test_it_opens_as_an_orientation_does_and_to_nobody_else(self, world, cast, imported):
        grants = CaseAccess.objects.filter(case=imported).values_list("organisation", "level")
        levels = {level for organisation, level in grants}
        assert {organisation for organisation, _ in grants} == {world.landlord.pk}
        assert levels == {"presenting", "status", "landlord_of_dwelling"}

    def test_the_household_will_be_told(self, imported):
        information = Information.objects.get(case=imported)
        assert (information.state, f"{information.due_on}") == ("not_yet", "2019-01-14")

    def test_the_same_lines_again_add_nothing(self, world, cast, client, imported):
        rows = {
            model: model.objects.count() for model in (Case, Person, HousingPeriod, ArrearsMonth, Finding, NextStep)
        }
        batch = tried(client, world, table(LINE, titles=[*TITLES[:-1], "Remarques"]))
        assert batch.counts == {"same": 1}
        report, _ = import_now(batch, cast.referent)
        assert report.counts == {Outcome.SAME: 1}
        assert rows == {model: model.objects.count() for model in rows}

    def test_what_is_new_completes_and_what_differs_is_kept(self, world, cast, client, imported):
        later = line(Dette="900", **{"À faire": "Autre chose", "Problématiques": "Mobilité"})
        batch = tried(client, world, table(later))
        assert batch.counts == {"changed": 1}
        assert "Le dossier dit déjà « Rappeler la CAF" in messages(client, batch)
        import_now(batch, cast.referent)
        assert NextStep.objects.get(case=imported, done_on=None).what == "Rappeler la CAF"
        assert ArrearsMonth.objects.standing().get(case=imported).balance == 900
        assert Finding.objects.filter(case=imported, difficulty="mobility_transport").exists()

    def test_a_file_is_found_by_its_number_its_reference_or_its_name(self, world, cast, client, imported):
        ExternalReference.objects.create(
            case=imported,
            organisation=world.landlord,
            kind="own",
            value="R-1",
            source="landlord_known",
            noted_on="2018-12-01",
        )
        for title, value in (("Numéro de dossier", imported.number), ("Référence", "r 1"), ("Nom", "Éloïse Lefèvre")):
            batch = tried(client, world, table(["20/12/2018", value], titles=["Dernier contact", title]))
            found = {"Nom": "new"}.get(title, "refused")
            assert batch.counts in ({"refused": 1}, {found: 1})


class TestOneOwnPerimeter:
    @pytest.fixture
    def foreign(self, world, cast):
        """The same contract and the same name, followed by another landlord."""
        case = factories.make_case(world)
        Person.objects.filter(household=case.household).update(search_name="lefevre eloise")
        HousingPeriod.objects.filter(case=case).update(contract_number="C-0042")
        return case

    def test_what_others_follow_is_as_if_it_did_not_exist(self, world, cast, client, foreign):
        batch = tried(client, world, table(LINE))
        assert batch.counts == {"new": 1}
        assert foreign.number not in messages(client, batch)
        import_now(batch, cast.referent)
        assert Case.objects.visible_to(cast.referent).filter(pk=foreign.pk).count() == 0
        assert not ArrearsMonth.objects.filter(case=foreign).exists()

    def test_a_number_of_somebody_elses_file_is_an_unknown_number(self, world, cast, client, foreign):
        for number in (foreign.number, "VS-2018-00000"):
            batch = tried(client, world, table([number, "X"], titles=["Numéro de dossier", "Locataire"]))
            assert "Aucun de vos dossiers ne porte ce numéro" in messages(client, batch)

    def test_a_part_she_may_not_write_is_left_and_told(self, world, cast, sign_in):
        case = factories.make_accompanied_case(world, cast)
        titles, values = ["Numéro de dossier", "Problématiques"], [case.number, "Souffrance psychique"]
        client = sign_in(cast.referent)
        batch = tried(client, world, table(values, titles=titles))
        assert "reste telle qu’elle est" in messages(client, batch)
        assert batch.counts == {"same": 1}


class TestAnAssociationsTable:
    """Its files may say no landlord: what hangs on one is told, line by line, and left."""

    LEFT = "ne dit pas quel bailleur loge ce ménage"

    @pytest.fixture
    def client(self, cast, sign_in):
        return sign_in(cast.manager)

    def test_a_new_file_tells_what_it_leaves(self, world, cast, client):
        batch = tried(client, world, table(line(**{"Procédure": "Assignation"})))
        assert batch.counts == {"new": 1}
        assert messages(client, batch).count(self.LEFT) == len(["la résidence", "le solde", "l’étape"])
        import_now(batch, cast.manager)
        assert not ArrearsMonth.objects.exists()
        assert NextStep.objects.get().what == "Rappeler la CAF"

    def test_a_file_whose_landlord_is_not_known_is_not_changed_by_a_balance(self, world, cast, client):
        case = factories.make_accompanied_case(world, cast)
        batch = tried(client, world, table([case.number, "900"], titles=["Numéro de dossier", "Dette"]))
        assert batch.counts == {"same": 1}
        assert self.LEFT in messages(client, batch)

    def test_a_landlords_own_row_without_a_commune_says_so(self, world, cast, sign_in):
        referent = sign_in(cast.referent)
        batch = tried(referent, world, table(line(Ville="")))
        assert "se note avec sa commune" in messages(referent, batch)


class TestWhatTheMessagesTell:
    @pytest.fixture
    def batch(self, world, cast, client):
        case = factories.make_accompanied_case(world, cast)
        services.plan_next_step(case=case, what="Appeler sa sœur", by=cast.referent)
        titles = ["Numéro de dossier", "Prochaine échéance"]
        return tried(client, world, table([case.number, "Autre chose"], titles=titles))

    def test_what_a_file_says_already_is_a_read_of_it(self, batch, client):
        before = AccessEvent.objects.filter(section="import").count()
        assert "Appeler sa sœur" in messages(client, batch)
        assert AccessEvent.objects.filter(section="import").count() == before + 1
        client.get(reverse("households:import_messages", args=[batch.pk]))
        assert AccessEvent.objects.filter(section="import").count() == before + 2

    def test_who_lost_the_file_no_longer_reads_them(self, batch, client):
        CaseAccess.objects.all().delete()
        assert "Appeler sa sœur" not in messages(client, batch)


class TestWhoImports:
    def test_a_file_is_read_by_who_dropped_it_alone(self, world, cast, client, sign_in):
        batch = tried(client, world, table(LINE))
        page = reverse("households:import_detail", args=[batch.pk])
        assert sign_in(cast[Role.LANDLORD_MANAGER]).get(page).status_code == 404
        assert sign_in(cast.worker).get(page).status_code == 404

    def test_no_role_no_page(self, cast, sign_in):
        assert sign_in(cast.worker).get(reverse("households:import_list")).status_code == 403
        assert sign_in(cast.worker).get(NEW).status_code == 403
        assert importer_for(cast.worker, "suivi") is None

    def test_a_role_that_ended_closes_the_file(self, world, cast, client):
        batch = tried(client, world, table(LINE))
        cast.referent.user.memberships.update(role=Role.LANDLORD_CARETAKER)
        assert client.get(reverse("households:import_detail", args=[batch.pk])).status_code == 404

    def test_the_file_is_sealed_and_its_name_forgotten(self, world, cast, client):
        tried(client, world, table(LINE))
        batch = ImportBatch.objects.get()
        assert b"PK" not in bytes(batch.content)[:60]
        assert "tableau.xlsx" not in str(ImportBatch.objects.values().get())

    def test_giving_it_up_erases_it(self, world, cast, client):
        batch = tried(client, world, table(LINE))
        client.post(reverse("households:import_discard", args=[batch.pk]))
        batch.refresh_from_db()
        assert (batch.state, batch.content, batch.report) == (ImportState.DISCARDED, None, None)

    def test_nobody_finished_it_in_time(self, world, cast, client):
        tried(client, world, table(LINE))
        ImportBatch.objects.update(expires_at="2018-12-01T00:00Z")
        assert forget_expired() == 1
        assert ImportBatch.objects.get().content is None

    def test_nothing_is_known_of_it_after_three_years(self, world, cast, client):
        tried(client, world, table(LINE))
        ImportBatch.objects.update(dropped_at="2015-12-16T00:00Z")
        forget_expired()
        assert ImportBatch.objects.exists()
        ImportBatch.objects.update(dropped_at="2015-12-14T00:00Z")
        forget_expired()
        assert not ImportBatch.objects.exists()

    def test_the_model_to_fill_is_understood_whole(self, cast, client):
        content = client.get(reverse("households:import_model", args=["suivi"])).content
        guide = spreadsheets.read(content, "Mode d’emploi")
        titles = [row.values[0] for row in guide.rows]
        assert guessed(FollowUpImporter.fields, titles) == {
            field.name: field.label for field in FollowUpImporter.fields
        }


def test_every_importer_says_its_fields_once(cast):
    for importer in (one for offer in offered("importers") for one in offer()):
        assert isinstance(importer, Importer)
        titles = [title for field in importer.fields for title in field.titles]
        assert len(titles) == len(set(titles)), importer.kind


def test_who_follows_a_file_that_nobody_leads_becomes_its_lead_person(world, cast, sign_in):
    """A file that somebody leads keeps her: the next table adds to the team only."""
    chief = sign_in(cast.manager)
    for followed_by in (cast.worker, cast.other_worker):
        batch = tried(chief, world, table(line(**{"N° contrat": "", "Suivi par": str(followed_by.user), "Dette": ""})))
        import_now(batch, cast.manager)
    household = Person.objects.get(search_name="lefevre eloise").household
    parts = dict(CaseTeamMember.objects.filter(case__household=household).values_list("user", "part"))
    assert parts == {cast.worker.user_id: TeamPart.LEAD, cast.other_worker.user_id: TeamPart.MEMBER}
