"""« Dernier contact »: what a table may learn of the visits that are closed to its organisation."""

from datetime import timedelta

import pytest

from households import services
from households.importing.follow_up.work import FollowUpWork
from households.models import ReportedContact
from tests import factories
from veille.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def tried(actor, case, day):
    """What a dry run says of a line with this last contact."""
    work, row = FollowUpWork(actor, {}), {"number": case.number, "last_contact": day}
    work.prepare([row])
    return work.check(row)


@pytest.mark.parametrize("days_ago", [0, 5, 30])
def test_a_dry_run_does_not_tell_the_landlord_of_a_closed_visit(world, cast, case, days_ago):
    """The day of a line may be before or after the visit: it completes the file all the same."""
    day = clock.today() - timedelta(days=10)
    without = tried(cast.referent, case, day)
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    visit = factories.InterventionFactory(
        **author, is_shared=False, happened_on=clock.today() - timedelta(days=days_ago)
    )
    services.note_contact(case=case, on=visit.happened_on)
    assert tried(cast.referent, case, day) == without


def test_the_same_day_twice_is_reported_once(cast, case):
    day = clock.today() - timedelta(days=10)
    assert tried(cast.referent, case, day).outcome == "changed"
    services.report_contact(case=case, on=day, by=cast.referent)
    assert tried(cast.referent, case, day).outcome == "same"


def test_a_reported_contact_begins_the_term_of_the_file_again(cast, case):
    services.report_contact(case=case, on=clock.today(), by=cast.referent)
    case.refresh_from_db()
    assert case.last_contact_on == clock.today()


def test_who_lost_the_file_no_longer_reads_it(cast, case):
    services.report_contact(case=case, on=clock.today(), by=cast.referent)
    assert ReportedContact.objects.visible_to(cast.referent).exists()
    case.accesses.all().delete()
    assert not ReportedContact.objects.visible_to(cast.referent).exists()
