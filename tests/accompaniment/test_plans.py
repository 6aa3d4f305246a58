"""The plan: agreed with the household, replaced and never rewritten, shared objective by objective."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import services
from accompaniment.choices import ACTION_MOVES, PLAN_MOVES, ActionState, PlanState
from accompaniment.models import Action, Objective, Plan
from accompaniment.plan_panel import plan_panel
from households.permissions import section_rights
from tests import factories
from veille.core import clock
from veille.core.transitions import ForbiddenMove, move


@pytest.fixture
def plan(world, cast, case):
    measure = factories.make_measure(case, world.association)
    return services.draft_plan(
        measure=measure, priorities="Garder mon logement.", review_on=in_days(90), by=cast.worker
    )


def in_days(number):
    return clock.today() + timedelta(days=number)


def add(plan, cast, label="Reprendre le paiement", *, is_shared=False, actions=("Voir la CAF",)):
    return services.save_objective(
        plan=plan,
        label=label,
        theme="budget",
        is_shared=is_shared,
        actions=[{"label": action, "who": "Madame", "due_on": in_days(10)} for action in actions],
        by=cast.worker,
    )


def test_a_plan_without_objective_is_not_agreed(cast, plan):
    with pytest.raises(ValidationError, match="au moins un objectif"):
        services.agree_plan(plan=plan, by=cast.worker)


def test_an_agreed_plan_is_never_rewritten(cast, plan):
    objective = add(plan, cast)
    services.agree_plan(plan=plan, by=cast.worker)
    for act in (
        lambda: services.change_plan(plan=plan, priorities="Autre", review_on=in_days(5), by=cast.worker),
        lambda: add(plan, cast, "Un autre"),
        lambda: services.remove_objective(objective=objective, by=cast.worker),
    ):
        with pytest.raises(ValidationError, match="nouvelle version"):
            act()
    assert Plan.objects.get(pk=plan.pk).priorities == "Garder mon logement."


def test_a_new_version_takes_over_what_is_left_to_do(cast, plan):
    objective = add(plan, cast, actions=("Voir la CAF", "Appeler EDF", "Trier le courrier"))
    services.agree_plan(plan=plan, by=cast.worker)
    caf, edf, _ = objective.actions.order_by("position")
    services.move_action(action=caf, to="done", by=cast.worker)
    services.move_action(action=edf, to="doing", by=cast.worker)
    new = services.new_plan_version(plan=plan, review_on=in_days(60), by=cast.worker)
    assert (Plan.objects.get(pk=plan.pk).state, new.state, new.version) == ("closed", "draft", 2)
    copy = new.objectives.get()
    assert list(copy.actions.order_by("position").values_list("label", "state")) == [
        ("Appeler EDF", "doing"),
        ("Trier le courrier", "todo"),
    ]
    rows = [
        {"label": "Appeler EDF", "who": "Elle", "due_on": None},
        {"label": "Nouveau", "who": "Elle", "due_on": None},
    ]
    services.save_objective(
        plan=new, objective=copy, label=copy.label, theme="budget", is_shared=False, actions=rows, by=cast.worker
    )
    assert list(copy.actions.order_by("position").values_list("label", "state")) == [
        ("Appeler EDF", "doing"),
        ("Nouveau", "todo"),
    ]


def test_two_open_plans_do_not_stand_together(cast, plan):
    with pytest.raises(ValidationError, match="Un plan est déjà ouvert"):
        services.draft_plan(measure=plan.measure, priorities="…", review_on=in_days(5), by=cast.worker)


def test_an_ended_measure_has_no_new_plan(world, cast, case):
    measure = factories.make_measure(case, world.association, state="ended")
    with pytest.raises(ValidationError, match="terminé"):
        services.draft_plan(measure=measure, priorities="…", review_on=in_days(5), by=cast.worker)


def test_the_landlord_reads_shared_objectives_once_agreed(cast, plan):
    shared = add(plan, cast, "Payer le loyer courant", is_shared=True)
    hidden = add(plan, cast, "Oser voir un médecin")
    assert not Objective.objects.visible_to(cast.referent).exists()
    services.agree_plan(plan=plan, by=cast.worker)
    assert list(Objective.objects.visible_to(cast.referent)) == [shared]
    assert {a.objective_id for a in Action.objects.visible_to(cast.referent)} == {shared.pk}
    assert set(Objective.objects.visible_to(cast.worker)) == {shared, hidden}
    panel = plan_panel(cast.referent, plan.case, section_rights(cast.referent, plan.case))
    assert panel.plan is None
    assert [row.objective for row in panel.objectives] == [shared]
    assert all(not action.moves for row in panel.objectives for action in row.actions)


def test_who_reads_a_result_is_said_where_it_is_written(cast, plan, sign_in):
    shared, hidden = add(plan, cast, "Payer le loyer courant", is_shared=True), add(plan, cast, "Oser en parler")
    services.agree_plan(plan=plan, by=cast.worker)
    client, said = sign_in(cast.worker), "le bailleur lit où il en est et ce que cela a donné"
    together = client.get(reverse("accompaniment:plan_review", args=[plan.pk])).context["form"]
    told = [bool(together.fields[f"result_{number}"].help_text) for number in range(2)]
    assert told == [objective.is_shared for objective in together.objectives] and sum(told) == 1
    for objective, is_said in ((shared, True), (hidden, False)):
        page = client.get(reverse("accompaniment:objective_result", args=[objective.pk])).content.decode()
        assert (said in page) is is_said


@pytest.mark.parametrize("target", PlanState.values)
@pytest.mark.parametrize("state", PlanState.values)
def test_every_move_of_a_plan(world, cast, case, state, target):
    measure = factories.make_measure(case, world.association)
    plan = factories.PlanFactory(case=case, measure=measure, state=state, author=cast.worker.user)
    if target in PLAN_MOVES[state]:
        move(plan, target, allowed=PLAN_MOVES)
    else:
        with pytest.raises(ForbiddenMove):
            move(plan, target, allowed=PLAN_MOVES)


@pytest.mark.parametrize("target", ActionState.values)
@pytest.mark.parametrize("state", ActionState.values)
def test_every_move_of_an_action(cast, plan, state, target):
    action = add(plan, cast).actions.get()
    services.agree_plan(plan=plan, by=cast.worker)
    Action.objects.filter(pk=action.pk).update(state=state, done_on=clock.today() if state == "done" else None)
    action.refresh_from_db()
    if target in ACTION_MOVES[state]:
        services.move_action(action=action, to=target, by=cast.worker)
        stored = Action.objects.get(pk=action.pk)
        assert (stored.state, stored.done_on) == (target, clock.today() if target == "done" else None)
    else:
        with pytest.raises(ForbiddenMove):
            services.move_action(action=action, to=target, by=cast.worker)


def test_the_actions_of_a_closed_plan_no_longer_move(cast, plan):
    action = add(plan, cast).actions.get()
    services.agree_plan(plan=plan, by=cast.worker)
    services.close_plan(plan=plan, by=cast.worker)
    action.refresh_from_db()
    with pytest.raises(ValidationError, match="clos"):
        services.move_action(action=action, to="done", by=cast.worker)
