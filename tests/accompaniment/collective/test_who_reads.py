"""Who sees an action, its people and its numbers: the association, the landlord beside it, nobody else."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accompaniment.collective.lists import listed
from accompaniment.models import CollectiveAction, CollectiveParticipant, CooperativeLoan, CooperativeMember
from accompaniment.services import collective_people as people
from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role
from tests.accompaniment.collective import scenes
from veille.core.models import AccessEvent, AuditEvent

pytestmark = pytest.mark.django_db
LANDLORD_ROLES = (Role.LANDLORD_REFERENT, Role.LANDLORD_CASE_WORKER)


@pytest.fixture
def shared(world, cast):
    """Kept by the association, organised with the landlord, with somebody on the list."""
    action = scenes.action_of(world, cast.worker, beside=(world.landlord,))
    scenes.session_of(action)
    scenes.participant_of(action, cast.worker, "Zohrabelle", contact="06 01 02 03 04", agreed_on=date(2018, 12, 1))
    return action


def page(client, name, *args):
    return client.get(reverse(f"accompaniment:{name}", args=args))


class TestTheAction:
    def test_is_seen_by_who_keeps_it_and_who_organises_it_beside(self, cast, shared):
        for actor in (cast.worker, cast.manager, cast.referent, cast[Role.LANDLORD_CASE_WORKER]):
            assert list(CollectiveAction.objects.visible_to(actor)) == [shared]

    def test_is_hidden_from_another_association_and_another_landlord(self, cast, shared):
        for role in (Role.ASSOCIATION_WORKER, Role.LANDLORD_REFERENT):
            assert not CollectiveAction.objects.visible_to(cast.partner(role)).exists()

    def test_is_no_row_for_the_pilot_who_counts_it(self, cast, shared):
        assert not CollectiveAction.objects.visible_to(cast.pilot).exists()
        assert list(CollectiveAction.objects.countable_by(cast.pilot)) == [shared]

    def test_a_role_given_in_one_dispositif_stays_there(self, world, cast, shared, other_dispositif):
        Membership.objects.filter(user=cast.worker.user).update(dispositif=other_dispositif)
        inside = actor_of(cast.worker.user, world.association.pk)
        assert not CollectiveAction.objects.visible_to(inside).exists()

    def test_a_person_with_two_employers_reads_for_one_at_a_time(self, world, cast, shared):
        user = cast.referent.user
        Membership.objects.create(
            user=user, organisation=world.association, role=Role.ASSOCIATION_WORKER, starts_on=date(2016, 1, 1)
        )
        here, there = actor_of(user, world.landlord.pk), actor_of(user, world.association.pk)
        assert not CollectiveParticipant.objects.visible_to(here).exists()
        assert CollectiveParticipant.objects.visible_to(there).count() == 1


class TestTheList:
    @pytest.mark.parametrize("role", LANDLORD_ROLES)
    def test_is_told_to_no_landlord(self, cast, shared, sign_in, role):
        client, session = sign_in(cast[role]), shared.sessions.get()
        assert page(client, "collective_people", shared.pk).status_code == 403
        assert page(client, "collective_session_sheet", session.pk).status_code == 403
        for name, pk in (("collective_detail", shared.pk), ("collective_session", session.pk)):
            told = page(client, name, pk).content.decode()
            assert "Zohrabelle" not in told and "06 01 02 03 04" not in told
            assert reverse("accompaniment:collective_people", args=[shared.pk]) not in told

    def test_is_told_to_no_landlord_even_with_the_role_of_an_association(self, world, cast, shared):
        Membership.objects.create(
            user=cast.referent.user,
            organisation=world.landlord,
            role=Role.ASSOCIATION_WORKER,
            starts_on=date(2016, 1, 1),
        )
        actor = actor_of(cast.referent.user, world.landlord.pk)
        assert not CollectiveParticipant.objects.visible_to(actor).exists()

    def test_of_one_association_is_not_read_by_the_other(self, world, cast):
        action = scenes.action_of(world, cast.worker, beside=(world.other_association,))
        scenes.participant_of(action, cast.worker)
        other = cast.partner(Role.ASSOCIATION_WORKER)
        assert CollectiveAction.objects.visible_to(other).get() == action
        assert not CollectiveParticipant.objects.visible_to(other).exists()

    def test_a_landlord_keeps_none(self, world, cast):
        action = scenes.action_of(world, cast.referent)
        with pytest.raises(people.ValidationError):
            people.add_participant(
                action=action, first_name="Awa", is_child=False, contact="", agreed_on=None, by=cast.referent
            )

    def test_its_reading_is_journalled(self, cast, shared, sign_in):
        page(sign_in(cast.worker), "collective_people", shared.pk)
        assert AccessEvent.objects.filter(user=cast.worker.user_id, section="collective_list", cases=[]).exists()

    def test_the_journal_of_acts_holds_neither_name_nor_number(self, cast, shared):
        session = shared.sessions.get()
        somebody = shared.participants.get()
        people.mark_present(session=session, somebody=somebody, is_present=True, by=cast.worker)
        assert all(event.changes == {} for event in AuditEvent.objects.filter(name__startswith="collective"))
        assert not AuditEvent.objects.filter(object_id=somebody.pk).exists()

    def test_is_found_by_no_search(self, cast, shared, sign_in):
        told = sign_in(cast.worker).get(reverse("households:case_list"), {"q": "Zohrabelle"})
        assert not list(told.context["page"].rows)


class TestTheSheetToSign:
    def test_names_first_names_for_the_association_under_a_neutral_title(self, cast, shared, sign_in):
        answer = page(sign_in(cast.worker), "collective_session_sheet", shared.sessions.get().pk)
        assert answer["Content-Disposition"] == 'attachment; filename="feuille-de-presence.pdf"'
        told = PdfReader(BytesIO(answer.content)).metadata
        assert "Zohrabelle" in words_of(answer) and "06 01 02" not in words_of(answer)
        assert told.title == "Document" and told.author is None


class TestTheMembers:
    @pytest.fixture
    def cooperative(self, world, cast):
        cooperative = scenes.cooperative_of(world, cast.worker)
        CooperativeLoan.objects.create(
            cooperative=cooperative, kind="land", label="Terrain", lender=world.landlord, starts_on=date(2017, 3, 1)
        )
        scenes.member_of(cooperative, "Fernandine")
        return cooperative

    @pytest.mark.parametrize("role", LANDLORD_ROLES)
    def test_are_told_neither_by_name_nor_by_number_to_who_lends_the_land(self, cast, cooperative, sign_in, role):
        told = page(sign_in(cast[role]), "cooperative_detail", cooperative.pk).content.decode()
        assert "Fernandine" not in told
        assert "moins de 5" in told and "1 membre" not in told
        assert not CooperativeMember.objects.visible_to(cast[role]).exists()

    def test_are_read_by_who_supports_it(self, cast, cooperative, sign_in):
        assert "Fernandine" in page(sign_in(cast.worker), "cooperative_detail", cooperative.pk).content.decode()

    def test_are_absent_from_the_year_on_a_page(self, cast, cooperative, sign_in):
        for actor in (cast.worker, cast.referent):
            text = words_of(page(sign_in(actor), "cooperative_year", cooperative.pk, 2018))
            assert "Fernandine" not in text
        assert "moins de 5" in text

    def test_whole_numbers_of_a_year_say_that_they_go_to_no_landlord(self, cast, cooperative, sign_in):
        kept, lent = (
            words_of(page(sign_in(actor), "cooperative_year", cooperative.pk, 2018))
            for actor in (cast.worker, cast.referent)
        )
        assert "chiffres entiers" in kept and "chiffres entiers" not in lent

    def test_a_year_before_it_lived_does_not_exist(self, cast, cooperative, sign_in):
        assert page(sign_in(cast.worker), "cooperative_year", cooperative.pk, 2016).status_code == 404


def words_of(answer):
    """The first page of a PDF, its narrow and fixed spaces as plain ones."""
    return " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())


def test_filters_narrow_to_what_one_sees(cast, shared):
    assert list(listed(cast.worker, {"theme": "garden"})) == []
    assert list(listed(cast.worker, {"year": 2018, "theme": "charges"})) == [shared]
