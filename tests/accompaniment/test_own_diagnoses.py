"""The order opens the file while it runs; what was written stays readable to who wrote it, and the file does not."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import services
from accompaniment.models import Diagnosis
from accompaniment.readers import diagnosis_readers
from cellule.services import taking_up
from households.grants import GrantLevel
from households.models import Case, CaseAccess, CaseTeamMember
from households.services import close_case, exclude_person
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AccessEvent

PARTS = {"result": "support_recommended", "recommendation": "Six mois, à domicile.", "detail": "Son récit entier."}
SENT = {**PARTS, "on": "2018-12-14", "source": "observed", "at_home": "on"}


@pytest.fixture
def diagnosis(world, cast, referral):
    """Ordered twenty days ago from an association that has nothing else to do with the file."""
    order = services.order_diagnosis(
        case=referral.case, operator=world.association, ordered_by="Comité", by=cast.secretary
    )
    CaseAccess.objects.filter(level=GrantLevel.DIAGNOSIS_OPERATOR).update(starts_on=referral.case.opened_on)
    factories.put_in_team(referral.case, cast.worker)
    return order


@pytest.fixture
def rendered(cast, diagnosis):
    return taking_up.render_diagnosis(diagnosis=diagnosis, by=cast.worker, **PARTS)


@pytest.fixture
def given_up(cast, diagnosis):
    return taking_up.give_up_diagnosis(diagnosis=diagnosis, result="unreachable", by=cast.worker)


def levels_of(organisation, case):
    grants = CaseAccess.objects.current().filter(case=case, organisation=organisation)
    return set(grants.values_list("level", flat=True))


def seen_by(actor, at_least=None):
    seen = Diagnosis.objects.visible_to(actor, at_least) if at_least else Diagnosis.objects.visible_to(actor)
    return seen.exists()


def address(diagnosis, name="accompaniment:diagnosis_detail"):
    return reverse(name, args=[diagnosis.pk])


@pytest.mark.parametrize("end", ["rendered", "given_up"])
def test_the_grant_ends_with_the_order(world, cast, referral, end, request):
    request.getfixturevalue(end)
    assert levels_of(world.association, referral.case) == set()
    assert not Case.objects.visible_to(cast.worker).exists()
    assert not Case.objects.visible_to(cast.manager).exists()
    assert levels_of(world.landlord, referral.case)  # nobody else lost anything


def test_a_grant_of_another_ground_stays(world, cast, referral, diagnosis):
    factories.grant(referral.case, world.association, GrantLevel.LEAD)
    services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, **PARTS)
    assert levels_of(world.association, referral.case) == {GrantLevel.LEAD}


def test_an_order_that_runs_again_opens_again(world, cast, referral, given_up):
    taking_up.resume_diagnosis(diagnosis=given_up, by=cast.worker)
    assert levels_of(world.association, referral.case) == {GrantLevel.DIAGNOSIS_OPERATOR}
    services.report_diagnosis(diagnosis=given_up, by=cast.worker, **PARTS)
    assert levels_of(world.association, referral.case) == set()


def test_no_order_runs_again_on_a_closed_file_nor_beside_another(world, cast, referral, given_up):
    again = services.order_diagnosis(case=referral.case, operator=world.other_association, ordered_by="…", by=None)
    with pytest.raises(ValidationError, match="déjà demandé"):
        services.order_again(diagnosis=given_up, by=cast.worker)
    services.report_not_done(diagnosis=again, result="refused", by=cast.other_worker)
    close_case(case=referral.case, by=cast.secretary)
    with pytest.raises(ValidationError, match="clos"):
        services.order_again(diagnosis=Diagnosis.objects.get(pk=given_up.pk), by=cast.worker)


@pytest.mark.parametrize("end", ["rendered", "given_up"])
def test_an_operator_keeps_reading_its_own_diagnosis(cast, end, request):
    request.getfixturevalue(end)
    assert seen_by(cast.worker)
    assert seen_by(cast.manager)
    assert not seen_by(cast.other_worker)  # of the association, not of the team


def test_somebody_still_in_the_team_reads_and_the_author_out_of_it_too(world, cast, referral, rendered):
    factories.put_in_team(referral.case, cast.other_worker)
    CaseTeamMember.objects.filter(user=cast.worker.user).delete()
    assert seen_by(cast.other_worker)
    assert seen_by(cast.worker)


def test_an_open_team_reads_as_a_whole(world, cast, rendered):
    world.association.has_open_team = True
    world.association.save()
    assert seen_by(cast.other_worker)


def test_a_role_without_the_detail_reads_nothing_through_it(world, cast, rendered):
    member = cast.play(Role.INSTANCE_MEMBER, world.association)
    assert not seen_by(member)
    assert not seen_by(cast.partner(Role.ASSOCIATION_WORKER))
    assert not seen_by(cast.partner(Role.ASSOCIATION_MANAGER))


def test_it_stops_at_the_scope_of_the_role(world, cast, rendered):
    membership = cast.manager.memberships[0]
    membership.territory = world.other_territory
    assert not seen_by(cast.manager)
    membership.territory = world.territory
    assert seen_by(cast.manager)


def test_an_order_not_rendered_is_nobodys_own(world, cast, referral):
    factories.DiagnosisFactory(case=referral.case, operator=world.association, author=cast.worker.user)
    assert not seen_by(cast.worker)
    assert not seen_by(cast.manager)


def test_a_conflict_of_interest_still_hides(cast, referral, rendered):
    exclude_person(case=referral.case, user=cast.worker.user, by=cast.secretary)
    assert not seen_by(cast.worker)
    assert seen_by(cast.manager)


def test_a_restricted_file_asks_for_the_name(cast, referral, rendered):
    factories.restrict(referral.case, cast.worker)
    assert seen_by(cast.worker)
    assert not seen_by(cast.manager)


def test_its_page_says_the_number_and_the_two_parts_and_leads_nowhere_else(cast, referral, rendered, sign_in):
    case = referral.case
    for actor in (cast.worker, cast.manager):
        answer = sign_in(actor).get(address(rendered))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert case.number in text and "Six mois, à domicile." in text and "Son récit entier." in text
        assert str(case.pk) not in text
        assert case.household.people.get().last_name not in text
    assert sign_in(cast.worker).get(reverse("households:case_detail", args=[case.pk])).status_code == 404
    sections = AccessEvent.objects.filter(user=cast.worker.user_id, cases=[case.pk]).values_list("section", flat=True)
    assert set(sections) == {"recommendation", "diagnosis"}


def test_its_page_leads_to_the_file_as_long_as_it_is_open(world, cast, referral, diagnosis, sign_in):
    factories.grant(referral.case, world.association, GrantLevel.SUMMARY)
    services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, **PARTS)
    text = sign_in(cast.worker).get(address(diagnosis)).content.decode()
    assert reverse("households:case_detail", args=[referral.case.pk]) in text
    assert "Son récit entier." in text  # while it holds any grant, it reads what its own people wrote
    followed = sign_in(cast.worker).get(reverse("accompaniment:case_fragment", args=[referral.case.pk]))
    assert address(diagnosis) in followed.content.decode()


def test_its_page_is_missing_for_the_others(cast, rendered, sign_in):
    for actor in (cast.other_worker, cast.partner(Role.ASSOCIATION_WORKER), cast.pilot):
        assert sign_in(actor).get(address(rendered)).status_code == 404
    assert sign_in(cast.worker).get(reverse("accompaniment:diagnosis_detail", args=[uuid4()])).status_code == 404


def test_the_page_names_its_readers_after_the_end(world, cast, referral, rendered, sign_in):
    keepers = {cast.worker.user_id, cast.manager.user_id}
    reading = diagnosis_readers(rendered)
    assert {reader.actor.user_id for reader in reading if "diagnosis" in reader.sections} == keepers
    text = sign_in(cast.worker).get(address(rendered)).content.decode()
    assert text.count("l’équipe de La Vie active (2") == 2
    assert "Habitat du Nord" in text  # the landlord presents: it reads the préconisation


def test_rendering_twice_does_it_once_although_the_file_has_closed_again(cast, diagnosis, sign_in):
    client, data = sign_in(cast.worker), {**SENT, "submission_key": str(uuid4())}
    answers = [client.post(address(diagnosis, "cellule:diagnosis_report"), data) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, address(diagnosis))] * 2


def test_who_comes_late_keeps_her_words(cast, referral, diagnosis, sign_in):
    client = sign_in(cast.worker)
    taking_up.render_diagnosis(diagnosis=Diagnosis.objects.get(), by=cast.worker, **PARTS)
    late = client.post(address(diagnosis, "cellule:diagnosis_report"), {**SENT, "detail": "Ce que j’avais écrit."})
    assert late.status_code == 422
    text = late.content.decode()
    assert "Ce que j’avais écrit." in text
    assert str(referral.case.pk) not in text
    assert client.get(address(diagnosis, "cellule:diagnosis_report")).status_code == 403
    refused = client.post(address(diagnosis, "cellule:diagnosis_not_done"), {"result": "refused", "on": "2018-12-14"})
    assert refused.status_code == 422 and str(referral.case.pk) not in refused.content.decode()


def test_its_own_worker_takes_the_order_up_again_as_long_as_nothing_is_decided(cast, referral, given_up, sign_in):
    client = sign_in(cast.worker)
    assert "Reprendre le diagnostic" in client.get(address(given_up)).content.decode()
    assert sign_in(cast.manager).post(address(given_up, "cellule:diagnosis_again")).status_code == 403
    assert client.post(address(given_up, "cellule:diagnosis_again")).status_code == 302
    assert Diagnosis.objects.get().state == "ordered"
    assert Case.objects.visible_to(cast.worker).exists()


@pytest.mark.parametrize("decided", ["admitted_on", "closed_on"])
def test_nobody_opens_a_decided_file_by_taking_up_an_old_order(cast, referral, given_up, sign_in, decided):
    setattr(referral.case, decided, clock.today())
    referral.case.save()
    client = sign_in(cast.worker)
    assert "Reprendre le diagnostic" not in client.get(address(given_up)).content.decode()
    assert client.post(address(given_up, "cellule:diagnosis_again")).status_code == 403
    assert not Case.objects.visible_to(cast.worker).exists()
