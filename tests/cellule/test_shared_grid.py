"""The shared criteria beside the sheet: for the seats that decide with them, as they stood when it was frozen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import Diagnosis, DiagnosisCriterion
from accompaniment.services.corrections import correct_diagnosis
from accompaniment.services.diagnoses import Answer, Found
from cellule.models import PresentationSheet
from cellule.shared_grid import criteria_beside
from households.models import Exclusion
from partners.roles import Role
from tests import factories
from tests.accompaniment.rules import configured
from tests.cellule import scenes
from veille.core import clock
from veille.core.versions import version_of

GRID = [{"code": "housing_demand", "label": "Demande de logement enregistrée"}]


def rendered(case, world, cast, remark, days_ago):
    """A diagnosis of the association with one criterion answered."""
    diagnosis = factories.DiagnosisFactory(
        case=case,
        operator=world.association,
        author=cast.worker.user,
        state="done",
        result="support_recommended",
        recommendation="Un accompagnement global.",
        detail="Ce qu’elle a confié.",
        done_on=clock.today() - timedelta(days=days_ago),
    )
    DiagnosisCriterion.objects.create(
        case=case, diagnosis=diagnosis, criterion="housing_demand", answer="met", remark=remark
    )
    return diagnosis


@pytest.fixture
def sheet(world, cast):
    """Frozen yesterday, for a session convened; the diagnosis was rendered before."""
    item = scenes.scheduled(world, cast)
    configured(item.case, prediagnosis_grid=GRID)
    rendered(item.case, world, cast, "Numéro unique à jour.", 5)
    made = factories.PresentationSheetFactory(
        session=item.session,
        referral=item.referral,
        state="frozen",
        frozen_at=clock.at(clock.today() - timedelta(days=1)),
    )
    item.sheet = made
    item.save()
    type(item.session).objects.filter(pk=item.session.pk).update(state="convened", convened_at=timezone.now())
    return PresentationSheet.objects.get(pk=made.pk)


def test_a_member_reads_the_answers_and_nothing_else_of_the_diagnosis(cast, sheet, sign_in):
    text = sign_in(cast.member).get(reverse("cellule:sheet_detail", args=[sheet.pk])).content.decode()
    assert "Demande de logement enregistrée" in text and "Numéro unique à jour." in text
    assert "Un accompagnement global." not in text and "Ce qu’elle a confié." not in text


def test_seats_and_secretary_read_it_and_nobody_else(world, cast, sheet):
    for reader in (cast.member, cast.secretary):
        assert [one.label for one in criteria_beside(reader, sheet)] == ["Demande de logement enregistrée"]
    for other in (cast.referent, cast.worker, cast.pilot, cast[Role.DPO], cast.partner(Role.LANDLORD_REFERENT)):
        assert criteria_beside(other, sheet) == []


def test_a_seat_elsewhere_opens_nothing_here(world, cast, sheet):
    cast.member.memberships[0].instance = world.dispositif.instances.exclude(pk=world.instance.pk).first()
    cast.member.memberships[0].instance_id = cast.member.memberships[0].instance.pk
    assert criteria_beside(cast.member, sheet) == []


def test_a_declared_conflict_hides_it_with_the_sheet(cast, sheet, sign_in):
    Exclusion.objects.create(case=sheet.case, user=cast.member.user, declared_on=clock.today())
    assert sign_in(cast.member).get(reverse("cellule:sheet_detail", args=[sheet.pk])).status_code == 404


def test_what_was_answered_after_the_sheet_was_frozen_does_not_move_it(world, cast, sheet):
    rendered(sheet.case, world, cast, "Radiée depuis.", 0)
    assert [one.row.remark for one in criteria_beside(cast.member, sheet)] == ["Numéro unique à jour."]


def test_what_was_corrected_after_the_sheet_was_frozen_is_said_and_does_not_move_it(cast, sheet, sign_in):
    diagnosis = Diagnosis.objects.get(case=sheet.case)
    correct_diagnosis(
        diagnosis=diagnosis,
        version=version_of(diagnosis),
        reason="Numéro d’un autre ménage.",
        result=diagnosis.result,
        recommendation=diagnosis.recommendation,
        found=Found(),
        answers=[Answer("housing_demand", "to_work_on", "À refaire.")],
        by=cast.worker,
    )
    assert [one.row.remark for one in criteria_beside(cast.member, sheet)] == ["Numéro unique à jour."]
    page = sign_in(cast.member).get(reverse("cellule:sheet_detail", args=[sheet.pk])).content.decode()
    assert "la grille ci-dessous est celle d’alors" in page and "À refaire." not in page
    assert "Numéro d’un autre ménage." not in page


def test_a_sheet_being_written_and_a_dispositif_without_grid_show_none(world, cast, sheet, sign_in):
    sheet.frozen_at = None
    assert criteria_beside(cast.secretary, sheet) == []
    other = scenes.scheduled(world, cast)
    bare = factories.PresentationSheetFactory(
        session=other.session, referral=other.referral, state="frozen", frozen_at=timezone.now()
    )
    assert criteria_beside(cast.secretary, bare) == []
