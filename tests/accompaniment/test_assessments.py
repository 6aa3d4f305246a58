"""The grid at its moments: filled, corrected, compared as a before and an after; who reads it, what is shared of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accompaniment import services
from accompaniment.assessment_panel import BeforeAfter, Compared, grid_panel, grids_of
from accompaniment.models import Assessment, AssessmentMark, FormerExit
from accompaniment.services.assessments import Mark
from accompaniment.waves import coming, next_due, waves_of
from households.grants import GrantLevel
from partners.roles import Role
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock
from veille.core.versions import STALE, version_of

MARKS = {"budget": Mark(level=4), "social_ties": Mark(level=2), "mental_health_access": Mark(has_link=True)}
TODAY = date(2018, 12, 14)


@pytest.fixture
def measure(world, case):
    """Started 400 days ago."""
    measure = factories.make_measure(case, world.association)
    measure.decided_on = measure.started_on = measure.activated_on = TODAY - timedelta(days=400)
    measure.save()
    return measure


def fill(measure, cast, wave="t0", marks=MARKS, **fields):
    return services.record_assessment(measure=measure, wave=wave, marks=marks, by=cast.worker, **fields)


@pytest.fixture
def two(measure, cast):
    first = fill(measure, cast, on=TODAY - timedelta(days=395))
    later = {"budget": Mark(level=1), "social_ties": Mark(level=3), "parenting": Mark(level=0)}
    return first, fill(measure, cast, "m12", later, on=TODAY - timedelta(days=20), shared_line="Le loyer est repris.")


class TestFilling:
    def test_keeps_only_what_was_assessed(self, measure, cast):
        grid = fill(measure, cast, household_word="Je respire un peu.")
        assert {mark.area: (mark.level, mark.has_link) for mark in grid.marks.all()} == {
            "budget": (4, None),
            "social_ties": (2, None),
            "mental_health_access": (None, True),
        }
        assert (grid.author, grid.organisation, grid.case) == (cast.worker.user, cast.worker.organisation, measure.case)

    @pytest.mark.parametrize(
        ("marks", "sentence"),
        [
            ({}, "au moins un domaine"),
            ({"unknown": Mark(level=1)}, "ne fait pas partie"),
            ({"mental_health_access": Mark(level=3)}, "seulement si un lien"),
            ({"budget": Mark(has_link=True)}, "seulement si un lien"),
        ],
    )
    def test_refuses_what_the_grid_does_not_ask(self, measure, cast, marks, sentence):
        with pytest.raises(ValidationError, match=sentence):
            fill(measure, cast, marks=marks)
        assert not Assessment.objects.filter(measure=measure).exists()

    def test_a_level_goes_from_nought_to_four(self, measure, cast):
        with pytest.raises(ValidationError):
            fill(measure, cast, marks={"budget": Mark(level=5)})

    def test_a_moment_has_one_grid(self, measure, cast):
        fill(measure, cast)
        with pytest.raises(ValidationError, match="déjà remplie"):
            fill(measure, cast)

    def test_only_the_moments_of_the_dispositif(self, measure, cast):
        with pytest.raises(ValidationError, match="pas de grille à ce moment"):
            fill(measure, cast, "m18")

    def test_the_areas_are_those_of_the_dispositif(self, case, measure, cast):
        measure.case = configured(case, assessment={"areas": ["budget"], "waves": ["t0", "m18"]})
        assert fill(measure, cast, "m18", {"budget": Mark(level=1)}).pk
        with pytest.raises(ValidationError, match="ne fait pas partie"):
            fill(measure, cast, "t0", {"social_ties": Mark(level=1)})

    @pytest.mark.parametrize("days", [-500, 1])
    def test_neither_before_the_decision_nor_tomorrow(self, measure, cast, days):
        with pytest.raises(ValidationError, match="Grille d’évaluation"):
            fill(measure, cast, on=TODAY + timedelta(days=days))

    def test_after_a_return_the_end_comes_a_second_time_and_the_entry_does_not(self, measure, cast):
        fill(measure, cast)
        first_end = fill(measure, cast, "exit")
        FormerExit.objects.create(
            measure=measure,
            ended_on=TODAY,
            reopened_on=TODAY,
            exit_reason="objectives_met",
            exit_outcome="retained_same",
            reopened_by=cast.worker.user,
        )
        second_end = fill(measure, cast, "exit")
        assert (first_end.round, second_end.round) == (0, 1)
        with pytest.raises(ValidationError, match="déjà remplie"):
            fill(measure, cast)


class TestCorrecting:
    def correct(self, grid, cast, version=None, marks=None):
        return services.correct_assessment(
            assessment=grid,
            marks=marks or {"budget": Mark(level=2)},
            version=version or version_of(Assessment.objects.get(pk=grid.pk)),
            by=cast.worker,
            observation="Relu ensemble.",
        )

    def test_takes_the_place_of_the_marks(self, measure, cast):
        grid = self.correct(fill(measure, cast), cast)
        assert [(mark.area, mark.level) for mark in grid.marks.all()] == [("budget", 2)]
        assert grid.observation == "Relu ensemble."

    def test_of_two_at_once_the_second_reads_the_first(self, measure, cast):
        grid = fill(measure, cast)
        version = version_of(Assessment.objects.get(pk=grid.pk))
        self.correct(grid, cast, version)
        with pytest.raises(ValidationError, match=STALE[:40]):
            self.correct(grid, cast, version, {"budget": Mark(level=0)})
        assert AssessmentMark.objects.get(assessment=grid).level == 2


class TestMoments:
    def waves(self, measure, grids=()):
        return waves_of(measure, grids)

    def test_are_counted_from_the_start_and_from_the_end(self, measure):
        measure.started_on, measure.ended_on = date(2017, 8, 31), date(2018, 6, 30)
        due = {wave.code: wave.due_on for wave in self.waves(measure)}
        assert due == {
            "t0": date(2017, 8, 31),
            "m6": date(2018, 2, 28),
            "m12": date(2018, 8, 31),
            "m24": date(2019, 8, 31),
            "exit": date(2018, 6, 30),
        }

    def test_nothing_is_due_before_the_start(self, world, cast):
        waiting = factories.make_measure(
            factories.make_accompanied_case(world, cast), world.association, state="not_started"
        )
        assert next_due(self.waves(waiting)) is None

    def test_the_latest_moment_passed_is_asked_for_and_not_those_before(self, measure, cast, two):
        assert next_due(self.waves(measure)).code == "m12"
        assert next_due(self.waves(measure, two[:1])).code == "m12"
        assert next_due(self.waves(measure, two)) is None
        assert coming(self.waves(measure, two)).code == "m24"


class TestComparing:
    def panel(self, measure, cast, **options):
        return grid_panel(measure, grids_of(cast.worker, [measure]), **options)

    def test_tells_lighter_heavier_and_what_one_side_lacks(self, measure, cast, two):
        compared = self.panel(measure, cast).compared
        assert compared.sentence == "2\xa0domaines comparés : 1\xa0plus léger, 0\xa0stable, 1\xa0plus lourd."
        told = {row.area: (row.said_before, row.said_after, row.trend) for row in compared.rows}
        assert told["budget"] == ("4 – bloquante", "1 – vigilance", "plus léger de 3")
        assert told["social_ties"][2] == "plus lourd de 1"
        assert told["parenting"] == ("non évalué", "0 – sans difficulté", "")
        assert told["mental_health_access"] == ("un lien avec le soin", "non évalué", "")

    def test_is_drawn_with_its_table_twin(self, measure, cast, two):
        chart = self.panel(measure, cast).compared.chart
        assert "<title>Avant et après, par domaine de vie</title>" in chart.svg
        assert len(chart.rows) == 4 and len(chart.columns) == 3

    def test_two_others_are_compared_when_asked(self, measure, cast, two):
        end = fill(measure, cast, "exit", {"budget": Mark(level=0)}, on=TODAY)
        compared = self.panel(measure, cast, chosen=(str(end.pk), str(two[1].pk))).compared
        assert (compared.before, compared.after) == (two[1], end)
        assert self.panel(measure, cast, chosen=(str(end.pk), str(uuid4()))).compared.before == two[0]

    def test_one_grid_compares_nothing(self, measure, cast):
        fill(measure, cast)
        assert self.panel(measure, cast).compared is None

    levels = st.none() | st.integers(0, 4)

    @given(st.lists(st.tuples(levels, levels), max_size=12))
    def test_the_count_is_that_of_a_naive_reading(self, pairs):
        rows = tuple(Compared("budget", _mark(before), _mark(after)) for before, after in pairs)
        both = [(before, after) for before, after in pairs if before is not None and after is not None]
        words = BeforeAfter(None, None, rows).sentence
        lighter, heavier = sum(b > a for b, a in both), sum(b < a for b, a in both)
        numbers = [int(word) for word in words.replace(",", "").split() if word.isdigit()]
        assert numbers == [len(both), lighter, len(both) - lighter - heavier, heavier]


def _mark(level):
    return None if level is None else AssessmentMark(area="budget", level=level)


class TestWhoReads:
    def test_the_team_reads_it_the_landlord_only_the_shared_line(self, case, cast, two):
        assert Assessment.objects.visible_to(cast.worker).count() == 2
        assert Assessment.objects.visible_to(cast[Role.ASSOCIATION_MANAGER]).count() == 2
        for other in (cast.referent, cast[Role.LANDLORD_MANAGER], cast.other_worker, cast.pilot):
            assert not Assessment.objects.visible_to(other).exists()
            assert not AssessmentMark.objects.visible_to(other).exists()
        assert [grid.shared_line for grid in Assessment.objects.told_to(cast.referent)] == ["Le loyer est repris."]
        assert not Assessment.objects.told_to(cast.partner(Role.LANDLORD_REFERENT)).exists()

    def test_the_tab_tells_each_what_is_hers(self, case, measure, cast, two, sign_in):
        address = reverse("accompaniment:diagnosis_fragment", args=[case.pk])
        team = sign_in(cast.worker).get(address).content.decode()
        assert "2\xa0domaines comparés" in team and "Remplir la grille" in team
        landlord = sign_in(cast.referent).get(address).content.decode()
        assert "Le loyer est repris." in landlord
        for word in ("Remplir la grille", "domaines comparés", "Avant et après"):
            assert word not in landlord, word
        tab = sign_in(cast.referent).get(reverse("households:case_difficulties", args=[case.pk])).content.decode()
        assert address in tab

    def test_the_grid_is_refused_to_who_only_sees_the_measure(self, measure, cast, two, sign_in):
        client = sign_in(cast.referent)
        assert client.get(reverse("accompaniment:assessment_list", args=[measure.pk])).status_code == 403
        assert client.get(reverse("accompaniment:assessment_create", args=[measure.pk])).status_code == 403
        assert client.get(reverse("accompaniment:assessment_edit", args=[two[0].pk])).status_code == 404
        manager = sign_in(cast.manager)
        assert manager.get(reverse("accompaniment:assessment_list", args=[measure.pk])).status_code == 200
        assert manager.get(reverse("accompaniment:assessment_edit", args=[two[0].pk])).status_code == 403


class TestPages:
    SENT = {"wave": "t0", "assessed_on": "2018-12-14", "mark_budget": "3", "mark_mental_health_access": "no"}

    def create(self, measure):
        return reverse("accompaniment:assessment_create", args=[measure.pk])

    def test_the_form_takes_touches_and_comes_back_once(self, measure, cast, sign_in):
        client = sign_in(cast.worker)
        assert "Lu par" in client.get(self.create(measure)).content.decode()
        data = {**self.SENT, "mark_social_ties": "?", "submission_key": str(uuid4())}
        answers = [client.post(self.create(measure), data) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        grid = Assessment.objects.get(measure=measure)
        assert {mark.area for mark in grid.marks.all()} == {"budget", "mental_health_access"}
        assert grid.with_household is False and grid.assessed_on == clock.today()

    def test_nothing_assessed_is_said_beside_what_was_typed(self, measure, cast, sign_in):
        data = {"wave": "t0", "assessed_on": "2018-12-14", "household_word": "Pas aujourd’hui."}
        answer = sign_in(cast.worker).post(self.create(measure), data)
        assert answer.status_code == 422
        assert "Évaluez au moins un domaine" in answer.content.decode()
        assert "Pas aujourd’hui." in answer.content.decode()

    def test_each_area_recalls_what_was_said_last(self, measure, cast, two, sign_in):
        text = sign_in(cast.worker).get(self.create(measure)).content.decode()
        assert "Dernière fois : 1 – vigilance." in text
        assert "À l’entrée" not in text  # that moment has its grid

    def test_a_grid_is_corrected_from_its_own_answers(self, measure, cast, two, sign_in):
        client, address = sign_in(cast.worker), reverse("accompaniment:assessment_edit", args=[two[0].pk])
        assert 'name="version"' in client.get(address).content.decode()
        stale = client.post(address, {**self.SENT, "version": "x" * 32})
        assert stale.status_code == 422
        current = version_of(Assessment.objects.get(pk=two[0].pk))
        assert client.post(address, {**self.SENT, "version": current}).status_code == 302
        assert {mark.area for mark in two[0].marks.all()} == {"budget", "mental_health_access"}

    def test_the_list_shows_the_drawing_and_the_words(self, measure, cast, two, sign_in):
        address = reverse("accompaniment:assessment_list", args=[measure.pk])
        text = sign_in(cast.manager).get(address).content.decode()
        assert 'class="chart"' in text and "plus léger de 3" in text and "Le loyer est repris." in text
        assert "Corriger cette grille" not in text

    def test_an_accompaniment_without_a_grid_says_where_to_begin(self, measure, cast, sign_in):
        text = sign_in(cast.worker).get(reverse("accompaniment:assessment_list", args=[measure.pk])).content.decode()
        assert "servira de point de départ" in text and "À 12 mois" in text


def test_who_made_the_diagnosis_alone_fills_no_grid(world, cast, case, measure, sign_in):
    factories.grant(case, world.other_association, GrantLevel.DIAGNOSIS_OPERATOR)
    other = cast.partner(Role.ASSOCIATION_WORKER)
    factories.put_in_team(case, other)
    address = reverse("accompaniment:assessment_create", args=[measure.pk])
    assert sign_in(other).get(address).status_code == 404
