"""Nothing leaves about a household in danger until somebody has said why it may."""

import pytest
from django.core.exceptions import ValidationError

from households import safety, services
from households.forms import ReleaseFields
from households.models import ContactDetail
from tests import factories
from veille.core.models import AuditEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def released():
    return AuditEvent.objects.filter(name="release.confirmed")


def test_an_ordinary_household_asks_nothing(case, cast):
    assert not safety.must_confirm(case, cast.worker)
    safety.release(case=case, what=safety.Outgoing.LETTER, reason="", by=cast.worker)
    assert not released().exists()


def test_a_restricted_file_is_stopped_until_a_reason_is_given_and_the_reason_is_journalled(case, cast):
    factories.restrict(case, cast.worker)
    assert safety.must_confirm(case, cast.worker)
    for reason in ("", "parce que"):
        with pytest.raises(ValidationError, match="pourquoi cet envoi est sans danger"):
            safety.release(case=case, what=safety.Outgoing.EXPORT, reason=reason, by=cast.worker)
    safety.release(case=case, what=safety.Outgoing.EXPORT, reason=safety.ReleaseReason.AGREED, by=cast.worker)
    assert released().get().changes == {"what": "export", "reason": "agreed"}
    assert released().get().case == case.pk


def test_sealed_details_stop_who_may_read_them_and_tell_the_others_nothing(case, cast):
    services.name_person(case=case, user=cast.worker.user, by=cast.manager)
    services.protect_detail(case=case, kind="address", value="3 rue des Fictions", by=cast.worker)
    assert safety.must_confirm(case, cast.worker)
    assert not safety.must_confirm(case, cast.manager)


@pytest.mark.parametrize("wish", ["is_unsafe", "no_message"])
def test_a_way_not_to_be_used_stops_who_reads_it(case, cast, wish):
    ContactDetail.objects.create(case=case, kind="phone", value="03 20 00 00 00", source="confided", **{wish: True})
    assert safety.must_confirm(case, cast.worker)
    assert not safety.must_confirm(case, cast.referent)


def test_the_form_asks_only_when_it_must():
    assert "release_reason" in ReleaseFields(must_confirm=True).fields
    assert not ReleaseFields(must_confirm=False).fields
    assert not ReleaseFields({}, must_confirm=True).is_valid()
