"""What an admission depends on, and the follow-up decisions that an act carries out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment.choices import MeasureState
from accompaniment.models import Measure
from accompaniment.services import end_measure, reopen_measure, resume_measure, suspend_measure
from cellule import candidature_choices
from cellule.candidature_choices import ConditionState
from cellule.choices import DecisionCode, TaskAct, TaskState
from cellule.models import AgendaItem, Assignment, DecisionCondition
from cellule.services.closing import close_session
from cellule.services.conditions import Condition, settle_condition
from cellule.services.decisions import correct_decision, offered_codes, record_decision
from cellule.services.tasks import move_task
from households.grants import GrantLevel
from partners.roles import Role
from tests import factories
from tests.cellule import scenes
from veille.core import clock
from veille.core.transitions import ForbiddenMove, move


def _soon(days: int = 15):
    return clock.today() + timedelta(days=days)


def _conditional(world, cast, **fields) -> dict:
    condition = Condition("Ouvrir les droits à l’aide au logement", world.association, _soon())
    return scenes.admission(world, cast) | {"code": "admit_conditional", "conditions": [condition]} | fields


def _closed(world, cast) -> DecisionCondition:
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, **_conditional(world, cast))
    close_session(session=item.session, by=cast.secretary)
    return DecisionCondition.objects.get()


# Conditions


def test_an_admission_under_condition_says_what_by_whom_before_when(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    url = reverse("cellule:session_at", args=[item.session_id, item.pk])
    fields = scenes.post_of(scenes.admission(world, cast)) | {"code": "admit_conditional", "condition_1": "Rendez-vous"}
    refused = client.post(url, fields)
    assert set(refused.context["form"].errors) == {"condition_1_by", "condition_1_before"}
    fields |= {"condition_1_by": world.association.pk, "condition_1_before": _soon().isoformat()}
    assert client.post(url, fields).status_code == 302
    condition = DecisionCondition.objects.get()
    assert (condition.what, condition.organisation, condition.due_on) == ("Rendez-vous", world.association, _soon())
    assert "Rendez-vous" in client.get(url).content.decode()


def test_each_condition_becomes_a_task_when_the_session_closes(world, cast):
    condition = _closed(world, cast)
    task = condition.task
    assert (task.organisation, task.due_on, task.act) == (world.association, condition.due_on, TaskAct.CONDITION)
    with pytest.raises(ValidationError, match="l’acte lui-même"):
        move_task(task=task, to=TaskState.DONE, by=cast.worker)


@pytest.mark.parametrize(("answer", "state"), [("yes", ConditionState.MET), ("no", ConditionState.NOT_MET)])
def test_the_task_leads_to_the_act_that_ends_it(world, cast, sign_in, answer, state):
    condition, client = _closed(world, cast), sign_in(cast.worker)
    act = reverse("cellule:condition_settle", args=[condition.pk])
    assert act in client.get(reverse("cellule:task_detail", args=[condition.task.pk])).content.decode()
    assert client.post(act, {"met": answer, "remark": "Vu avec elle"}).status_code == 302
    condition.refresh_from_db()
    condition.task.refresh_from_db()
    assert (condition.state, condition.task.state) == (state, TaskState.DONE)


def test_who_is_neither_asked_nor_leading_settles_nothing(world, cast, sign_in):
    condition = _closed(world, cast)
    url = reverse("cellule:condition_settle", args=[condition.pk])
    assert sign_in(cast.referent).get(url).status_code == 403
    for actor in (cast.member, cast.partner(Role.LANDLORD_REFERENT), cast.busy_elsewhere(Role.ASSOCIATION_WORKER)):
        assert sign_in(actor).get(url).status_code == 404


def test_what_is_not_met_comes_back_to_the_secretary_without_a_name(world, cast, sign_in):
    condition = _closed(world, cast)
    settle_condition(condition=condition, met=False, by=cast.worker)
    page = sign_in(cast.secretary).get(reverse("home")).content.decode()
    assert "condition non remplie" in page
    assert condition.case.number not in page


def test_a_correction_drops_the_conditions_and_the_tasks_of_before(world, cast):
    condition = _closed(world, cast)
    again = Condition("Prendre un premier rendez-vous", world.association, _soon(5))
    new = correct_decision(
        decision=condition.decision, by=cast.secretary, **_conditional(world, cast, conditions=[again])
    )
    condition.refresh_from_db()
    assert condition.state == ConditionState.DROPPED
    assert set(condition.decision.assignments.order_by().values_list("state", flat=True)) == {TaskState.CANCELLED}
    assert new.assignments.filter(act=TaskAct.CONDITION, state=TaskState.TODO).count() == 1


def test_only_an_admission_under_condition_has_conditions(world, cast):
    item = scenes.in_session(world, cast)
    fields = _conditional(world, cast, code="admit")
    with pytest.raises(ValidationError, match="sous condition"):
        record_decision(item=item, by=cast.secretary, **fields)


@pytest.mark.parametrize("state", ConditionState.values)
@pytest.mark.parametrize("target", ConditionState.values)
def test_every_state_and_target_of_a_condition(world, cast, state, target):
    condition = _closed(world, cast)
    DecisionCondition.objects.update(state=state, settled_on=clock.today())
    if target in candidature_choices.CONDITION_MOVES[state]:
        move(condition, target, allowed=candidature_choices.CONDITION_MOVES)
        assert DecisionCondition.objects.get().state == target
    else:
        with pytest.raises(ForbiddenMove):
            move(condition, target, allowed=candidature_choices.CONDITION_MOVES)


# Decisions on a running accompaniment


def _follow_up(world, cast, state: str = "active") -> AgendaItem:
    """A running accompaniment on the agenda of a session under way."""
    case = factories.make_accompanied_case(world, cast)
    fields = {"ended_on": clock.today(), "exit_reason": "autonomous", "exit_outcome": "retained_same"}
    measure = factories.make_measure(case, world.association, state, **(fields if state in ("ended", "watch") else {}))
    if state == "suspended":
        measure.suspensions.create(reason="stable", starts_on=clock.today(), decided_by=cast.worker.user)
    item = AgendaItem.objects.create(session=world.session, case=case, kind="follow_up", position=1)
    scenes.begin(world.session, item)
    return item


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        (MeasureState.NOT_STARTED, {"change_level", "end"}),
        (MeasureState.PREPARATION, {"change_level", "extend", "suspend", "end"}),
        (MeasureState.ACTIVE, {"change_level", "extend", "suspend", "end"}),
        (MeasureState.SUSPENDED, {"change_level", "extend", "reactivate", "end"}),
        (MeasureState.RELAY, {"change_level", "extend", "end"}),
        (MeasureState.ENDED, {"reopen"}),
        (MeasureState.WATCH, {"reopen"}),
    ],
)
def test_what_is_offered_fits_where_the_accompaniment_stands(world, cast, state, codes):
    item = _follow_up(world, cast, state)
    assert set(offered_codes(item)) == codes | {DecisionCode.EXPERT_ADVICE, DecisionCode.NOTE_ONLY}
    for code in {"change_level", "extend", "suspend", "reactivate", "end", "reopen"} - codes:
        with pytest.raises(ValidationError):
            record_decision(item=item, by=cast.secretary, code=code, level="watch")


def test_a_new_level_holds_at_once_even_before_the_start(world, cast):
    item = _follow_up(world, cast, "not_started")
    Measure.objects.update(decided_on=clock.today() - timedelta(days=30))
    record_decision(item=item, by=cast.secretary, code="change_level", level="watch", next_review_on=_soon(90))
    measure = Measure.objects.get()
    assert measure.levels.order_by("starts_on").last().level == "watch"
    assert measure.next_review_on == _soon(90)


_BY_ACT = [
    ("active", "suspend", lambda m, by: suspend_measure(measure=m, reason="stable", by=by)),
    ("suspended", "reactivate", lambda m, by: resume_measure(measure=m, by=by)),
    ("active", "end", lambda m, by: end_measure(measure=m, reason="autonomous", outcome="retained_same", by=by)),
    ("ended", "reopen", lambda m, by: reopen_measure(measure=m, by=by)),
]


@pytest.mark.parametrize(("state", "code", "act"), _BY_ACT, ids=[code for _, code, _ in _BY_ACT])
def test_the_operator_carries_out_and_the_task_is_done_by_the_act(world, cast, sign_in, state, code, act):
    item = _follow_up(world, cast, state)
    record_decision(item=item, by=cast.secretary, code=code)
    assert Measure.objects.get().state == state
    close_session(session=item.session, by=cast.secretary)
    task = Assignment.objects.get(act=code)
    page = sign_in(cast.worker).get(reverse("cellule:task_detail", args=[task.pk]))
    assert page.context["act_url"]
    assert TaskState.DONE not in dict(page.context["moves"])
    act(Measure.objects.get(), cast.worker)
    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.DONE, clock.today())


def test_a_follow_up_corrected_after_closing_gives_the_right_task(world, cast):
    item = _follow_up(world, cast)
    decision = record_decision(item=item, by=cast.secretary, code="end")
    close_session(session=item.session, by=cast.secretary)
    correct_decision(decision=decision, by=cast.secretary, code="suspend")
    states = dict(Assignment.objects.order_by("pk").values_list("act", "state"))
    assert states == {TaskAct.END: TaskState.CANCELLED, TaskAct.SUSPEND: TaskState.TODO}


@pytest.mark.parametrize("again", [{"code": "note_only"}, {"level": "custom"}])
def test_a_level_changed_by_mistake_is_put_back(world, cast, again):
    item = _follow_up(world, cast)
    before = Measure.objects.get().levels.order_by("starts_on").last().level
    decision = record_decision(item=item, by=cast.secretary, code="change_level", level="watch")
    correct_decision(decision=decision, by=cast.secretary, **{"code": "change_level", **again})
    wanted = again.get("level", before)
    assert Measure.objects.get().levels.order_by("starts_on").last().level == wanted


def test_who_referred_learns_that_there_are_conditions_and_not_which(world, cast, sign_in):
    """Its status tells the outcome (rights.md 3); what an admission depends on belongs to who reads the decision."""
    condition = _closed(world, cast)
    case = condition.case
    case.accesses.filter(organisation=world.landlord).delete()
    factories.grant(case, world.landlord, GrantLevel.STATUS)
    page = reverse("cellule:case_fragment", args=[case.pk])
    told = sign_in(cast.referent).get(page).content.decode()
    assert "sous condition" in told and condition.what not in told
    assert sign_in(cast.referent).get(reverse("cellule:condition_settle", args=[condition.pk])).status_code == 404
    assert condition.what in sign_in(cast.worker).get(page).content.decode()
    DecisionCondition.objects.update(organisation=world.landlord)
    assert condition.what in sign_in(cast.referent).get(page).content.decode()
