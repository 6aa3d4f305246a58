"""The sliding lease: its convention, the prefect told two months before its term, its reviews, what became of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households import services, todo_housing
from households.choices import LEASE_MOVES, LeaseResult
from households.models import Dwelling, LeaseReview, SlidingLease
from households.versions import version_of
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove

pytestmark = pytest.mark.usefixtures("journal")

SIGNED, TERM = date(2018, 1, 15), date(2019, 4, 30)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def period(case, world):
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune)
    return factories.HousingPeriodFactory(case=case, modality="sliding_lease", dwelling=dwelling, starts_on=SIGNED)


@pytest.fixture
def lease(period, world, cast):
    return services.sign_lease(
        period=period, association=world.association, signed_on=SIGNED, term_on=TERM, by=cast.worker
    )


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def titles(actor) -> list[str]:
    return [item.title for item in todo_housing.work_items(actor)]


def test_the_page_asks_for_the_convention_until_it_is_noted(case, period, cast, world, sign_in):
    client = sign_in(cast.worker)
    link = address("lease_add", case.pk, period.pk)
    assert link in client.get(address("case_housing", case.pk)).content.decode()
    data = {"association": world.association.pk, "signed_on": SIGNED, "term_on": TERM}
    assert client.post(link, data).status_code == 302
    page = client.get(address("case_housing", case.pk)).content.decode()
    assert link not in page
    assert "à informer avant le 28\xa0février 2019" in page


def test_a_term_comes_after_the_signature(case, period, cast, world, sign_in):
    data = {"association": world.association.pk, "signed_on": SIGNED, "term_on": SIGNED}
    answer = sign_in(cast.worker).post(address("lease_add", case.pk, period.pk), data)
    assert answer.status_code == 422
    assert "postérieur à sa signature" in answer.content.decode()


def test_one_convention_at_a_time(lease, period, world, cast):
    with pytest.raises(ValidationError, match="déjà en cours"):
        services.sign_lease(
            period=period, association=world.association, signed_on=SIGNED, term_on=TERM, by=cast.worker
        )


@pytest.mark.parametrize(
    ("term", "due"),
    [
        (date(2019, 4, 30), date(2019, 2, 28)),
        (date(2020, 4, 30), date(2020, 2, 29)),
        (date(2019, 2, 14), date(2018, 12, 14)),
    ],
)
def test_the_prefect_is_told_two_months_before_the_term(term, due):
    assert SlidingLease(term_on=term).prefect_due_on == due


@pytest.fixture
def reviewed(lease, cast):
    """Its last review is recent enough for none to be planned before the term."""
    review = services.plan_review(lease=lease, planned_on=date(2018, 12, 1), by=cast.worker)
    known = {"done_on": date(2018, 12, 1), "conclusion": "Le loyer est réglé.", "version": version_of(review)}
    return services.conclude_review(review=review, by=cast.worker, **known)


def test_the_alert_comes_in_time_and_goes_once_it_is_noted(case, lease, reviewed, cast, sign_in, settings):
    settings.VEILLE_TODAY = date(2018, 12, 29)
    assert titles(cast.worker) == []
    settings.VEILLE_TODAY = date(2018, 12, 31)
    (item,) = todo_housing.work_items(cast.worker)
    assert (item.title, item.due) == ("Bail glissant : informer le préfet", date(2019, 2, 28))
    data = {"prefect_told_on": "2018-12-20", "version": version_of(lease)}
    assert sign_in(cast.worker).post(item.url, data).status_code == 302
    assert titles(cast.worker) == []


def test_a_prefect_forgotten_is_late_and_the_page_says_so(case, lease, cast, sign_in, settings):
    settings.VEILLE_TODAY = date(2019, 3, 1)
    assert todo_housing.work_items(cast.worker)[0].group == "late"
    assert "À informer, en retard" in sign_in(cast.worker).get(address("case_housing", case.pk)).content.decode()


def test_the_term_is_told_a_month_before(lease, reviewed, cast, settings):
    services.tell_prefect(lease=lease, version=version_of(lease), on=date(2018, 12, 1), by=cast.worker)
    settings.VEILLE_TODAY = TERM - timedelta(days=30)
    assert titles(cast.worker) == ["Bail glissant : le terme approche"]


def test_the_landlord_that_does_not_lead_is_not_told(lease, cast, settings):
    settings.VEILLE_TODAY = date(2019, 2, 1)
    assert titles(cast.referent) == []


def test_two_people_who_tell_the_prefect_are_not_merged(case, lease, cast, sign_in):
    data = {"prefect_told_on": "2018-12-01", "version": version_of(lease)}
    assert sign_in(cast.worker).post(address("lease_prefect", case.pk, lease.pk), data).status_code == 302
    late = sign_in(cast.referent).post(address("lease_prefect", case.pk, lease.pk), data)
    assert late.status_code == 422
    assert "entre-temps" in late.content.decode()


def test_a_review_is_to_plan_six_months_after_the_last_one(case, lease, cast, settings):
    (item,) = todo_housing.work_items(cast.worker)
    assert (item.title, item.due, item.group) == ("Bail glissant : prévoir un bilan", date(2018, 7, 15), "late")
    assert item.url == address("lease_review_plan", case.pk, lease.pk)
    done_on = date(2018, 7, 20)
    LeaseReview.objects.create(case=case, lease=lease, planned_on=done_on, done_on=done_on, conclusion="Tout va.")
    settings.VEILLE_TODAY = date(2018, 12, 20)
    assert titles(cast.worker) == []
    settings.VEILLE_TODAY = date(2018, 12, 21)
    assert titles(cast.worker) == ["Bail glissant : prévoir un bilan"]


def test_a_review_is_planned_told_and_concluded(case, lease, cast, sign_in):
    client = sign_in(cast.worker)
    plan = address("lease_review_plan", case.pk, lease.pk)
    assert client.post(plan, {"planned_on": "2020-01-01"}).status_code == 422
    assert client.post(plan, {"planned_on": "2019-01-05"}).status_code == 302
    review = LeaseReview.objects.get()
    assert titles(cast.worker) == ["Bilan du bail glissant"]
    conclude = address("lease_review_conclude", case.pk, lease.pk, review.pk)
    data = {"done_on": "2018-12-14", "version": version_of(review)}
    assert client.post(conclude, data).status_code == 422
    assert client.post(conclude, data | {"conclusion": "Le loyer est réglé."}).status_code == 302
    assert titles(cast.worker) == []
    assert "Le loyer est réglé." in client.get(address("case_housing", case.pk)).content.decode()
    assert AuditEvent.objects.get(name="lease_review.concluded").changes == {}


@pytest.mark.parametrize("result", LeaseResult)
@pytest.mark.parametrize("target", LeaseResult)
def test_a_convention_ends_once(result, target, lease, cast):
    if result != LeaseResult.PENDING:
        lease.result, lease.result_on, lease.reason = result, SIGNED, "Départ"
        lease.save()
    fields = {"reason": "Départ", "new_term_on": date(2020, 4, 30)}
    if target in LEASE_MOVES[result]:
        services.settle_lease(lease=lease, result=target, on=clock.today(), by=cast.worker, **fields)
        assert lease.result == target
    else:
        with pytest.raises(ForbiddenMove):
            services.settle_lease(lease=lease, result=target, on=clock.today(), by=cast.worker, **fields)


def test_a_lease_that_did_not_slide_says_why(case, lease, cast, sign_in):
    data = {"result": "not_slid", "result_on": "2018-12-14"}
    answer = sign_in(cast.worker).post(address("lease_settle", case.pk, lease.pk), data)
    assert answer.status_code == 422
    assert "Dites pourquoi" in str(answer.context["form"].errors["reason"])


def test_a_renewal_begins_another_and_keeps_this_one(case, lease, cast, sign_in):
    data = {"result": "renewed", "result_on": "2018-12-14"}
    settle = address("lease_settle", case.pk, lease.pk)
    assert sign_in(cast.worker).post(settle, data | {"new_term_on": "2019-04-30"}).status_code == 422
    assert sign_in(cast.worker).post(settle, data | {"new_term_on": "2020-04-30"}).status_code == 302
    former, present = SlidingLease.objects.order_by("signed_on")
    assert (former.result, former.term_on) == ("renewed", TERM)
    assert (present.result, present.signed_on, present.term_on) == ("pending", clock.today(), date(2020, 4, 30))


def test_who_reads_the_housing_alone_does_not_write_the_lease(case, lease, cast, sign_in):
    manager = sign_in(cast.manager)
    assert manager.get(address("case_housing", case.pk)).status_code == 200
    for name in ("lease_prefect", "lease_settle", "lease_review_plan"):
        assert manager.get(address(name, case.pk, lease.pk)).status_code == 403


def test_litigation_does_not_meet_the_convention_that_names_the_association(case, lease, cast, world, sign_in):
    case.procedure_steps.create(landlord=world.landlord, step="summons", starts_on=SIGNED)
    client = sign_in(cast[Role.LANDLORD_LITIGATION])
    assert client.get(address("lease_prefect", case.pk, lease.pk)).status_code == 404
    assert "La Vie active" not in client.get(address("case_housing", case.pk)).content.decode()
