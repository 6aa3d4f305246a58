"""Reference lists, communes, real figures and dispositif templates say what the field says."""

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from partners import communes
from partners.configuration import parse
from partners.models import Commune
from veille.core import reference
from veille.core.models import ReferenceItem, ReferenceList
from veille.core.templatetags.veille import TONE_ICONS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "partners" / "dispositif_templates").glob("*.json"))

PEOPLE_LISTS = {
    "household_type", "person_role", "family_status", "activity", "difficulty", "main_reason",
    "life_area", "strength", "territory_strength", "target_profile", "referral_source", "refusal_reason",
    "proposed_alternative", "already_tried", "intervention_mode", "housing_situation",
    "housing_modality", "dwelling_type", "exit_reason", "exit_outcome", "resource_type", "charge_type", "debt_type",
    "funder_type", "budget_line_kind", "organisation_type", "organisation_capability", "competence", "action_kind",
    "action_theme", "training_topic", "suspension_reason", "procedure_step", "candidature_refusal_reason",
    "offer_end_reason", "excuse_reason", "collective_theme", "dwelling_incident",
}  # fmt: skip
# Nobody adds « autre » to the steps of a track, to a fixed schedule or to a legal ground; a paper one holds is known.
CLOSED_LISTS = {
    "dwelling_financing", "support_level", "contact_rhythm", "avdl_modality",
    "processing_basis", "sensitive_exception", "instance_kind", "instance_frequency",
    "panel_arm", "assessment_wave", "procedure_stage", "document_kind", "autonomy_level", "involvement",
}  # fmt: skip
DECISIONS = {
    "admit", "admit_conditional", "order_diagnosis", "request_information", "defer", "waitlist", "redirect", "refuse",
    "withdraw", "change_level", "extend", "suspend", "reactivate", "end", "reopen", "expert_advice", "note_only",
}  # fmt: skip
NOT_FINAL = {"defer", "request_information", "waitlist", "order_diagnosis"}
NARRATIVE = {
    "context", "objectives", "public", "access_step", "retention_step", "instance_step", "support_step",
    "training_step", "human_means", "financial_means", "results", "attention", "perspectives", "contact",
}  # fmt: skip


@pytest.fixture(scope="module")
def lines():
    return reference.read_lines()


@pytest.fixture(scope="module")
def codes(lines):
    found = {}
    for line in lines:
        found.setdefault(line.list_code, set()).add(line.code)
    return found


