"""What a diagnosis finds, by life area, and the criteria that landlord and association share."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from accompaniment import services
from accompaniment.models import Diagnosis, DiagnosisCriterion, DiagnosisFinding
from accompaniment.services.diagnoses import Answer, Found
from cellule.services import taking_up
from households.models import Finding, Strength
from partners.roles import Role
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock

PARTS = {"result": "support_recommended", "recommendation": "Un accompagnement global, six mois."}
SENT = {**PARTS, "on": "2018-12-14", "source": "observed", "at_home": "on"}
GRID = [
    {"code": "housing_demand", "label": "Demande de logement enregistrée"},
    {"code": "neighbours", "label": "Relations de voisinage", "door": "retention"},
    {"code": "preparation", "label": "Disponible pour la préparation", "door": "access"},
]


@pytest.fixture
def with_grid(referral):
    """Two of the three criteria are for this door."""
    return configured(referral.case, prediagnosis_grid=GRID)


def test_what_is_found_goes_to_the_file_and_stays_from_the_landlord(cast, referral, diagnosis):
    found = Found({"rent_arrears": 3, "isolation": 0}, ["asks_for_help"], "stated")
    services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, found=found, **PARTS)
    findings = Finding.objects.filter(case=referral.case, organisation=cast.worker.organisation)
    assert {(row.difficulty, row.severity, row.source) for row in findings} == {
        ("rent_arrears", 3, "stated"),
        ("isolation", 0, "stated"),
    }
    assert all(row.is_confided and row.found_on == clock.today() for row in findings)
    assert Strength.objects.get(case=referral.case).is_confided
    assert not Finding.objects.visible_to(cast.referent).filter(organisation=cast.worker.organisation).exists()


def test_its_operator_still_reads_what_it_found_when_the_file_has_closed(cast, referral, diagnosis):
    found = Found({"rent_arrears": 3}, ["asks_for_help"])
    taking_up.render_diagnosis(diagnosis=diagnosis, by=cast.worker, found=found, **PARTS)
    assert not Finding.objects.visible_to(cast.worker).filter(case=referral.case).exists()
    for reader in (cast.worker, cast.manager):
        assert DiagnosisFinding.objects.visible_to(reader).count() == 2
    for other in (cast.other_worker, cast.referent, cast.secretary, cast.partner(Role.ASSOCIATION_WORKER)):
        assert not DiagnosisFinding.objects.visible_to(other).exists()


def test_every_shared_criterion_of_the_door_has_its_answer(cast, with_grid, diagnosis):
    diagnosis = Diagnosis.objects.get(pk=diagnosis.pk)
    one = [Answer("housing_demand", "met", "Numéro unique à jour.")]
    with pytest.raises(ValidationError, match="chaque critère"):
        services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, answers=one, **PARTS)
    assert Diagnosis.objects.get(pk=diagnosis.pk).state == "ordered"
    with pytest.raises(ValidationError):
        wrong = [*one, Answer("neighbours", "perhaps")]
        services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, answers=wrong, **PARTS)
    both = [*one, Answer("neighbours", "to_work_on"), Answer("preparation", "met")]
    services.report_diagnosis(diagnosis=Diagnosis.objects.get(pk=diagnosis.pk), by=cast.worker, answers=both, **PARTS)
    rows = DiagnosisCriterion.objects.filter(diagnosis=diagnosis).order_by("position")
    assert [(row.criterion, row.answer) for row in rows] == [("housing_demand", "met"), ("neighbours", "to_work_on")]


def test_the_criteria_are_read_with_the_preconisation(cast, with_grid, diagnosis):
    answers = [Answer("housing_demand", "met"), Answer("neighbours", "under_way")]
    diagnosis = Diagnosis.objects.get(pk=diagnosis.pk)
    services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, answers=answers, **PARTS)
    for reader in (cast.worker, cast.secretary, cast.referent):
        assert DiagnosisCriterion.objects.visible_to(reader).count() == 2
    assert not DiagnosisCriterion.objects.visible_to(cast.other_worker).exists()


def _address(diagnosis, name="cellule:diagnosis_report"):
    return reverse(name, args=[diagnosis.pk])


def test_the_form_begins_with_what_the_file_says_and_opens_that_area(world, cast, referral, diagnosis, sign_in):
    by = {"author": cast.referent.user, "organisation": world.landlord}
    factories.FindingFactory(case=referral.case, difficulty="rent_arrears", severity=2, **by)
    text = sign_in(cast.worker).get(_address(diagnosis)).content.decode()
    assert '<option value="2" selected>2 – modérée</option>' in text
    assert text.count('<details class="fold" open>') == 1
    assert "Grille partagée" not in text


def test_the_page_takes_everything_in_one_sending(cast, referral, with_grid, diagnosis, sign_in):
    answers = {"answer_housing_demand": "met", "answer_neighbours": "under_way", "remark_neighbours": "Apaisé."}
    found = {"difficulty_isolation": "4", "strengths_will_to_act": ["asks_for_help", "keeps_appointments"]}
    wish = {"autonomy_level": "occasional_support", "involvement": "hesitates"}
    client = sign_in(cast.worker)
    refused = client.post(_address(diagnosis), {**SENT, **found, "answer_housing_demand": "met"})
    assert refused.status_code == 422
    assert "Sans objet » est une réponse" in refused.content.decode()
    assert client.post(_address(diagnosis), {**SENT, **answers, **found, **wish}).status_code == 302
    stored = Diagnosis.objects.get(pk=diagnosis.pk)
    assert (stored.autonomy_level, stored.involvement) == ("occasional_support", "hesitates")
    text = client.get(_address(diagnosis, "accompaniment:diagnosis_detail")).content.decode()
    for word in ("Apaisé.", "Relations de voisinage", "Isolement, repli", "4 – bloquante", "Hésite encore"):
        assert word in text, word
    assert "Sait demander de l’aide" in text
    told = sign_in(cast.secretary).get(_address(diagnosis, "accompaniment:diagnosis_detail")).content.decode()
    assert "Relations de voisinage" in told and "Isolement, repli" not in told and "Hésite encore" not in told


def test_an_unfinished_report_is_found_again_with_its_folded_areas(cast, diagnosis, sign_in):
    client = sign_in(cast.worker)
    typed = {"detail": "Elle attend.", "difficulty_isolation": "3", "strengths_will_to_act": ["asks_for_help"]}
    kept = {**typed, "draft_object": str(diagnosis.pk), "draft_version": "0"}
    assert client.post(reverse("core:draft_save", args=["diagnostic"]), kept).status_code < 300
    text = client.get(_address(diagnosis)).content.decode()
    assert "Elle attend." in text
    assert '<option value="3" selected>3 – forte</option>' in text
    assert text.count('<details class="fold" open>') == 2


def test_the_paper_says_the_preconisation_and_nothing_of_the_detail(cast, referral, diagnosis, sign_in):
    parts = {**PARTS, "detail": "Son récit entier.", "landlord_part": "Un plan d’apurement."}
    taking_up.render_diagnosis(diagnosis=diagnosis, by=cast.worker, recommended_months=6, **parts)
    for reader in (cast.worker, cast.secretary):
        answer = sign_in(reader).get(_address(diagnosis, "accompaniment:diagnosis_document"))
        assert answer["Content-Type"] == "application/pdf"
        pages = PdfReader(io.BytesIO(answer.content)).pages
        text = "".join(page.extract_text() for page in pages).replace("\xa0", " ")
        assert referral.case.number in text and "Un plan d’apurement." in text
        assert "Son récit" not in text
        assert referral.case.household.people.get().last_name not in text


def test_nothing_is_printed_before_it_is_rendered(cast, diagnosis, sign_in):
    assert sign_in(cast.worker).get(_address(diagnosis, "accompaniment:diagnosis_document")).status_code == 403
