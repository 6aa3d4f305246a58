"""What leaks although every page is right (rights.md 7)."""

from datetime import date

from django.urls import reverse

from cellule.models import AgendaItem, Decision, PresentationSheet
from households import listing
from partners.roles import Role
from reports.answers import answer
from reports.dashboard import trend
from reports.indicators import INDICATORS, whole_scope
from reports.permissions import audience
from tests import factories
from tests.cellule import scenes
from tests.reports.conftest import story as story


def test_litigation_learns_nothing_from_a_filter_or_an_order(world, cast):
    case = factories.make_accompanied_case(world, cast)
    case.procedure_steps.create(landlord=world.landlord, step="summons")
    litigation = cast[Role.LANDLORD_LITIGATION]
    assert list(listing.listed(litigation, {})) == [case]
    assert list(listing.listed(litigation, {"stage": "admitted"})) == []
    assert list(listing.listed(litigation, {"stage": "referred"})) == []
    assert listing.listed(litigation, {"sort": "territory"}).query.order_by == listing.SORTS[listing.DEFAULT_SORT]
    assert listing.listed(cast.worker, {"sort": "territory"}).query.order_by == listing.SORTS["territory"]


def test_litigation_knows_that_a_file_is_closed(world, cast):
    case = factories.make_accompanied_case(world, cast, closed_on=date(2018, 11, 1))
    case.procedure_steps.create(landlord=world.landlord, step="summons")
    assert list(listing.listed(cast[Role.LANDLORD_LITIGATION], {"stage": "closed"})) == [case]


def test_a_masked_profile_is_not_told_by_a_crossing(story, world, cast):
    """Two territories, or two windows, subtract into the small group that the mask hides."""
    session = story.session(date(2016, 3, 17))
    for _ in range(20):
        story.admitted(session)
    coordinator = cast[Role.GROUP_COORDINATOR]
    scope, reader = whole_scope(coordinator, world.dispositif), audience(coordinator, world.dispositif)
    profiles = [code for code, one in INDICATORS.items() if one.is_profile and one.counts_people]
    crossed = [
        scope.filtered(door="", territory=world.territory, landlord=None),
        scope.filtered(door="", territory=None, landlord=world.landlord),
        scope.between(date(2016, 1, 1), scope.end),
    ]
    for code in profiles:
        assert all(answer(code, narrowed, reader).figure.is_masked for narrowed in crossed)
        assert trend(code, scope, reader) == []
    assert not answer("A-01", crossed[0], reader).figure.is_masked
    pilot = audience(cast.pilot, world.dispositif)
    assert not all(answer(code, crossed[0], pilot).figure.is_masked for code in profiles)


def test_a_restricted_case_on_the_agenda_exists_for_the_secretary_it_names(world, cast, sign_in):
    """A stand-in who came later keeps the session without that item, its sheet, nor its decision."""
    item = scenes.in_session(world, cast)
    stand_in = cast.play(Role.INSTANCE_SECRETARY, world.organiser, name="Rachida")
    factories.restrict(item.case, cast.referent, cast.secretary)
    addresses = [
        reverse("cellule:session_at", args=[item.session_id, item.pk]),
        reverse("cellule:sheet_detail", args=[item.sheet_id]),
        reverse("cellule:sheet_document", args=[item.sheet_id]),
    ]
    assert [sign_in(cast.secretary).get(address).status_code for address in addresses] == [200, 200, 200]
    assert [sign_in(stand_in).get(address).status_code for address in addresses] == [404, 404, 404]
    page = sign_in(stand_in).get(reverse("cellule:session_detail", args=[item.session_id])).content.decode()
    assert item.sheet.pseudonym not in page
    assert not AgendaItem.objects.visible_to(stand_in).filter(pk=item.pk).exists()
    assert not PresentationSheet.objects.visible_to(stand_in).filter(pk=item.sheet_id).exists()


def test_nor_its_decision(world, cast):
    item = scenes.in_session(world, cast)
    from cellule.services import record_decision

    decision = record_decision(item=item, by=cast.secretary, **scenes.refusal())
    stand_in = cast.play(Role.INSTANCE_SECRETARY, world.organiser, name="Rachida")
    assert Decision.objects.recordable_by(stand_in).filter(pk=decision.pk).exists()
    factories.restrict(item.case, cast.referent, cast.secretary)
    assert not Decision.objects.recordable_by(stand_in).filter(pk=decision.pk).exists()
    assert Decision.objects.recordable_by(cast.secretary).filter(pk=decision.pk).exists()
