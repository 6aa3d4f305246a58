"""What the household said of sharing, and what closes in one act when it changes its mind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households import rights_choices, services
from households.grants import GrantLevel
from households.models import Adhesion, AdhesionState, Case, CaseAccess, Information, SharingAgreement
from households.rights_choices import SHARING_OPEN, SharingCategory, SharingState
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove, move

TODAY = date(2018, 12, 14)


@pytest.fixture
def case(world, cast):
    case = factories.make_case(world)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    factories.put_in_team(case, cast.worker)
    return case


def told(case, by, organisation, category=SharingCategory.FILE, state=SharingState.AGREED, **fields):
    return services.record_sharing(
        case=case, organisation=organisation, category=category, state=state, on=TODAY, by=by, **fields
    )


def opens(case, actor) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


@pytest.mark.parametrize("state", SharingState)
@pytest.mark.parametrize("to", SharingState)
def test_an_agreement_moves_along_its_table_only(case, cast, world, state, to):
    agreement = SharingAgreement.objects.create(
        case=case, organisation=world.shelter, state=state, legal_ground="CASF", noted_by=cast.worker.user
    )
    if to in rights_choices.SHARING_MOVES[state]:
        move(agreement, to, allowed=rights_choices.SHARING_MOVES)
        assert agreement.state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(agreement, to, allowed=rights_choices.SHARING_MOVES)


@pytest.mark.parametrize("state", [SharingState.NOT_ASKED, SharingState.REFUSED])
def test_what_was_not_agreed_opens_nothing(case, cast, world, state):
    told(case, cast.worker, world.other_association, state=state)
    assert not opens(case, cast.partner(Role.ASSOCIATION_MANAGER))


@pytest.mark.parametrize("category", [SharingCategory.HEALTH, SharingCategory.COMMISSION])
def test_what_is_told_or_written_opens_no_file(case, cast, world, category):
    told(case, cast.worker, world.other_association, category=category)
    assert not opens(case, cast.partner(Role.ASSOCIATION_MANAGER))


def test_a_sharing_without_agreement_says_its_text(case, cast, world):
    with pytest.raises(ValidationError, match="fondement légal"):
        told(case, cast.worker, world.other_association, state=SharingState.NOT_REQUIRED)
    told(case, cast.worker, world.other_association, state=SharingState.NOT_REQUIRED, legal_ground="CASF, L121-6-2")
    assert opens(case, cast.partner(Role.ASSOCIATION_MANAGER))


def test_an_agreement_ends_with_its_day(case, cast, world, settings):
    told(case, cast.worker, world.other_association, ends_on=TODAY + timedelta(days=10))
    partner = cast.partner(Role.ASSOCIATION_MANAGER)
    assert opens(case, partner)
    settings.VEILLE_TODAY = TODAY + timedelta(days=11)
    assert not opens(case, partner)


def test_a_withdrawal_closes_what_that_agreement_opened_and_nothing_else(case, cast, world):
    file = told(case, cast.worker, world.other_association)
    told(case, cast.worker, world.shelter, category=SharingCategory.SUMMARY)
    services.withdraw_sharing(agreement=file, by=cast.worker)
    assert not opens(case, cast.partner(Role.ASSOCIATION_MANAGER))
    levels = CaseAccess.objects.current().filter(case=case).values_list("level", flat=True)
    assert set(levels) == {GrantLevel.LEAD, GrantLevel.LANDLORD_OF_DWELLING, GrantLevel.SUMMARY}


def test_an_expiring_agreement_is_withdrawn_before_its_day(case, cast, world):
    agreement = told(case, cast.worker, world.other_association, ends_on=TODAY + timedelta(days=90))
    services.withdraw_sharing(agreement=agreement, by=cast.worker)
    assert not opens(case, cast.partner(Role.ASSOCIATION_MANAGER))


@pytest.mark.parametrize("state", [AdhesionState.WITHDRAWN, AdhesionState.REFUSED])
def test_the_household_that_stops_closes_every_sharing_in_one_act(case, cast, world, state):
    told(case, cast.worker, world.other_association)
    told(case, cast.worker, world.shelter, category=SharingCategory.SUMMARY)
    services.record_adhesion(case=case, state=state, by=cast.worker)
    assert not SharingAgreement.objects.current().filter(state__in=SHARING_OPEN).exists()
    assert not opens(case, cast.partner(Role.ASSOCIATION_MANAGER))
    assert opens(case, cast.worker)
    assert opens(case, cast[Role.LANDLORD_MANAGER])


def test_what_the_mission_founds_is_not_withdrawn_with_the_agreement(case, cast, world):
    told(case, cast.worker, world.other_association, state=SharingState.NOT_REQUIRED, legal_ground="CASF, L121-6-2")
    services.record_adhesion(case=case, state=AdhesionState.WITHDRAWN, by=cast.worker)
    assert opens(case, cast.partner(Role.ASSOCIATION_MANAGER))


def test_a_renewed_agreement_counts_as_one(case, cast, world):
    told(case, cast.worker, world.other_association)
    services.record_adhesion(case=case, state=AdhesionState.RENEWED, by=cast.worker)
    assert opens(case, cast.partner(Role.ASSOCIATION_MANAGER))


def test_the_journal_holds_codes_only(case, cast, world):
    agreement = told(case, cast.worker, world.other_association)
    services.withdraw_sharing(agreement=agreement, by=cast.worker)
    names = set(AuditEvent.objects.filter(case=case.pk).values_list("name", flat=True))
    assert {"sharing.recorded", "access.granted", "sharing.withdrawn", "access.ended"} <= names


class TestThePages:
    """The preview says what closes; the act closes it."""

    def test_what_closes_is_shown_before(self, case, cast, world, sign_in):
        told(case, cast.worker, world.other_association)
        page = sign_in(cast.worker).get(reverse("households:adhesion_withdraw", args=[case.pk])).content.decode()
        assert world.other_association.name in page
        assert world.landlord.name not in page.partition("Ce qui se ferme")[2].partition("</section>")[0]

    def test_the_withdrawal_is_noted_and_closes(self, case, cast, world, sign_in):
        told(case, cast.worker, world.other_association)
        lead = sign_in(cast.worker)
        partner = sign_in(cast.partner(Role.ASSOCIATION_MANAGER))
        assert partner.get(reverse("households:case_detail", args=[case.pk])).status_code == 200
        assert lead.post(reverse("households:adhesion_withdraw", args=[case.pk]), {"reason": ""}).status_code == 302
        assert partner.get(reverse("households:case_detail", args=[case.pk])).status_code == 404
        assert Adhesion.objects.get(case=case).state == AdhesionState.WITHDRAWN

    def test_one_agreement_is_withdrawn_from_the_access_page(self, case, cast, world, sign_in):
        agreement = told(case, cast.worker, world.other_association)
        lead = sign_in(cast.worker)
        address = reverse("households:sharing_withdraw", args=[case.pk, agreement.pk])
        assert world.other_association.name in lead.get(address).content.decode()
        assert lead.post(address, {}).status_code == 302
        assert lead.get(address).status_code == 404

    def test_a_withdrawal_is_not_one_choice_among_others(self, case, cast, sign_in):
        address = reverse("households:adhesion_add", args=[case.pk])
        assert sign_in(cast.worker).post(address, {"state": "withdrawn"}).status_code == 422

    def test_who_is_informed_in_another_language_says_which(self, case, cast, sign_in):
        client, address = sign_in(cast.worker), reverse("households:information_add", args=[case.pk])
        assert client.post(address, {"state": "given_translated"}).status_code == 422
        data = {"state": "given_translated", "language": "portugais", "notice_version": "1"}
        assert client.post(address, data).status_code == 302
        information = Information.objects.get(case=case)
        assert (information.language, information.notice_version) == ("portugais", "1")

    def test_informed_by_the_referrer_is_informed(self, case, cast, sign_in):
        address = reverse("households:information_add", args=[case.pk])
        assert sign_in(cast.worker).post(address, {"state": "given_via_referrer"}).status_code == 302
        assert Information.objects.get(case=case).noted_on == clock.today()
