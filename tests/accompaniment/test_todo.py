"""What awaits the worker, and nobody else."""

from datetime import timedelta

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from accompaniment import services
from accompaniment.todo import work_items
from households.grants import GrantLevel
from households.models import TeamPart
from households.services import record_adhesion
from tests import factories
from veille.core import clock
from veille.core.reads import confidential


def titles(actor, *, with_grids=False):
    """The lines, asked as the page asks them; the grid of an accompaniment that begins is tried in `test_owed`."""
    found = []
    request = RequestFactory().get("/")
    request.actor, request.resolver_match = actor, resolve("/")

    def view(request):
        found.extend(work_items(actor))

    confidential(view)(request)
    return [item.title for item in found if with_grids or item.kind.key != "grid_due"]


def test_a_measure_to_start(world, cast, case):
    factories.make_measure(case, world.association, state="not_started")
    assert titles(cast.worker) == ["Accompagnement à démarrer"]
    assert titles(cast.referent) == titles(cast.other_worker) == titles(cast.manager) == []


def test_a_measure_that_nobody_leads_awaits_the_manager(world, cast):
    case = factories.make_case(world, admitted_on=clock.today())
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.make_measure(case, world.association, state="not_started")
    assert titles(cast.manager) == ["Accompagnement à démarrer"]
    assert titles(cast.worker) == []


def test_a_running_measure_without_agreement_nor_contact(world, cast, case):
    days = case.configuration.no_contact_alert_days
    measure = factories.make_measure(case, world.association)
    measure.started_on = clock.today() - timedelta(days=days + 1)
    measure.save()
    assert titles(cast.worker) == [f"Aucun contact depuis {days + 1}\u00a0jours", "Accord du ménage à recueillir"]
    services.record_intervention(case=case, kind="home_visit", happened_on=clock.today(), by=cast.worker)
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    assert titles(cast.worker) == []


def test_an_absence_is_no_contact(world, cast, case):
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    measure = factories.make_measure(case, world.association)
    measure.started_on = clock.today() - timedelta(days=case.configuration.no_contact_alert_days + 1)
    measure.save()
    services.record_intervention(
        case=case, kind="home_visit", outcome="no_show", happened_on=clock.today(), by=cast.worker
    )
    assert len(titles(cast.worker)) == 1


def test_a_suspended_measure_raises_no_alert_of_contact(world, cast, case):
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    measure = factories.make_measure(case, world.association, state="suspended")
    measure.started_on = clock.today() - timedelta(days=60)
    measure.save()
    assert titles(cast.worker) == []


def test_the_silence_of_a_pause_is_not_counted(world, cast, case):
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    measure = factories.make_measure(case, world.association)
    measure.started_on = clock.today() - timedelta(days=55)
    measure.save()
    services.suspend_measure(measure=measure, reason="hospital", by=cast.worker, on=measure.started_on)
    services.resume_measure(measure=measure, by=cast.worker, on=clock.today() - timedelta(days=2))
    assert titles(cast.worker) == []


def test_a_review_and_a_plan_whose_day_has_come(world, cast, case):
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    measure = factories.make_measure(case, world.association, next_review_on=clock.today())
    services.record_intervention(case=case, kind="home_visit", happened_on=clock.today(), by=cast.worker)
    factories.PlanFactory(
        case=case,
        measure=measure,
        state="agreed",
        agreed_on=clock.today() - timedelta(days=90),
        review_on=clock.today(),
        author=cast.worker.user,
    )
    assert titles(cast.worker) == ["Point sur l’accompagnement", "Plan à revoir avec le ménage"]


def test_a_diagnosis_ordered(world, cast):
    case = factories.make_case(world)
    services.order_diagnosis(case=case, operator=world.association, ordered_by="Comité", by=cast.secretary)
    assert titles(cast.manager) == ["Diagnostic demandé"]
    assert titles(cast.worker) == []
    factories.put_in_team(case, cast.worker)
    assert titles(cast.worker) == ["Diagnostic demandé"]


def test_the_same_number_of_queries_for_two_cases_and_for_six(world, cast):
    def more(count):
        for _ in range(count):
            case = factories.make_case(world, admitted_on=clock.today() - timedelta(days=30))
            factories.grant(case, world.association, GrantLevel.LEAD)
            factories.put_in_team(case, cast.worker, TeamPart.LEAD)
            factories.make_measure(case, world.association)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(cast.worker)) >= 2
        return len(queries)

    more(2)
    few = asked()
    more(4)
    assert asked() == few
