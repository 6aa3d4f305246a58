"""What the accompaniments owe in writing awaits who leads them, until it is written."""

from datetime import timedelta

import pytest

from accompaniment import services
from accompaniment.models import Assessment, PlannedVisit
from accompaniment.services.assessments import Mark
from accompaniment.services.planning import cancel_visit, plan_visit
from households.services import record_adhesion
from tests import factories
from tests.accompaniment.test_todo import titles
from veille.core import clock


def lines(actor):
    """What awaits her, grids and all, as it is read."""
    return [title.replace("\xa0", " ") for title in titles(actor, with_grids=True)]


def in_days(days):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def measure(world, cast, case):
    """Met today, agreed, its grid of entry filled: nothing is owed."""
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    measure = factories.make_measure(case, world.association)
    Assessment.objects.create(
        case=case,
        measure=measure,
        wave=case.configuration.assessment.waves[0],
        assessed_on=clock.today(),
        organisation=world.association,
        author=cast.worker.user,
    )
    assert lines(cast.worker) == []
    return measure


class TestVisits:
    @pytest.fixture
    def visit(self, cast, case, measure):
        visit = plan_visit(case=case, on=in_days(1), by=cast.worker)
        assert lines(cast.worker) == []
        PlannedVisit.objects.filter(pk=visit.pk).update(due_on=in_days(-2))
        visit.refresh_from_db()
        return visit

    def test_one_of_the_past_is_noted_by_who_went(self, cast, case, visit):
        assert lines(cast.worker) == ["Rendez-vous du 12 décembre 2018 : rien n’est noté"]
        assert lines(cast.other_worker) == lines(cast.manager) == []
        services.record_intervention(case=case, kind="home_visit", happened_on=in_days(-2), by=cast.worker)
        assert lines(cast.worker) == []

    def test_one_that_did_not_take_place_is_cancelled(self, cast, visit):
        cancel_visit(visit=visit, by=cast.worker)
        assert lines(cast.worker) == []

    def test_one_of_nobody_awaits_who_leads(self, cast, visit):
        PlannedVisit.objects.update(worker=None)
        assert len(lines(cast.worker)) == 1


class TestGrids:
    def test_each_moment_that_has_come(self, cast, case, measure):
        Assessment.objects.all().delete()
        assert [title for title in lines(cast.worker) if title.startswith("Grille")] == [
            "Grille d’évaluation à remplir : à l’entrée"
        ]
        wave = case.configuration.assessment.waves[0]
        marks = {case.configuration.assessment.areas[0]: Mark(level=2)}
        services.record_assessment(measure=measure, wave=wave, marks=marks, on=clock.today(), by=cast.worker)
        assert lines(cast.worker) == []

    @pytest.mark.parametrize(("months", "due"), [(5, 0), (7, 1), (13, 1), (25, 1)])
    def test_after_so_many_months(self, cast, case, measure, months, due):
        Assessment.objects.update(assessed_on=in_days(-30 * months))
        measure.decided_on = measure.started_on = measure.activated_on = in_days(-31 * months)
        measure.save()
        services.record_intervention(case=case, kind="home_visit", happened_on=clock.today(), by=cast.worker)
        assert len([title for title in lines(cast.worker) if title.startswith("Grille")]) == due

    def test_at_the_exit(self, cast, measure):
        measure = services.end_measure(
            measure=measure, reason="objectives_met", outcome="retained_same", on=clock.today(), by=cast.worker
        )
        Assessment.objects.update(assessed_on=in_days(-20))
        assert "Grille d’évaluation à remplir : à la sortie" in lines(cast.worker)


class TestAgreements:
    @pytest.fixture
    def agreement(self, cast, measure):
        return made(measure, cast.worker)

    def test_one_that_the_household_has_not_signed(self, cast, agreement):
        assert lines(cast.worker) == [f"{agreement.title} : à faire signer par le ménage"]
        sign(agreement, cast.worker, part="worker", name="Inès Serra")
        assert len(lines(cast.worker)) == 1
        sign(agreement, cast.worker)
        assert lines(cast.worker) == []

    @pytest.mark.parametrize(("days", "due"), [(30, True), (31, False)])
    def test_one_that_ends(self, cast, measure, days, due):
        agreement = made(measure, cast.worker, ends_on=in_days(days))
        sign(agreement, cast.worker)
        assert lines(cast.worker) == ([f"{agreement.title} : il prend fin"] if due else [])


def made(measure, by, **fields):
    words = {"rhythm": "weekly", "ours": "Nous venons.", "theirs": "Vous venez.", "themes": ["budget"]}
    return services.make_agreement(measure=measure, by=by, **words, **fields)


def sign(agreement, by, part="household", name="Sonia Vande"):
    told = {"digest": agreement.digest, "part": part, "name": name, "way": "paper"}
    return services.sign(subject=agreement, by=by, **told)
