"""The file of one adult: what her spouse said of the home, and what nobody has read, do not leave with it."""

import pytest
from django.core.exceptions import ValidationError

from accompaniment.services.solicitations import record_solicitation
from households import access_file, handed_over
from households.grants import GrantLevel
from households.models import ContactDetail
from households.rights import acts as allowed
from households.rights_choices import Reading
from households.services import access_file as acts
from partners.roles import Role
from tests import factories
from tests.households.test_access_file import gathered, read_all, request_of
from tests.support.pdf_reading import text_of
from veille.core.models import Run

SHELTER = "06 39 98 12 34"


@pytest.fixture
def officer(world, cast):
    return cast.play(Role.DPO, world.association)


@pytest.fixture
def couple(world, cast):
    """Two adults; what the one confided hangs on the household and on nobody."""
    case = factories.make_case(world)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner", gender="man")
    ContactDetail.objects.create(case=case, kind="phone", value=SHELTER, source="confided")
    _confide(case, cast)
    return case


def _confide(case, cast):
    said = {"author": cast.worker.user, "organisation": cast.worker.organisation, "is_confided": True}
    factories.FindingFactory(case=case, difficulty="addiction", **said)


@pytest.fixture
def his(couple, cast, officer):
    karim = couple.household.people.get(first_name="Karim")
    return gathered(request_of(couple, karim, cast, officer))


def test_a_short_fact_of_the_home_waits_to_be_read_when_another_adult_may_have_said_it(his):
    items = {item.object_type: item.reading for item in his.items.all()}
    assert items["households.finding"] == Reading.TO_READ
    assert items["households.person"] == Reading.KEPT  # himself


def test_it_does_not_leave_by_itself(his, cast, officer):
    with pytest.raises(ValidationError, match="à relire"):
        acts.finish_reading(request=his, by=cast.worker)
    assert SHELTER not in text_of(handed_over.document(his))


def test_alone_in_her_file_a_fact_is_hers(world, cast, officer):
    case = factories.make_case(world)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    _confide(case, cast)
    request = gathered(request_of(case, case.household.people.get(), cast, officer))
    assert request.items.get(object_type="households.finding").reading == Reading.KEPT


def test_what_was_handed_over_is_not_gathered_again_under_it(his, cast, officer):
    read_all(his, cast.worker)
    acts.release_file(request=his, by=officer)
    his.refresh_from_db()
    assert not allowed(officer, his).gather
    with pytest.raises(ValidationError, match="remis"):
        acts.ask_to_gather(request=his, by=officer)


def test_a_gathering_asked_before_the_release_changes_nothing_after_it(his, cast, officer):
    run = acts.ask_to_gather(request=his, by=officer)
    read_all(his, cast.worker)
    acts.release_file(request=his, by=officer)
    before = list(his.items.order_by("pk").values_list("pk", "reading"))
    assert acts.gather(Run.objects.get(pk=run.pk)) == {"lines": 0}
    assert list(his.items.order_by("pk").values_list("pk", "reading")) == before


def test_an_advice_withdrawn_with_its_reader_stops_a_gathering_under_way(his, cast, officer):
    run = acts.ask_to_gather(request=his, by=officer)
    his.items.all().delete()
    type(his).objects.filter(pk=his.pk).update(lead_cleared_on=None)
    assert acts.gather(Run.objects.get(pk=run.pk)) == {"lines": 0}
    assert not his.items.exists()


def test_a_text_changed_between_the_page_and_the_click_is_not_kept_unread(his, cast):
    item = his.items.get(object_type="households.contactdetail")
    shown = acts.line_of(item).digest
    ContactDetail.objects.filter(case=his.case).update(value="06 39 98 99 99")
    assert acts.keep_items(request=his, shown={item: shown}, by=cast.worker) == 0
    item.refresh_from_db()
    assert item.reading == Reading.TO_READ


def test_what_is_written_after_the_reading_is_not_taken_with_it(his, cast, officer):
    read_all(his, cast.worker)
    acts.release_file(request=his, by=officer)
    ContactDetail.objects.filter(case=his.case).update(value="06 39 98 99 99")
    his.refresh_from_db()
    assert "99 99" not in text_of(handed_over.document(his))


def test_the_neighbour_who_called_is_not_named_to_the_person(couple, cast, officer):
    """What was asked of the team is hers to read; a third person who asked it is not (RGPD, article 15.4)."""
    record_solicitation(
        case=couple, by=cast.worker, origin="third_party", asker="Mme Serin, voisine", about="Des cris la nuit."
    )
    lines = access_file.lines_for(request_of(couple, couple.household.people.first(), cast, officer), cast.worker)
    told = [line.text for line in lines if line.object_type == "accompaniment.solicitation"]
    assert "Des cris la nuit." in told[0] and "Serin" not in told[0]
