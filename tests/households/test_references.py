"""Numbers under which a household is known elsewhere: opaque, found exactly, one's own read by oneself."""

from uuid import uuid4

import pytest
from django.urls import reverse

from households import services
from households.models import ExternalReference
from households.reference_search import cases_with_reference
from partners.roles import Role
from tests import factories
from veille.core.models import AuditEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def note(client, case, **fields):
    data = {"kind": "siao", "value": "5912 3456", "source": "confided", "submission_key": str(uuid4())}
    return client.post(address("reference_add", case.pk), data | fields)


def test_a_number_is_noted_shown_with_who_noted_it_and_taken_off(case, cast, sign_in):
    client = sign_in(cast.worker)
    assert note(client, case).status_code == 302
    page = client.get(address("case_household", case.pk)).content.decode()
    assert "5912 3456" in page
    assert "La Vie active" in page
    client.post(address("reference_remove", case.pk, ExternalReference.objects.get().pk))
    assert not ExternalReference.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"), [("siao", "12"), ("siao", "ABCD"), ("nur", "123"), ("dalo", "1"), ("own", "---"), ("own", "")]
)
def test_a_number_that_cannot_be_one_is_refused_in_words(case, cast, sign_in, kind, value):
    answer = note(sign_in(cast.worker), case, kind=kind, value=value)
    assert answer.status_code == 422
    assert not ExternalReference.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"), [("siao", "59123456"), ("nur", "059 0915 1234 5678 901"), ("dalo", "059-2018-001234")]
)
def test_the_usual_writings_are_accepted(case, cast, sign_in, kind, value):
    assert note(sign_in(cast.worker), case, kind=kind, value=value).status_code == 302


def test_the_same_number_twice_is_refused_in_words(case, cast, sign_in):
    client = sign_in(cast.worker)
    note(client, case)
    answer = note(client, case, value="59123456")
    assert answer.status_code == 422
    assert "déjà noté" in answer.content.decode()


def test_a_number_is_found_exactly_inside_the_perimeter(case, world, cast):
    services.record_reference(case=case, kind="siao", value="5912 3456", source="confided", by=cast.worker)
    assert cases_with_reference(cast.worker, "59-12-34-56").get() == case
    assert not cases_with_reference(cast.worker, "5912345").exists()
    assert not cases_with_reference(cast.worker, " ").exists()
    for stranger in (cast.partner(Role.ASSOCIATION_WORKER), cast.other_worker, cast.pilot):
        assert not cases_with_reference(stranger, "59123456").exists()


def test_what_was_confided_stays_from_the_landlord(case, cast, sign_in):
    services.record_reference(case=case, kind="siao", value="59123456", source="confided", by=cast.worker)
    services.record_reference(
        case=case, kind="nur", value="059091512345678901", source="landlord_known", by=cast.worker
    )
    page = sign_in(cast.referent).get(address("case_household", case.pk)).content.decode()
    assert "59123456" not in page
    assert "059091512345678901" in page
    assert not cases_with_reference(cast.referent, "59123456").exists()


def test_one_s_own_reference_is_read_by_one_s_organisation_alone(case, cast, sign_in):
    services.record_reference(case=case, kind="own", value="L-4521", source="landlord_known", by=cast.referent)
    assert "L-4521" in sign_in(cast.referent).get(address("case_household", case.pk)).content.decode()
    assert "L-4521" not in sign_in(cast.worker).get(address("case_household", case.pk)).content.decode()
    assert cases_with_reference(cast.referent, "l4521").get() == case
    assert not cases_with_reference(cast.worker, "L-4521").exists()
    reference = ExternalReference.objects.get()
    assert sign_in(cast.worker).post(address("reference_remove", case.pk, reference.pk)).status_code == 404


def test_the_journal_holds_the_register_and_never_the_number(case, cast, sign_in):
    note(sign_in(cast.worker), case)
    event = AuditEvent.objects.get(name="reference.recorded")
    assert event.changes == {"kind": "siao"}


def test_who_writes_nothing_of_the_household_notes_no_number(case, cast, sign_in):
    assert note(sign_in(cast[Role.LANDLORD_MANAGER]), case).status_code == 403
    assert note(sign_in(cast.partner(Role.ASSOCIATION_WORKER)), case).status_code == 404
