"""A rendered diagnosis put right: what it said before stays, for who could read it."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from pypdf import PdfReader

from accompaniment import services
from accompaniment.models import Diagnosis, DiagnosisFinding, FormerDiagnosis
from accompaniment.services.diagnoses import Answer, Found
from cellule.services import taking_up
from households.models import Finding, Strength
from households.services import close_case
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock, reference
from veille.core.models import AccessEvent, AuditEvent
from veille.core.versions import version_of

PARTS = {"result": "support_recommended", "recommendation": "Un accompagnement global, six mois."}
GRID = [{"code": "housing_demand", "label": "Demande de logement enregistrée"}]
RIGHT = {"recommendation": "Un accompagnement léger, trois mois.", "detail": "Elle a confié autre chose."}


@pytest.fixture
def rendered(cast, referral, diagnosis):
    configured(referral.case, prediagnosis_grid=GRID)
    diagnosis = Diagnosis.objects.get(pk=diagnosis.pk)
    taking_up.render_diagnosis(
        diagnosis=diagnosis,
        by=cast.worker,
        detail="Ce qu’elle a confié.",
        found=Found({"isolation": 3, "over_indebtedness": 2}, ["family_support"]),
        answers=[Answer("housing_demand", "to_work_on", "Numéro périmé.")],
        **PARTS,
    )
    return Diagnosis.objects.get(pk=diagnosis.pk)


def corrected(diagnosis, by, version=None, **parts):
    told = {
        "result": "support_recommended",
        "reason": "Une durée mal reportée.",
        "found": Found({"isolation": 1}, ["family_support"]),
        "answers": [Answer("housing_demand", "met")],
        **RIGHT,
        **parts,
    }
    return services.correct_diagnosis(diagnosis=diagnosis, version=version or version_of(diagnosis), by=by, **told)


def correct(client, diagnosis, **fields):
    told = {
        "reason": "Une durée mal reportée.",
        "result": "support_recommended",
        "answer_housing_demand": "met",
        "source": "observed",
        "difficulty_isolation": "1",
        **RIGHT,
        **fields,
    }
    return client.post(reverse("accompaniment:diagnosis_correct", args=[diagnosis.pk]), told)


def test_what_it_says_changes_and_what_it_said_is_kept(cast, rendered):
    stored = corrected(rendered, cast.worker)
    assert (stored.version, stored.corrected_on, stored.done_on) == (2, clock.today(), rendered.done_on)
    assert (stored.recommendation, stored.author) == (RIGHT["recommendation"], cast.worker.user)
    former = FormerDiagnosis.objects.get()
    assert (former.version, former.recommendation, former.detail) == (
        1,
        PARTS["recommendation"],
        "Ce qu’elle a confié.",
    )
    assert former.criteria == [{"criterion": "housing_demand", "answer": "to_work_on", "remark": "Numéro périmé."}]
    assert dict(former.found["difficulties"]) == {"isolation": 3, "over_indebtedness": 2}
    assert [row.answer for row in stored.criteria.all()] == ["met"]
    event = AuditEvent.objects.get(name="diagnosis.corrected")
    assert event.changes == {"version": 2, "columns": ["recommendation", "detail"]}


def test_what_it_found_is_put_right_in_the_file_too(cast, rendered):
    corrected(rendered, cast.worker, found=Found({"isolation": 1}, []))
    linked = Diagnosis.objects.get(pk=rendered.pk).found.all()
    assert [(row.finding.difficulty, row.finding.severity) for row in linked] == [("isolation", 1)]
    latest = {row.difficulty: row.severity for row in Finding.objects.order_by("created_at")}
    assert latest == {"isolation": 1, "over_indebtedness": 0}
    assert not Strength.objects.order_by("created_at").last().holds


def test_what_was_right_is_not_noted_again(cast, rendered):
    corrected(rendered, cast.worker, found=Found({"isolation": 3, "over_indebtedness": 2}, ["family_support"]))
    assert (Finding.objects.count(), Strength.objects.count()) == (2, 1)
    assert Diagnosis.objects.get(pk=rendered.pk).found.count() == 3


def test_nothing_is_corrected_without_saying_what_nor_once_the_file_is_closed(cast, rendered):
    with pytest.raises(ValidationError, match="à corriger"):
        corrected(rendered, cast.worker, reason="")
    close_case(case=rendered.case, by=cast.secretary)
    with pytest.raises(ValidationError, match="clos"):
        corrected(rendered, cast.worker)
    assert not FormerDiagnosis.objects.exists()


def test_only_a_rendered_diagnosis_is_corrected(cast, diagnosis):
    with pytest.raises(ValidationError, match="rendu"):
        corrected(diagnosis, cast.worker)


def test_of_two_corrections_the_second_reads_the_first(cast, rendered, sign_in):
    client, read = sign_in(cast.worker), version_of(rendered)
    corrected(rendered, cast.manager)
    late = correct(client, rendered, version=read, recommendation="Tout autre chose.")
    page = late.content.decode()
    assert late.status_code == 422
    assert "a modifié cette fiche entre-temps" in page
    assert "Tout autre chose." in page and RIGHT["recommendation"] in page
    again = correct(client, rendered, version=late.context["version"], recommendation="Tout autre chose.")
    assert again.status_code == 302
    assert Diagnosis.objects.get(pk=rendered.pk).version == 3


def test_the_form_begins_with_what_stands(cast, rendered, sign_in):
    form = sign_in(cast.worker).get(reverse("accompaniment:diagnosis_correct", args=[rendered.pk])).context["form"]
    values = {name: form[name].value() for name in ("recommendation", "detail", "difficulty_isolation")}
    assert values == {
        "recommendation": PARTS["recommendation"],
        "detail": "Ce qu’elle a confié.",
        "difficulty_isolation": 3,
    }
    assert form["answer_housing_demand"].value() == "to_work_on"
    assert "on" not in form.fields


def test_what_the_form_does_not_ask_is_not_taken_off(cast, rendered, sign_in):
    """A difficulty gathered under « Autre » has no field, one that nobody weighed no answer: both stay as they are."""
    code = next(code for code, _ in reference.choices("difficulty") if not _asked(code))
    by = {"case": rendered.case, "author": cast.worker.user, "organisation": cast.worker.organisation}
    unasked = factories.FindingFactory(**by, difficulty=code, severity=2)
    unweighed = factories.FindingFactory(**by, difficulty="isolation", severity=None)
    for finding in (unasked, unweighed):
        DiagnosisFinding.objects.create(case=rendered.case, diagnosis=rendered, finding=finding)
    DiagnosisFinding.objects.filter(finding__severity=3).delete()
    told = {"difficulty_over_indebtedness": "2", "difficulty_isolation": ""}
    assert correct(sign_in(cast.worker), rendered, **told).status_code == 302
    kept = set(Diagnosis.objects.get(pk=rendered.pk).found.values_list("finding", flat=True))
    assert {unasked.pk, unweighed.pk} <= kept
    assert not Finding.objects.filter(severity=0).exists()


def _asked(code):
    return reference.mapped("difficulty", code, "life_area") not in ("", "other")


def test_her_author_and_her_manager_correct_until_the_file_closes(world, cast, rendered, sign_in):
    factories.put_in_team(rendered.case, cast.other_worker)
    address = reverse("accompaniment:diagnosis_correct", args=[rendered.pk])
    assert [sign_in(actor).get(address).status_code for actor in (cast.worker, cast.manager)] == [200, 200]
    assert sign_in(cast.other_worker).get(address).status_code == 403  # she reads it, she did not write it
    assert sign_in(cast.referent).get(address).status_code == 403
    close_case(case=rendered.case, by=cast.secretary)
    assert sign_in(cast.worker).get(address).status_code == 403


def test_a_former_version_is_read_part_by_part_by_the_same_people(cast, rendered, sign_in):
    corrected(rendered, cast.worker)
    address = reverse("accompaniment:diagnosis_former", args=[FormerDiagnosis.objects.get().pk])
    whole = sign_in(cast.worker).get(address).content.decode()
    assert PARTS["recommendation"] in whole and "Ce qu’elle a confié." in whole and "Numéro périmé." in whole
    assert "n’a plus cours" in whole
    told = sign_in(cast.secretary).get(address).content.decode()
    assert PARTS["recommendation"] in told and "Ce qu’elle a confié." not in told
    assert sign_in(cast.other_worker).get(address).status_code == 404
    assert AccessEvent.objects.filter(cases=[rendered.case_id]).exists()


def test_what_is_given_out_afterwards_says_that_it_replaces_another(cast, rendered, sign_in):
    corrected(rendered, cast.worker)
    page = sign_in(cast.worker).get(reverse("accompaniment:diagnosis_detail", args=[rendered.pk])).content.decode()
    assert "Version 2, corrigée" in page and "Une durée mal reportée." in page
    answer = sign_in(cast.worker).get(reverse("accompaniment:diagnosis_document", args=[rendered.pk]))
    paper = " ".join(" ".join(leaf.extract_text() for leaf in PdfReader(BytesIO(answer.content)).pages).split())
    assert "elle remplace ce qui a été imprimé" in paper and RIGHT["recommendation"] in paper


def test_the_database_lets_nobody_rewrite_what_was_said(cast, rendered):
    corrected(rendered, cast.worker)
    with pytest.raises(IntegrityError, match="gardé comme il était"):
        FormerDiagnosis.objects.update(recommendation="Jamais dit.")
