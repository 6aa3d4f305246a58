"""The bilan: prefilled, written with the household, settled, signed; its shareable part for who may read it."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import services, synthesis, timeline
from accompaniment.models import Action, Assessment, AssessmentMark, Measure, ProgressReview, ReviewSummary, Signature
from accompaniment.papers import due_reviews, is_awaited
from accompaniment.plan_choices import REVIEW_MOVES, ReviewState
from accompaniment.review_facts import facts
from partners.roles import Role
from tests import factories
from veille.core import clock, drafts
from veille.core.formats import plus_months
from veille.core.transitions import ForbiddenMove, move
from veille.core.versions import version_of


@pytest.fixture
def plan(cast, measure):
    made = services.draft_plan(measure=measure, priorities="Souffler.", review_on=in_days(90), by=cast.worker)
    services.save_objective(
        plan=made,
        label="Reprendre le paiement",
        theme="budget",
        is_shared=False,
        actions=[{"label": label, "who": "Madame", "due_on": None} for label in ("Voir la CAF", "Appeler EDF")],
        by=cast.worker,
    )
    services.agree_plan(plan=made, by=cast.worker)
    services.move_action(action=Action.objects.get(label="Voir la CAF"), to="done", by=cast.worker)
    return made


@pytest.fixture
def review(cast, plan):
    return begin(plan.measure, cast)


def in_days(number):
    return clock.today() + timedelta(days=number)


def begin(measure, cast, **fields):
    told = {"kind": "planned", "after_months": 3, "held_on": clock.today(), **fields}
    return services.begin_review(measure=measure, by=cast.worker, **told)


def write(review, cast, **fields):
    told = {"progress": "Elle ouvre son courrier.", "household_word": "Je respire.", **fields}
    return services.write_review(review=review, version=version_of(review), by=cast.worker, **told)


def settle(review, cast, **fields):
    return services.settle_review(review=write(review, cast, **fields), by=cast.worker)


def test_a_bilan_is_begun_with_the_actions_done_and_those_left(review):
    assert review.work_done == "Voir la CAF"
    assert review.next_steps == "Appeler EDF (Madame)"


def test_its_figures_count_visits_pauses_and_objectives(world, cast, case, measure, plan):
    common = {"case": case, "measure": measure, "organisation": world.association, "author": cast.worker.user}
    factories.InterventionFactory(**common, kind="home_visit", happened_on=in_days(-5))
    factories.InterventionFactory(**common, kind="phone_call", happened_on=in_days(-4))
    factories.InterventionFactory(**common, kind="no_show", outcome="no_show", happened_on=in_days(-3))
    factories.InterventionFactory(**common, kind="home_visit", happened_on=in_days(-60))
    text = json.dumps(facts(measure, plan, clock.today(), cast.worker), ensure_ascii=False).replace("\u00a0", " ")
    for word in ("1 faite pour 4 prévues", "avec le ménage : 1", "sans rencontre : 1", "1 action faite sur 2"):
        assert word in text


def test_the_next_bilan_counts_from_the_former_one(cast, measure, plan):
    settle(begin(measure, cast, held_on=in_days(-10)), cast)
    later = facts(measure, plan, clock.today(), cast.worker)["sections"][0]["label"]
    assert later.startswith("Du ") and str(in_days(-9).day) in later


def test_settling_asks_what_changed_and_the_word_of_the_household_who_was_there(cast, review):
    with pytest.raises(ValidationError, match="ce qui a changé"):
        settle(review, cast, progress=" ")
    review.refresh_from_db()
    with pytest.raises(ValidationError, match="avec ses mots"):
        settle(review, cast, household_word="")
    review.refresh_from_db()
    settle(review, cast, household_word="", with_household=False)


def test_settled_it_is_dated_sealed_and_moves_the_next_point(cast, review):
    done = settle(review, cast, next_on=in_days(45))
    assert (done.state, done.settled_on, len(done.digest)) == ("settled", clock.today(), 64)
    assert Measure.objects.get(pk=done.measure_id).next_review_on == in_days(45)
    assert done.facts["sections"]


@pytest.mark.parametrize("column", ["progress", "household_word", "facts", "held_on", "present", "digest"])
def test_the_database_refuses_to_rewrite_a_settled_bilan(cast, review, column):
    settle(review, cast)
    value = {"facts": {}, "held_on": in_days(-1)}.get(column, "autre")
    with pytest.raises(IntegrityError, match="jamais récrit"), transaction.atomic():
        ProgressReview.objects.filter(pk=review.pk).update(**{column: value})


def test_the_database_keeps_the_words_of_a_settled_summary(cast, review):
    settle(review, cast, summary="Le paiement a repris.")
    with pytest.raises(IntegrityError, match="jamais récrit"), transaction.atomic():
        ReviewSummary.objects.update(text="Autre chose.")


def test_a_settled_bilan_is_not_written_again(cast, review):
    done = settle(review, cast)
    done.refresh_from_db()
    with pytest.raises(ValidationError, match="nouvelle version"):
        write(done, cast, progress="Autre")


def test_of_two_people_who_write_the_second_reads_first(cast, review):
    before = version_of(review)
    write(review, cast, progress="Une première phrase.")
    with pytest.raises(ValidationError, match="entre-temps"):
        services.write_review(review=review, version=before, by=cast.worker, progress="Une autre.")


def test_a_new_version_replaces_the_former_once_it_is_settled(cast, review):
    done = settle(review, cast, summary="Le paiement a repris.", is_agreed=True)
    new = services.rewrite_review(review=done, by=cast.worker)
    assert (new.version, new.progress, new.summary.is_agreed) == (2, done.progress, False)
    assert ProgressReview.objects.get(pk=done.pk).state == "settled"
    settle(new, cast, progress="Elle ouvre tout son courrier.")
    assert ProgressReview.objects.get(pk=done.pk).state == "replaced"
    with pytest.raises(ValidationError, match="Seul un bilan arrêté"):
        services.rewrite_review(review=done, by=cast.worker)


def test_two_bilans_are_not_written_at_once_and_a_planned_one_is_made_once(cast, measure, review):
    with pytest.raises(ValidationError, match="déjà en cours"):
        begin(measure, cast, kind="other", after_months=None)
    settle(review, cast)
    with pytest.raises(ValidationError, match="déjà fait"):
        begin(measure, cast)
    begin(measure, cast, after_months=6)


def test_an_accompaniment_that_has_not_begun_has_no_bilan(world, cast, case):
    waiting = factories.make_measure(case, world.association, state="not_started")
    with pytest.raises(ValidationError, match="pas commencé"):
        begin(waiting, cast)


@pytest.mark.parametrize("day", [1, -400])
def test_a_bilan_is_made_between_the_start_and_today(cast, measure, day):
    with pytest.raises(ValidationError, match="Date du bilan"):
        begin(measure, cast, held_on=in_days(day))


@pytest.mark.parametrize("target", ReviewState.values)
@pytest.mark.parametrize("state", ReviewState.values)
def test_every_move_of_a_bilan(cast, review, state, target):
    sealed = {} if state == "draft" else {"digest": "a" * 64, "settled_on": clock.today()}
    ProgressReview.objects.filter(pk=review.pk).update(state=state, **sealed)
    if target in REVIEW_MOVES[state]:
        changes = {"digest": "a" * 64, "settled_on": clock.today()} if state == "draft" else {}
        assert move(review, target, allowed=REVIEW_MOVES, **changes) == state
    else:
        with pytest.raises(ForbiddenMove):
            move(review, target, allowed=REVIEW_MOVES)


def due(measure):
    found = Measure.objects.prefetch_related("former_exits").get(pk=measure.pk)
    return due_reviews(found, ProgressReview.objects.filter(measure=measure))


def test_bilans_are_due_three_and_six_months_after_the_start_then_at_the_exit(cast, measure):
    assert [(one.title, one.due_on) for one in due(measure)] == [
        ("Bilan à 3 mois", plus_months(measure.started_on, 3)),
        ("Bilan à 6 mois", plus_months(measure.started_on, 6)),
    ]
    settle(begin(measure, cast), cast)
    assert [one.title for one in due(measure)] == ["Bilan à 6 mois"]
    services.end_measure(
        measure=measure, reason="objectives_met", outcome="retained_same", on=clock.today(), by=cast.worker
    )
    assert [one.title for one in due(measure)] == ["Bilan de sortie"]
    settle(begin(measure, cast, kind="exit", after_months=None), cast)
    assert due(measure) == []


def test_a_bilan_is_awaited_two_weeks_before_its_day(world, cast, case):
    for days, awaited in ((60, False), (77, True), (120, True), (600, False)):
        measure = Measure(case=case, started_on=in_days(-days), state="active")
        planned = due_reviews(measure_with_exits(measure), [])[0]
        assert is_awaited(planned) is awaited


def measure_with_exits(measure):
    measure._prefetched_objects_cache = {"former_exits": []}
    return measure


def summary_of(review, cast, **fields):
    settle(review, cast, summary="Le paiement a repris.", **fields)
    return ReviewSummary.objects.get(review=review)


def test_the_landlord_reads_the_shareable_part_once_the_household_agrees(cast, review):
    write(review, cast, summary="Le paiement a repris.", is_agreed=True)
    assert not ReviewSummary.objects.visible_to(cast.referent).exists()
    review.refresh_from_db()
    services.settle_review(review=review, by=cast.worker)
    summary = ReviewSummary.objects.visible_to(cast.referent).get()
    services.share_summary(summary=summary, is_agreed=False, by=cast.worker)
    assert not ReviewSummary.objects.visible_to(cast.referent).exists()
    assert ReviewSummary.objects.visible_to(cast.worker).exists()
    assert not ProgressReview.objects.visible_to(cast.referent).exists()


def test_the_page_of_the_landlord_shows_the_summary_and_nothing_else(cast, case, review, sign_in):
    summary_of(review, cast, is_agreed=True, household_word="Je respire enfin.")
    client = sign_in(cast.referent)
    for name in ("summaries_fragment", "plan_fragment"):
        page = client.get(reverse(f"accompaniment:{name}", args=[case.pk])).content.decode()
        assert "Le paiement a repris." in page and "Je respire" not in page
    assert client.get(reverse("accompaniment:review_detail", args=[review.pk])).status_code == 404
    assert client.get(reverse("accompaniment:review_print", args=[review.pk])).status_code == 404


def test_from_the_first_page_to_the_signature(cast, measure, plan, sign_in):
    client = sign_in(cast.worker)
    begun = client.post(
        reverse("accompaniment:review_begin", args=[measure.pk]),
        {"which": "3", "held_on": clock.today(), "with_household": "on", "present": "La CAF"},
    )
    review = ProgressReview.objects.get()
    address = reverse("accompaniment:review_edit", args=[review.pk])
    assert begun.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "Voir la CAF" in page and "Où en sont les objectifs" in page
    sent = {
        "version": version_of(review),
        "held_on": clock.today(),
        "with_household": "on",
        "present": "La CAF",
        "progress": "Elle ouvre son courrier.",
    }
    refused = client.post(address, sent | {"settle": "1"})
    assert refused.status_code == 422 and "avec ses mots" in refused.content.decode()
    assert client.post(address, sent | {"settle": "1", "household_word": "Je respire."}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.present) == ("settled", "La CAF")
    signed = {"who": "me", "way": "paper", "digest": review.digest, "signed_on": clock.today()}
    assert client.post(reverse("accompaniment:review_sign", args=[review.pk]), signed).status_code == 302
    assert Signature.objects.get().review == review
    printed = client.get(reverse("accompaniment:review_print", args=[review.pk]))
    assert printed.headers["Content-Type"] == "application/pdf"


def test_what_is_typed_and_not_sent_is_found_again(cast, review, sign_in):
    drafts.save(by=cast.worker, form="bilan", object_id=review.pk, data={"progress": ["Une phrase gardée."]})
    page = sign_in(cast.worker).get(reverse("accompaniment:review_edit", args=[review.pk])).content.decode()
    assert "Une phrase gardée." in page and "Brouillon retrouvé" in page


def test_a_refused_page_goes_on_from_its_draft(cast, review, sign_in):
    drafts.save(by=cast.worker, form="bilan", object_id=review.pk, data={"progress": ["Une phrase."]})
    drafts.save(by=cast.worker, form="bilan", object_id=review.pk, data={"progress": ["Deux phrases."]})
    sent = {"settle": "1", "version": version_of(review), "held_on": clock.today(), "progress": ""}
    answer = sign_in(cast.worker).post(reverse("accompaniment:review_edit", args=[review.pk]), sent)
    assert answer.status_code == 422 and 'name="draft_version" value="2"' in answer.content.decode()


def test_a_draft_is_not_printed_and_a_manager_does_not_write(cast, review, sign_in):
    assert sign_in(cast.worker).get(reverse("accompaniment:review_print", args=[review.pk])).status_code == 404
    manager = sign_in(cast[Role.ASSOCIATION_MANAGER])
    assert manager.get(reverse("accompaniment:review_detail", args=[review.pk])).status_code == 200
    assert manager.get(reverse("accompaniment:review_edit", args=[review.pk])).status_code == 403


def test_a_bilan_whose_day_comes_is_awaited_in_a_faire_until_it_is_settled(cast, measure, sign_in):
    Measure.objects.filter(pk=measure.pk).update(started_on=in_days(-88))
    client = sign_in(cast.worker)
    page = client.get(reverse("home")).content.decode()
    assert "Bilan à 3 mois à faire" in page and reverse("accompaniment:review_begin", args=[measure.pk]) in page
    review = begin(measure_of(measure), cast)
    assert reverse("accompaniment:review_edit", args=[review.pk]) in client.get(reverse("home")).content.decode()
    settle(review, cast)
    assert "Bilan à 3 mois" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(("started", "said"), [(-88, "à faire"), (-100, "en retard")])
def test_the_page_of_the_plan_says_which_bilan_is_awaited_and_whether_it_is_late(cast, measure, sign_in, started, said):
    Measure.objects.filter(pk=measure.pk).update(started_on=in_days(started))
    page = reverse("accompaniment:plan_fragment", args=[measure.case_id])
    awaited = sign_in(cast.worker).get(page).content.decode().partition("Bilan à 3 mois")[2]
    assert said in awaited.partition("</p>")[0]


def measure_of(measure):
    return Measure.objects.get(pk=measure.pk)


def test_the_grids_tell_what_moved(cast, measure, plan):
    for wave, day, level in (("t0", -25, 3), ("m6", -1, 1)):
        grid = Assessment.objects.create(
            case=measure.case, measure=measure, wave=wave, assessed_on=in_days(day),
            organisation=measure.operator, author=cast.worker.user,
        )  # fmt: skip
        AssessmentMark.objects.create(case=measure.case, assessment=grid, area="budget", level=level)
    text = json.dumps(facts(measure, plan, clock.today(), cast.worker), ensure_ascii=False)
    assert "Budget : plus léger de 2." in text
    assert "Budget" not in json.dumps(facts(measure, plan, in_days(-2), cast.worker), ensure_ascii=False)


def test_the_timeline_tells_a_settled_bilan_and_the_synthesis_its_shared_words(cast, case, review):
    settle(review, cast, summary="Le paiement a repris.", is_agreed=True)
    told = {event.title for event in timeline.events(cast.worker, case)}
    assert "Bilan à 3 mois" in told
    assert "Bilan à 3 mois" not in {event.title for event in timeline.events(cast.referent, case)}
    parts = {part.title: part.lines for part in synthesis.parts(cast.referent, case)}
    assert parts["Dernier bilan partagé"][0][1] == "Le paiement a repris."
