"""What no browser sends: nothing of it may break a page, nor stay in the way of the next visit."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from cellule.services import referral_drafts
from funding.models import FundingPlan, Volet
from households.models import ProcedureStep
from households.services import record_step
from tests import factories
from veille.core.models import Draft
from veille.core.pages import whole_number

NULL = "a\x00b"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("0", 0), ("²", None), ("٣", None), ("-1", None), ("", None), ("9" * 10, None), ("1" * 5000, None)],
)
def test_a_number_of_a_page_is_plain_and_short(typed, number):
    assert whole_number(typed) == number


def test_a_null_character_is_refused_before_anything_keeps_it(world, cast, sign_in, client):
    """Kept in a search or a draft, it would break every later visit of the page that reads it."""
    case = factories.make_accompanied_case(world, cast)
    referent = sign_in(cast.referent)
    assert referent.post(reverse("households:case_search"), {"q": NULL}).status_code == 400
    assert referent.get(reverse("households:case_list")).status_code == 200
    assert referent.get(reverse("cellule:commune_search"), {"q": NULL}).status_code == 400
    keep = reverse("core:draft_save", args=["noter"])
    assert referent.post(keep, {"text": NULL, "draft_object": case.pk}).status_code == 400
    assert not Draft.objects.exists()
    assert client.post(reverse("account_login"), {"login": NULL, "password": "x"}).status_code == 400


def test_a_draft_has_a_name_that_a_form_could_have(cast, sign_in):
    answer = sign_in(cast.referent).post(reverse("core:draft_save", args=["a" * 80]), {"text": "x"})
    assert answer.status_code == 404


def test_the_wizard_takes_no_strange_number(cast, sign_in):
    referent = sign_in(cast.referent)
    draft = referral_drafts.start(by=cast.referent, danger="no")
    step, keep = (reverse(f"cellule:{name}", args=[draft, "menage"]) for name in ("referral_step", "referral_keep"))
    for number in ("²", "9" * 5000, "-1"):
        sent = {"action": "add-member", "members-TOTAL_FORMS": number, "draft_version": number}
        assert referent.post(step, sent).status_code == 302
        assert referent.post(keep, {"draft_version": number}).status_code == 200
        assert referent.get(step).status_code == 200


def test_the_feed_starts_again_from_a_place_that_cannot_be(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    feed = reverse("accompaniment:feed_fragment", args=[case.pk])
    for offset in ("9" * 30, "²", "-1"):
        assert sign_in(cast.worker).get(feed, {"depuis": offset}).status_code == 200


def test_a_step_of_the_year_one_is_no_failure(world, cast):
    """The day before the first day of the calendar cannot be computed."""
    case = factories.make_accompanied_case(world, cast)
    for _ in range(2):
        step = {"landlord": world.landlord, "step": "amicable", "starts_on": date.min}
        record_step(case=case, by=cast.referent, **step)
    assert ProcedureStep.objects.filter(case=case, ends_on=None).count() == 1


def test_a_share_with_a_wrong_amount_is_shown_again(world, cast, sign_in):
    plan = FundingPlan.objects.create(
        dispositif=world.dispositif, version=1, label="Plan", starts_on=date(2015, 1, 1), years=2, costed_households=10
    )
    volet = Volet.objects.create(plan=plan, code="1", label="Ingénierie")
    line = {
        "volet": volet.pk,
        "code": "1.1",
        "label": "Poste",
        "kind": "staff",
        "calculation": "lump_sum",
        "lump_sum": 10,
    }
    share = {"shares-TOTAL_FORMS": 1, "shares-INITIAL_FORMS": 0, "shares-0-column": "État", "shares-0-amount": "abc"}
    sent = {**line, **share, "submission_key": uuid4()}
    assert sign_in(cast.pilot).post(reverse("funding:line_create", args=[plan.pk]), sent).status_code == 422