@pytest.fixture(scope="module")
def by_code():
    return {row.code: row for row in communes.read_communes()}


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def template(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def rows(name):
    with (ROOT / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


class TestTheFileOfLists:
    def test_holds_every_list_of_the_domain(self, codes):
        assert set(codes) == PEOPLE_LISTS | CLOSED_LISTS

    def test_names_each_code_once_in_snake_case(self, lines):
        assert [line.key for line in lines if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", line.code)] == []
        assert len({line.key for line in lines}) == len(lines)

    def test_labels_every_code_once_in_its_list(self, lines):
        assert [line.key for line in lines if not line.label.strip()] == []
        assert len({(line.list_code, line.label) for line in lines}) == len(lines)

    def test_fits_the_columns(self, lines):
        limits = {name: ReferenceItem._meta.get_field(name).max_length for name in ("code", "label")}
        assert [
            line.key for line in lines if len(line.code) > limits["code"] or len(line.label) > limits["label"]
        ] == []

    @pytest.mark.parametrize("list_code", sorted(PEOPLE_LISTS))
    def test_lets_one_say_other_and_unknown_in_a_list_about_people(self, codes, list_code):
        assert {"other", "unknown"} <= codes[list_code]

    def test_specifies_only_codes_of_the_same_list(self, lines, codes):
        assert [line.key for line in lines if line.parent and line.parent not in codes[line.list_code]] == []

    def test_marks_what_needs_care(self, lines):
        marked = {line.key for line in lines if line.is_sensitive}
        assert {("difficulty", "psychic_distress"), ("refusal_reason", "acute_psychic_risk")} <= marked
        assert {("exit_reason", "incarceration"), ("suspension_reason", "hospital")} <= marked
        assert ("difficulty", "rent_arrears") not in marked

    def test_offers_the_difficulties_as_main_reasons(self, codes):
        assert codes["difficulty"] - codes["main_reason"] == {"refused_to_answer"}

    def test_maps_the_resources_of_the_housing_demand(self, lines):
        mapped = {line.external_codes["sne"] for line in lines if "sne" in line.external_codes}
        assert mapped == {
            "AAH", "AEEH", "AF", "AJPP", "AMV", "AUT", "BE", "CHO", "PAJE", "PAR", "PAV", "PINV", "RET", "RSA", "SAL",
        }  # fmt: skip

    def test_writes_french_with_typographic_apostrophes(self, lines):
        assert [line.key for line in lines if "'" in line.label + line.definition + line.list_label] == []


@pytest.mark.django_db
class TestLoading:
    @pytest.fixture(autouse=True)
    def fresh(self):
        reference.load_reference()
        yield
        reference.forget()

    @pytest.fixture
    def rewritten(self, tmp_path):
        def write(change):
            kept = [row for row in rows("veille/core/data/reference_lists.csv") if change(row) is not False]
            path = tmp_path / "lists.csv"
            with path.open("w", encoding="utf-8", newline="") as target:
                writer = csv.DictWriter(target, kept[0].keys())
                writer.writeheader()
                writer.writerows(kept)
            return path

        return write

    def test_twice_adds_nothing(self, lines):
        before = list(ReferenceItem.objects.order_by("pk").values())
        loaded = reference.load_reference()
        assert (loaded.codes, loaded.added, loaded.withdrawn) == (len(lines), 0, 0)
        assert list(ReferenceItem.objects.order_by("pk").values()) == before

    def test_by_the_command_says_what_it_did(self, capsys):
        call_command("load_reference")
        assert ", 0 ajoutés, 0 désactivés." in capsys.readouterr().out

    def test_updates_a_label_and_keeps_the_row(self, rewritten):
        row = ReferenceItem.objects.get(reference_list__code="difficulty", code="mobility_transport")
        reference.load_reference(
            rewritten(lambda line: line.update(label="Déplacements") if line["code"] == row.code else None)
        )
        row.refresh_from_db()
        assert row.label == "Déplacements"

    def test_switches_off_a_code_that_left_and_keeps_its_label(self, rewritten):
        path = rewritten(lambda line: (line["list"], line["code"]) != ("difficulty", "mobility_transport"))
        assert reference.load_reference(path).withdrawn == 1
        assert "mobility_transport" not in dict(reference.choices("difficulty"))
        assert reference.label("difficulty", "mobility_transport") == "Mobilité"

    def test_switches_on_a_code_that_came_back(self, rewritten):
        reference.load_reference(rewritten(lambda line: line["code"] != "mobility_transport"))
        reference.load_reference()
        assert dict(reference.choices("difficulty"))["mobility_transport"] == "Mobilité"

    def test_leaves_off_a_code_switched_off_by_hand(self):
        ReferenceItem.objects.filter(reference_list__code="difficulty", code="mobility_transport").update(
            is_active=False
        )
        reference.load_reference()
        assert "mobility_transport" not in dict(reference.choices("difficulty"))

    def test_leaves_alone_what_an_organisation_added(self):
        arrears = ReferenceItem.objects.get(reference_list__code="difficulty", code="rent_arrears")
        ReferenceItem.objects.create(
            reference_list=arrears.reference_list, code="rent_arrears_charges", label="Charges impayées", parent=arrears
        )
        assert reference.load_reference().withdrawn == 0
        assert reference.label("difficulty", "rent_arrears_charges") == "Charges impayées"

    def test_links_a_code_to_the_one_it_specifies(self):
        assert reference.family("exit_reason", "break_conflict") == {"break_conflict", "ended_by_dispositif"}
        assert reference.family("exit_reason", "autonomous") == {"autonomous"}


@pytest.mark.django_db
class TestReading:
    @pytest.fixture(autouse=True)
    def fresh(self):
        reference.load_reference()
        yield
        reference.forget()

    def test_choices_follow_the_order_of_the_list(self):
        offered = reference.choices("household_type")
        assert offered[0] == ("single_woman", "Femme seule")
        assert offered[-1] == ("unknown", "Non renseigné")

    def test_choices_leave_out_a_code_whose_time_is_over(self):
        ReferenceItem.objects.filter(reference_list__code="funder_type", code="program_10000").update(
            valid_to="2000-12-31"
        )
        reference.forget()
        assert "program_10000" not in dict(reference.choices("funder_type"))

    def test_a_code_nobody_knows_shows_as_it_is(self):
        assert reference.label("difficulty", "forgotten_code") == "forgotten_code"

    def test_a_misspelt_list_fails_aloud(self):
        with pytest.raises(reference.UnknownListError, match="dificulty"):
            reference.choices("dificulty")

    def test_sensitive_codes_are_those_marked(self):
        assert "addiction" in reference.sensitive_codes("difficulty")
        assert "rent_arrears" not in reference.sensitive_codes("difficulty")

    def test_a_hundred_labels_cost_one_query(self, django_assert_num_queries):
        reference.forget()
        with django_assert_num_queries(1):
            for _ in range(100):
                reference.label("difficulty", "isolation")
                reference.choices("exit_reason")

    def test_the_next_request_sees_a_changed_label(self, client):
        reference.choices("difficulty")
        ReferenceItem.objects.filter(reference_list__code="difficulty", code="isolation").update(label="Isolement")
        client.get("/cette-page-n-existe-pas/")
        assert reference.label("difficulty", "isolation") == "Isolement"

    def test_every_list_has_its_french_name(self):
        assert not ReferenceList.objects.filter(label="").exists()


class TestCommunesOfTheFile:
    def test_cover_the_country_with_old_names_and_arrondissements(self, by_code):
        kinds = [row.kind for row in by_code.values()]
        assert {kind: kinds.count(kind) for kind in set(kinds)} == {"COM": 34969, "ARM": 45, "COMA": 471, "COMD": 1521}

    def test_resolve_the_35_pilot_communes(self, by_code):
        pilots = {
            code for site in rows("partners/data/pilot_sites_2014.csv") for code in site["insee_codes"].split(";")
        }
        assert len(pilots) == 35
        assert pilots <= set(by_code)

    @pytest.mark.parametrize(
        ("code", "name", "kind", "parent"),
        [
            ("91228", "Évry-Courcouronnes", "COM", None),
            ("93059", "Pierrefitte-sur-Seine", "COMD", "93066"),
            ("59355", "Lomme", "COMA", "59350"),
            ("59540", "Saint-Pol-sur-Mer", "COMA", "59183"),
            ("75111", "Paris 11e Arrondissement", "ARM", "75056"),
        ],
    )
    def test_know_what_became_of_a_commune(self, by_code, code, name, kind, parent):
        row = by_code[code]
        assert (row.name, row.kind, row.parent_id) == (name, kind, parent)

    def test_place_orleans_in_the_loiret(self, by_code):
        assert by_code["45234"].department_code == "45"

    def test_sort_without_accents_nor_ligatures(self, by_code):
        assert by_code["59011"].sort_name == "annoeullin"


@pytest.mark.django_db
class TestLoadingCommunes:
    @pytest.fixture(autouse=True)
    def no_commune_yet(self, db):
        Commune.objects.exclude(parent=None).delete()
        Commune.objects.all().delete()

    def test_some_bring_the_communes_they_belong_to(self):
        assert communes.load_communes({"59355", "45234"}) == 3
        assert Commune.objects.get(pk="59355").parent.name == "Lille"

    def test_twice_writes_nothing(self):
        communes.load_communes({"59355"})
        assert communes.load_communes({"59355"}) == 0

    def test_again_mends_a_row_that_differs(self):
        communes.load_communes({"45234"})
        Commune.objects.filter(pk="45234").update(name="Orleans")
        assert communes.load_communes({"45234"}) == 1
        assert Commune.objects.get(pk="45234").name == "Orléans"

    def test_all_by_the_command_then_nothing_more(self, capsys):
        call_command("load_communes")
        call_command("load_communes")
        assert capsys.readouterr().out.splitlines() == [
            "Communes : 37006 lignes ajoutées ou mises à jour.",
            "Communes : 0 lignes ajoutées ou mises à jour.",
        ]


class TestRealFigures:
    def test_sites_add_up_to_14363_dwellings_110_more_than_printed(self):
        total = sum(int(site["dwellings"]) for site in rows("partners/data/pilot_sites_2014.csv"))
        printed = {row["code"]: int(row["printed_value"]) for row in rows("partners/data/declared_totals_2014.csv")}
        assert total == 14363
        assert total - printed["dwellings_total"] == 110

    def test_the_budget_closes(self):
        lines = rows("funding/data/budget_2014.csv")
        sums = {
            column: sum(Decimal(line[column]) for line in lines)
            for column in ("total_eur", "own_funds_eur", "other_partners_eur", "aid_requested_eur")
        }
        assert len(lines) == 13
        assert list(sums.values()) == [390760, 140910, 3000, 246850]

    def test_the_second_grouping_gives_volet_ii(self):
        projects = sum(Decimal(line["total_eur"]) for line in rows("funding/data/budget_2014_partner_projects.csv"))
        volet = sum(
            Decimal(line["total_eur"]) for line in rows("funding/data/budget_2014.csv") if line["volet"] == "II"
        )
        assert projects == volet == 184100


class TestDispositifTemplates:
    def test_are_three(self):
        assert [path.stem for path in TEMPLATES] == ["asae", "personnes_isolees", "veille_sociale"]

    def test_are_read_by_the_application(self, template):
        assert parse(template).name == template["name"]

    def test_use_only_known_codes(self, template, codes):
        assert set(template["housing_modalities"]) <= codes["housing_modality"]
        assert set(template["target_profiles"]) <= codes["target_profile"]
        assert set(template["refusal_reasons"]) <= codes["refusal_reason"]
        assert set(template["exit_reasons"]) <= codes["exit_reason"]
        assert {decision["code"] for decision in template["decisions"]} <= DECISIONS
        assert template["rhythm"] in codes["contact_rhythm"]

    def test_show_decisions_in_the_tones_of_the_interface(self, template):
        assert {decision["tone"] for decision in template["decisions"]} <= set(TONE_ICONS)

    def test_meet_in_known_bodies(self, template, codes):
        for instance in template["instances"]:
            assert instance["kind"] in codes["instance_kind"]
            assert instance["frequency"] in codes["instance_frequency"]
            assert set(instance["decides_doors"]) <= set(template["doors"])

    def test_have_a_body_that_decides_each_door(self, template):
        decided = {
            door for body in template["instances"] if body["role"] == "binding" for door in body["decides_doors"]
        }
        assert decided == set(template["doors"])

    def test_have_levels_that_their_housing_allows(self, template, codes):
        for level in template["levels"]:
            assert level["code"] in codes["support_level"]
            assert level["rhythm"] in codes["contact_rhythm"]
            assert set(level["requires_modality"] or []) <= set(template["housing_modalities"])

    def test_keep_a_file_open_until_a_final_decision(self, template):
        assert not {decision["code"] for decision in template["decisions"] if decision["final"]} & NOT_FINAL

    def test_give_each_target_a_unit_a_period_and_a_source(self, template):
        for target in template["targets"]:
            assert all(target[said] for said in ("unit_label", "period_label", "source"))
            assert target["starts_on"] < target["ends_on"]

    def test_tell_the_whole_story_without_naming_anybody(self, template):
        assert set(template["narrative"]) == NARRATIVE
        assert [name for name, text in template["narrative"].items() if name != "contact" and len(text) < 120] == []
        assert "@" not in json.dumps(template)

    def test_do_not_tell_the_ground_in_the_public_name(self, template):
        assert not re.search(r"isol|violence|psych|prison|réfugi", template["public_name"], re.IGNORECASE)

    def test_differ_by_their_prefix(self):
        prefixes = {json.loads(path.read_text(encoding="utf-8"))["code_prefix"] for path in TEMPLATES}
        assert len(prefixes) == 3
