"""The pages: who opens them, who acts, and what comes back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accompaniment import services
from accompaniment.models import Action, Diagnosis, Intervention, Measure, Note, Objective, Plan
from partners.roles import Role
from tests import factories
from veille.core import clock, drafts
from veille.core.models import AccessEvent, Submission


@pytest.fixture
def scene(world, cast, case, measure):
    """A whole accompaniment: every kind of object that a page opens."""
    note = services.write_note(case=case, text="Ce qu’elle a confié.", level="association_only", by=cast.worker)
    plan = services.draft_plan(measure=measure, priorities="Garder mon logement.", review_on=DAY, by=cast.worker)
    objective = services.save_objective(
        plan=plan,
        label="Oser ouvrir le courrier",
        theme="administrative",
        is_shared=False,
        actions=[{"label": "Trier", "who": "Madame", "due_on": None}],
        by=cast.worker,
    )
    diagnosis = factories.DiagnosisFactory(
        case=case,
        operator=world.association,
        state="done",
        result="support_recommended",
        recommendation="Un accompagnement global.",
        detail="Son récit entier.",
        done_on=clock.today(),
        author=cast.worker.user,
    )
    return {
        "case": case,
        "measure": measure,
        "note": note,
        "plan": plan,
        "objective": objective,
        "action": objective.actions.get(),
        "diagnosis": diagnosis,
    }


DAY = "2019-03-01"
# URL → the object of its address, and the statuses of a GET for: worker, manager, referent, secretary of nothing here.
PAGES = {
    "case_fragment": ("case", 200, 200, 200),
    "feed_fragment": ("case", 200, 200, 200),
    "state_fragment": ("case", 200, 200, 200),
    "plan_fragment": ("case", 200, 200, 200),
    "quick_entry": ("case", 200, 403, 200),
    "note_create": ("case", 200, 403, 200),
    "note_level": ("note", 200, 403, 404),
    "diagnosis_detail": ("diagnosis", 200, 200, 200),
    "measure_activate": ("measure", 403, 403, 403),
    "measure_suspend": ("measure", 200, 200, 403),
    "measure_resume": ("measure", 403, 403, 403),
    "measure_relay": ("measure", 200, 200, 403),
    "measure_level": ("measure", 200, 200, 403),
    "measure_review": ("measure", 200, 200, 403),
    "measure_end": ("measure", 200, 200, 403),
    "measure_watch": ("measure", 403, 403, 403),
    "measure_unwatch": ("measure", 403, 403, 403),
    "measure_reopen": ("measure", 403, 403, 403),
    "plan_create": ("measure", 200, 403, 403),
    "plan_edit": ("plan", 200, 403, 404),
    "plan_agree": ("plan", 200, 403, 404),
    "plan_version": ("plan", 403, 403, 404),
    "plan_close": ("plan", 405, 405, 405),
    "objective_create": ("plan", 200, 403, 404),
    "objective_edit": ("objective", 200, 403, 404),
    "objective_remove": ("objective", 405, 405, 405),
    "objective_result": ("objective", 403, 403, 404),
    "action_move": ("action", 405, 405, 405),
}
TAKING_UP = {
    "measure_start": ("measure", 403, 403, 403),
    "diagnosis_report": ("diagnosis", 403, 403, 403),
    "diagnosis_not_done": ("diagnosis", 403, 403, 403),
    "diagnosis_again": ("diagnosis", 405, 405, 405),
}
ROWS = [("accompaniment", name, *row) for name, row in PAGES.items()]
ROWS += [("cellule", name, *row) for name, row in TAKING_UP.items()]


@pytest.mark.parametrize(("app", "name", "kind", "worker", "manager", "referent"), ROWS)
def test_who_opens_a_page(cast, scene, sign_in, app, name, kind, worker, manager, referent):
    url = reverse(f"{app}:{name}", args=[scene[kind].pk])
    people = {cast.worker: worker, cast.manager: manager, cast.referent: referent}
    assert {a.user.first_name: sign_in(a).get(url).status_code for a in people} == {
        a.user.first_name: status for a, status in people.items()
    }


@pytest.mark.parametrize(("app", "name", "kind"), [row[:3] for row in ROWS])
def test_a_foreign_page_is_a_missing_one(cast, scene, sign_in, app, name, kind):
    case = scene["case"]
    strangers = [
        cast.other_worker,
        cast.partner(Role.ASSOCIATION_WORKER),
        cast.busy_elsewhere(Role.ASSOCIATION_WORKER),
        cast.former(Role.LANDLORD_REFERENT, case),
        cast.pilot,
        cast.colleague,
    ]
    method = "post" if "405" in str(dict(PAGES, **TAKING_UP)[name]) else "get"
    for pk in (scene[kind].pk, uuid4()):
        url = reverse(f"{app}:{name}", args=[pk])
        assert {getattr(sign_in(actor), method)(url).status_code for actor in strangers} == {404}
    answer = getattr(sign_in(None), method)(reverse(f"{app}:{name}", args=[scene[kind].pk]))
    assert answer.status_code == 302 and "/compte/" in answer["Location"]


POSTED = [
    ("measure_suspend", "measure", {"on": "2018-12-14", "reason": "hospital"}),
    ("measure_end", "measure", {"on": "2018-12-14", "reason": "lost_contact", "outcome": "unknown"}),
    ("plan_create", "measure", {"priorities": "…", "review_on": DAY}),
    ("quick_entry", "case", {"kind": "home_visit", "outcome": "effective", "happened_on": "2018-12-14"}),
    ("note_create", "case", {"text": "…", "level": "association_only", "written_on": "2018-12-14"}),
    ("action_move", "action", {"state": "done"}),
    ("plan_close", "plan", {}),
    ("objective_remove", "objective", {}),
]


@pytest.mark.parametrize(("name", "kind", "data"), POSTED)
def test_who_reads_only_changes_nothing(cast, scene, sign_in, name, kind, data):
    before = [model.objects.count() for model in (Intervention, Note, Plan, Objective)]
    answer = sign_in(cast.manager).post(reverse(f"accompaniment:{name}", args=[scene[kind].pk]), data)
    if name.startswith("measure_"):
        assert answer.status_code == 302  # a manager leads
        return
    assert answer.status_code == 403
    assert before == [model.objects.count() for model in (Intervention, Note, Plan, Objective)]
    assert Action.objects.get(pk=scene["action"].pk).state == "todo"


@pytest.mark.parametrize(("name", "kind", "data"), [row for row in POSTED if row[1] != "case"])
def test_the_referent_acts_on_nothing_of_the_accompaniment(cast, scene, sign_in, name, kind, data):
    answer = sign_in(cast.referent).post(reverse(f"accompaniment:{name}", args=[scene[kind].pk]), data)
    assert answer.status_code == (403 if kind == "measure" else 404)
    assert Measure.objects.get(pk=scene["measure"].pk).state == "active"
    assert Plan.objects.get(pk=scene["plan"].pk).state == "draft"


def test_the_referent_sees_the_word_of_the_state_and_nothing_more(cast, scene, sign_in):
    page = sign_in(cast.referent).get(reverse("accompaniment:case_fragment", args=[scene["case"].pk]))
    text = page.content.decode()
    assert "Accompagnement actif" in text
    for hidden in ("confié", "À la carte", "Opérateur", "Suspendre", "Oser ouvrir", "récit", "niveau"):
        assert hidden not in text


def test_the_referent_reads_the_preconisation_and_not_the_detail(cast, scene, sign_in):
    url = reverse("accompaniment:diagnosis_detail", args=[scene["diagnosis"].pk])
    landlord = sign_in(cast.referent).get(url).content.decode()
    assert "Un accompagnement global." in landlord
    assert "récit" not in landlord and "détaillé" not in landlord
    assert "Son récit entier." in sign_in(cast.worker).get(url).content.decode()


def test_the_note_form_says_who_reads_before_saving(cast, scene, sign_in):
    text = sign_in(cast.worker).get(reverse("accompaniment:note_create", args=[scene["case"].pk])).content.decode()
    assert "Lu par : l’équipe de La Vie active" in text
    assert "Non visible par le bailleur." in text


def quick(case, **data):
    return {
        "submission_key": str(uuid4()),
        "kind": "home_visit",
        "outcome": "effective",
        "text": "Elle a ouvert le courrier.",
        "level": "association_only",
        "themes": ["budget"],
        "happened_on": "2018-12-14",
        "was_announced": "on",
        **data,
    }


def test_a_visit_is_noted_once_however_many_clicks(cast, scene, sign_in):
    url, data = reverse("accompaniment:quick_entry", args=[scene["case"].pk]), quick(scene["case"])
    client = sign_in(cast.worker)
    answers = [client.post(url, data) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    row = Intervention.objects.get()
    assert (row.kind, row.minutes, row.themes, row.is_shared) == ("home_visit", 45, ["budget"], False)
    assert row.notes.get().level == "association_only"
    assert Submission.objects.count() == 1


def test_what_is_wrong_comes_back_with_what_was_typed(cast, scene, sign_in):
    url = reverse("accompaniment:quick_entry", args=[scene["case"].pk])
    answer = sign_in(cast.worker).post(url, quick(scene["case"], kind="", happened_on="2019-01-01"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Choisissez ce que vous avez fait." in text and "Elle a ouvert le courrier." in text
    answer = sign_in(cast.worker).post(url, quick(scene["case"], happened_on="2019-01-01"))
    assert answer.status_code == 422 and "ne soit pas à venir" in answer.content.decode()
    assert not Intervention.objects.exists()


def test_a_draft_is_found_again_and_forgotten_once_sent(cast, scene, sign_in):
    case, client = scene["case"], sign_in(cast.worker)
    url = reverse("accompaniment:quick_entry", args=[case.pk])
    typed = {"draft_object": str(case.pk), "draft_version": "0", "text": "À moitié", "kind": "phone_call"}
    assert client.post(reverse("core:draft_save", args=["noter"]), typed).status_code == 200
    page = client.get(url).content.decode()
    assert "À moitié" in page and "Brouillon retrouvé" in page
    client.post(url, quick(case))
    assert drafts.find(by=cast.worker, form="noter", object_id=case.pk) is None


def test_a_plan_is_looked_at_again_in_three_months_unless_she_says_otherwise(world, cast, case, measure, sign_in):
    client = sign_in(cast.worker)
    url = reverse("accompaniment:plan_create", args=[measure.pk])
    assert 'value="2019-03-14"' in client.get(url).content.decode()
    typed = {"draft_object": str(measure.pk), "priorities": "Rester"}
    client.post(reverse("core:draft_save", args=["plan"]), typed)
    assert 'value="2019-03-14"' in client.get(url).content.decode()
    client.post(reverse("core:draft_save", args=["plan"]), {**typed, "review_on": "2019-02-01"})
    assert 'value="2019-02-01"' in client.get(url).content.decode()


def test_a_new_version_is_looked_at_again_in_three_months_too(cast, measure, sign_in):
    plan = factories.PlanFactory(case=measure.case, measure=measure, author=cast.worker.user, state="agreed")
    Plan.objects.filter(pk=plan.pk).update(agreed_on=clock.today())
    page = sign_in(cast.worker).get(reverse("accompaniment:plan_version", args=[plan.pk]))
    assert 'value="2019-03-14"' in page.content.decode()


def test_a_plan_from_its_first_word_to_its_agreement(world, cast, case, measure, sign_in):
    client = sign_in(cast.worker)
    answer = client.post(
        reverse("accompaniment:plan_create", args=[measure.pk]), {"priorities": "Rester ici.", "review_on": DAY}
    )
    plan = Plan.objects.get()
    assert answer["Location"] == reverse("accompaniment:objective_create", args=[plan.pk])
    rows = {"label": "Payer", "who": "Madame", "due_on": "2019-01-10"}
    data = {"label": "Loyer", "theme": "budget", "actions-TOTAL_FORMS": "1", "actions-INITIAL_FORMS": "0"}
    client.post(answer["Location"], {**data, **{f"actions-0-{name}": value for name, value in rows.items()}})
    client.post(reverse("accompaniment:plan_agree", args=[plan.pk]), {"on": "2018-12-14"})
    plan.refresh_from_db()
    action = Action.objects.get()
    assert (plan.state, action.label, action.objective.is_shared) == ("agreed", "Payer", False)
    moved = client.post(
        reverse("accompaniment:action_move", args=[action.pk]), {"state": "done"}, headers={"HX-Request": "true"}
    )
    assert moved.status_code == 200 and "Fait" in moved.content.decode()


def test_starting_from_the_page_notes_the_agreement(world, cast, case, sign_in):
    waiting = factories.make_measure(case, world.association, state="not_started")
    url = reverse("cellule:measure_start", args=[waiting.pk])
    client = sign_in(cast.worker)
    assert client.get(url).status_code == 200
    assert client.post(url, {"on": "2018-12-14"}).status_code == 422
    assert client.post(url, {"on": "2018-12-14", "adhesion": "agreed_oral"}).status_code == 302
    assert Measure.objects.get(pk=waiting.pk).state == "active"
    assert case.adhesions.get().state == "agreed_oral"


def test_somebody_faster_is_told_and_nothing_is_lost(cast, scene, sign_in):
    services.suspend_measure(measure=scene["measure"], reason="hospital", by=cast.manager)
    url = reverse("accompaniment:measure_suspend", args=[scene["measure"].pk])
    answer = sign_in(cast.worker).post(url, {"on": "2018-12-14", "reason": "stable"})
    assert answer.status_code == 422
    assert "De l’état « Accompagnement suspendu »" in answer.content.decode().replace("\u00a0", " ")


def test_rendering_a_diagnosis_from_its_page(world, cast, case, sign_in):
    ordered = factories.DiagnosisFactory(case=case, operator=world.association)
    client = sign_in(cast.worker)
    url = reverse("cellule:diagnosis_report", args=[ordered.pk])
    form = client.get(url).content.decode()
    assert form.count("Lu par") == 2
    data = {"result": "support_recommended", "recommendation": "Six mois.", "on": "2018-12-14", "at_home": "on"}
    assert client.post(url, {**data, "detail": "Tout."}).status_code == 302
    assert Diagnosis.objects.get(pk=ordered.pk).detail == "Tout."


def test_reading_the_follow_up_leaves_a_trace(cast, scene, sign_in):
    sign_in(cast.worker).get(reverse("accompaniment:case_fragment", args=[scene["case"].pk]))
    sections = {event.section for event in AccessEvent.objects.filter(user=cast.worker.user_id)}
    assert {"interventions", "measure"} <= sections
