"""The steps of a procedure: one on the main track, others beside it, deadlines, and the winter truce."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households import services, todo_housing
from households.models import Case, ProcedureStep
from households.pages import CasePage
from households.permissions import section_rights
from households.procedure_panel import ProcedurePanel
from households.truce import is_stopped, truce_on
from households.versions import version_of
from partners.roles import Role
from tests import factories
from veille.core import clock, reference
from veille.core.models import AuditEvent

pytestmark = pytest.mark.usefixtures("journal")


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def manager(cast):
    return cast[Role.LANDLORD_MANAGER]


@pytest.fixture
def noted(case, world, manager):
    def note(step: str, starts_on: date, **fields) -> ProcedureStep:
        return services.record_step(
            case=case, landlord=world.landlord, step=step, starts_on=starts_on, by=manager, **fields
        )

    return note


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def panel(actor, case) -> ProcedurePanel:
    found = Case.objects.visible_to(actor).with_list_data().get(pk=case.pk)
    return ProcedurePanel(CasePage(actor, found, section_rights(actor, found), "households:case_housing"))


def steps(case) -> list[tuple]:
    return list(case.procedure_steps.order_by("starts_on").values_list("step", "starts_on", "ends_on"))


def test_a_step_of_the_main_track_ends_the_one_before(case, noted):
    noted("amicable", date(2018, 6, 1))
    noted("notice", date(2018, 9, 1))
    assert steps(case) == [
        ("amicable", date(2018, 6, 1), date(2018, 8, 31)),
        ("notice", date(2018, 9, 1), None),
    ]


def test_a_surendettement_runs_beside_a_judgment(case, noted):
    noted("judgment", date(2018, 9, 1))
    noted("over_indebtedness", date(2018, 10, 1))
    assert case.procedure_steps.filter(ends_on=None).count() == 2
    noted("order_to_leave", date(2018, 11, 1))
    assert set(case.procedure_steps.filter(ends_on=None).values_list("step", flat=True)) == {
        "over_indebtedness",
        "order_to_leave",
    }


def test_a_second_plan_ends_the_first(case, noted):
    noted("repayment_plan", date(2018, 3, 1))
    noted("repayment_plan", date(2018, 9, 1))
    assert [ends for _, _, ends in steps(case)] == [date(2018, 8, 31), None]


def test_a_step_noted_late_takes_its_place_among_the_others(case, noted):
    noted("summons", date(2018, 10, 1))
    noted("notice", date(2018, 7, 1))
    assert steps(case) == [
        ("notice", date(2018, 7, 1), date(2018, 9, 30)),
        ("summons", date(2018, 10, 1), None),
    ]


def test_every_step_has_its_stage_and_no_amount():
    coded = [code for code, _ in reference.choices("procedure_step") if code not in {"none", "other", "unknown"}]
    stages = {code for code, _ in reference.choices("procedure_stage")}
    assert {reference.mapped("procedure_step", code, "procedure_stage") for code in coded} == stages
    assert not {"amount", "balance"} & {field.name for field in ProcedureStep._meta.fields}


def test_none_and_unknown_are_no_step(case, manager, world, sign_in):
    for code in ("none", "unknown"):
        data = {"step": code, "starts_on": "2018-12-01", "landlord": world.landlord.pk}
        assert sign_in(manager).post(address("step_add", case.pk), data).status_code == 422


def test_a_deadline_is_not_set_in_the_past_nor_before_its_step(case, manager, world, sign_in, noted):
    data = {"step": "summons", "starts_on": "2018-12-01", "landlord": world.landlord.pk, "due_on": "2018-12-13"}
    answer = sign_in(manager).post(address("step_add", case.pk), data)
    assert answer.status_code == 422
    assert "date à venir" in str(answer.context["form"].errors["due_on"]).replace("\xa0", " ")
    with pytest.raises(ValidationError, match="précéder"):
        noted("summons", date(2018, 12, 1), due_on=date(2018, 11, 1))


def test_a_hearing_put_off_moves_the_deadline(case, manager, noted, sign_in):
    step = noted("summons", date(2018, 12, 1), due_on=date(2018, 12, 20))
    data = {"due_on": "2019-01-31", "version": version_of(step)}
    assert sign_in(manager).post(address("step_deadline", case.pk, step.pk), data).status_code == 302
    step.refresh_from_db()
    assert step.due_on == date(2019, 1, 31)
    assert AuditEvent.objects.get(name="procedure.deadline_changed").changes == {"step": "summons"}
    assert sign_in(manager).post(address("step_deadline", case.pk, step.pk), data).status_code == 422


def test_a_deadline_that_comes_is_told_to_the_landlord_and_to_who_accompanies(case, cast, manager, noted):
    noted("summons", date(2018, 12, 1), due_on=date(2018, 12, 20))
    for actor in (manager, cast.worker):
        (item,) = todo_housing.work_items(actor)
        assert (item.title, item.due) == ("Procédure, échéance : Assignation", date(2018, 12, 20))
        assert item.number == case.number
    assert todo_housing.work_items(cast.referent) == []  # the association leads: the referent has nothing to do


def test_the_line_of_a_deadline_opens_the_act_of_who_keeps_the_procedure(case, cast, manager, noted, sign_in):
    noted("summons", date(2018, 12, 1), due_on=date(2018, 12, 20))
    kept = {cast[Role.LANDLORD_LITIGATION]: True, manager: True, cast.worker: False}
    for actor, keeps in kept.items():
        (item,) = todo_housing.work_items(actor)
        assert (item.url == address("step_add", case.pk)) is keeps
        assert (item.action_label == "Noter la suite") is keeps
        assert sign_in(actor).get(item.url).status_code == 200
    assert item.url == f"{address('case_housing', case.pk)}#steps"
    noted("judgment", clock.today())
    assert todo_housing.work_items(manager) == []


def test_litigation_is_told_of_its_deadline_without_number_nor_door(case, cast, noted):
    noted("summons", date(2018, 12, 1), due_on=date(2018, 12, 20))
    (item,) = todo_housing.work_items(cast[Role.LANDLORD_LITIGATION])
    assert (item.number, item.door) == ("", None)
    assert item.name.startswith("Mireille")


def test_a_deadline_far_away_waits(case, cast, noted):
    noted("summons", date(2018, 12, 1), due_on=clock.today() + timedelta(days=31))
    assert todo_housing.work_items(cast.worker) == []


def test_the_line_tells_what_is_behind_what_stands_and_what_comes(case, cast, noted):
    noted("amicable", date(2018, 3, 1))
    noted("summons", date(2018, 9, 1))
    noted("fsl_request", date(2018, 10, 1))
    stages = panel(cast.worker, case).stages
    assert [(stage.label, stage.state) for stage in stages] == [
        ("Amiable", "current"),
        ("Précontentieux", "done"),
        ("Judiciaire", "current"),
        ("Exécution", "todo"),
    ]
    assert stages[0].detail == "Demande au fonds de solidarité pour le logement (FSL)"


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2018, 10, 31), None),
        (date(2018, 11, 1), date(2019, 3, 31)),
        (date(2018, 12, 31), date(2019, 3, 31)),
        (date(2019, 1, 1), date(2019, 3, 31)),
        (date(2019, 3, 31), date(2019, 3, 31)),
        (date(2019, 4, 1), None),
        (date(2020, 2, 29), date(2020, 3, 31)),
    ],
)
def test_the_truce_holds_from_the_first_of_november_to_the_end_of_march(day, until):
    truce = truce_on(day)
    assert (truce and truce.ends_on) == until


@pytest.mark.django_db
def test_the_truce_stops_the_eviction_and_nothing_before_it():
    codes = {code for code, _ in reference.choices("procedure_step")}
    assert {code for code in codes if is_stopped(code)} == {"police_assistance_granted", "executed"}


def test_the_page_says_what_the_truce_stops(case, manager, noted, sign_in, settings):
    noted("police_assistance_granted", date(2018, 10, 1))
    noted("over_indebtedness", date(2018, 10, 2))
    page = sign_in(manager).get(address("case_housing", case.pk)).content.decode()
    assert "Trêve hivernale jusqu’au 31\xa0mars 2019" in page
    assert "Elle suspend&nbsp;: Concours de la force publique accordé" in page
    assert "Elle n’arrête pas&nbsp;: Dossier de surendettement" in page
    settings.VEILLE_TODAY = date(2019, 4, 1)
    assert "Trêve" not in sign_in(manager).get(address("case_housing", case.pk)).content.decode()


def test_an_amicable_phase_has_no_truce(case, cast, noted):
    noted("amicable", date(2018, 10, 1))
    assert panel(cast.worker, case).winter is None


def test_a_landlord_reads_its_own_steps_only(case, cast, world, noted, manager):
    noted("summons", date(2018, 10, 1))
    elsewhere = {"landlord": world.other_landlord, "starts_on": date(2018, 11, 1)}
    ProcedureStep.objects.create(case=case, step="notice", **elsewhere)
    assert [step.step for step in panel(manager, case).steps] == ["summons"]
    assert {step.step for step in panel(cast.worker, case).steps} == {"summons", "notice"}
    assert [step.step for step in panel(cast[Role.LANDLORD_LITIGATION], case).steps] == ["summons"]
