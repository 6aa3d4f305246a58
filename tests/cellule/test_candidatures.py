"""Landlords asked for a dwelling: who learns of it, for how long, and what they may say."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule import candidature_choices
from cellule.candidature_choices import CandidatureState
from cellule.models import Candidature
from cellule.services.asking_instead import ask_instead
from cellule.services.candidatures import answer_candidature, ask_landlords, expire_candidatures, withdraw_candidature
from cellule.services.closing import close_session
from cellule.services.decisions import correct_decision, record_decision
from cellule.services.housing_offers import propose_dwelling
from households.grants import GrantLevel
from households.models import Case, CaseAccess, Exclusion
from partners.models import Partnership, PartnershipPart
from partners.roles import Right, Role, Section
from tests import factories
from tests.cellule import scenes, searching
from veille.core import clock
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove, move


def _opens(case, organisation) -> bool:
    granted = CaseAccess.objects.current().filter(case=case, organisation=organisation, level=GrantLevel.CANDIDATURE)
    return granted.exists()


def _detail(candidature) -> str:
    return reverse("cellule:candidature_detail", args=[candidature.pk])


# When it leaves, and who reads it


def test_nothing_leaves_before_the_session_is_closed(world, cast, sign_in):
    item = searching.admitted_in_session(world, cast)
    found, landlord = Candidature.objects.get(), searching.allocation(world, cast)
    assert found.state == CandidatureState.PLANNED
    assert not _opens(item.case, world.other_landlord)
    assert sign_in(landlord).get(_detail(found)).status_code == 404
    assert sign_in(cast.worker).get(_detail(found)).status_code == 404
    close_session(session=item.session, by=cast.secretary)
    found.refresh_from_db()
    assert found.state == CandidatureState.ASKED
    assert _opens(item.case, world.other_landlord)
    assert sign_in(landlord).get(_detail(found)).status_code == 200
    assert sign_in(cast.worker).get(_detail(found)).status_code == 200


def test_the_landlord_is_told_by_a_mail_that_says_nothing(world, cast, mailoutbox, django_capture_on_commit_callbacks):
    landlord = searching.allocation(world, cast)
    with django_capture_on_commit_callbacks(execute=True):
        found = searching.asked(world, cast)
    mail = next(mail for mail in mailoutbox if mail.to == [landlord.user.email])
    for secret in (found.case.number, world.landlord.name, world.commune.name, "T3"):
        assert secret not in mail.subject + mail.body


def test_a_landlord_reads_the_sections_of_its_grant_until_it_answers(world, cast, sign_in):
    found, landlord = searching.asked(world, cast), searching.allocation(world, cast)
    page = reverse("households:case_detail", args=[found.case_id])
    assert sign_in(landlord).get(page).status_code == 200
    read = {
        section: Case.objects.visible_to(landlord, section, Right.READ).filter(pk=found.case_id).exists()
        for section in (Section.IDENTITY, Section.HOUSING, Section.DIAGNOSIS, Section.ARREARS, Section.CONFIDED)
    }
    assert [section for section, is_read in read.items() if is_read] == [Section.IDENTITY, Section.HOUSING]
    answer_candidature(candidature=found, accepted=True, by=landlord)
    assert sign_in(landlord).get(page).status_code == 404
    assert sign_in(landlord).get(_detail(found)).status_code == 200


def test_a_landlord_never_reads_what_another_one_was_asked(world, cast, sign_in):
    case = searching.accompanied(world, cast)
    asking = searching.asking(world, world.landlord, world.other_landlord)
    mine, others = ask_landlords(case=case, asking=asking, by=cast.worker)
    ours = cast.play(Role.LANDLORD_ALLOCATION, world.landlord)
    assert sign_in(ours).get(_detail(mine)).status_code == 200
    assert sign_in(ours).get(_detail(others)).status_code == 404
    page = sign_in(ours).get(reverse("cellule:candidature_fragment", args=[case.pk])).content.decode()
    assert world.other_landlord.short_name not in page
    listed = sign_in(ours).get(reverse("cellule:candidature_list")).context["lines"]
    assert [line.candidature for line in listed] == [mine]


def test_the_seat_of_a_landlord_never_learns_who_it_is(world, cast, sign_in):
    """In an anonymous instance a member of the landlord asked reads the sheet, the file never."""
    searching.admitted_in_session(world, cast)
    found = Candidature.objects.get()
    seat = cast.play(Role.INSTANCE_MEMBER, world.other_landlord)
    close_session(session=world.session, by=cast.secretary)
    for url in (_detail(found), reverse("households:case_detail", args=[found.case_id])):
        assert sign_in(seat).get(url).status_code == 404


def test_the_secretary_follows_under_the_name_of_the_session(world, cast, sign_in):
    item = searching.admitted_in_session(world, cast)
    found = Candidature.objects.get()
    close_session(session=item.session, by=cast.secretary)
    page = sign_in(cast.secretary).get(_detail(found)).content.decode()
    assert item.name in page
    assert item.case.number not in page
    listed = sign_in(cast.secretary).get(reverse("cellule:candidature_list")).content.decode()
    assert item.name in listed and item.case.number not in listed
    answer = reverse("cellule:candidature_answer", args=[found.pk])
    assert sign_in(cast.secretary).get(answer).status_code == 403


def test_a_conflict_of_interest_hides_it_from_everybody_concerned(world, cast, sign_in):
    found = searching.asked(world, cast)
    for actor in (searching.allocation(world, cast), cast.worker):
        Exclusion.objects.create(case=found.case, user=actor.user, declared_on=clock.today())
        assert sign_in(actor).get(_detail(found)).status_code == 404


def test_on_a_restricted_file_only_the_people_named_see_it(world, cast, sign_in):
    found, landlord = searching.asked(world, cast), searching.allocation(world, cast)
    factories.restrict(found.case, cast.worker)
    assert sign_in(landlord).get(_detail(found)).status_code == 404
    assert sign_in(cast.worker).get(_detail(found)).status_code == 200


# The answer


def test_the_landlord_answers_from_its_page(world, cast, sign_in):
    found, client = searching.asked(world, cast), sign_in(searching.allocation(world, cast))
    url = reverse("cellule:candidature_answer", args=[found.pk])
    without_reason = client.post(url, {"answer": "refused"})
    assert without_reason.status_code == 422
    assert "pas retenue" in without_reason.content.decode()
    assert client.post(url, {"answer": "refused", "reason": "out_of_area"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.refusal_reason) == (CandidatureState.REFUSED, "out_of_area")
    assert not _opens(found.case, world.other_landlord)
    assert client.get(url).status_code == 403


def test_another_reason_is_specified(world, cast, sign_in):
    found, client = searching.asked(world, cast), sign_in(searching.allocation(world, cast))
    url = reverse("cellule:candidature_answer", args=[found.pk])
    assert "Précisez" in client.post(url, {"answer": "refused", "reason": "other"}).content.decode()
    fields = {"answer": "refused", "reason": "other", "text": "Travaux dans l’immeuble."}
    assert client.post(url, fields).status_code == 302


def test_who_reads_only_does_not_answer(world, cast, sign_in):
    found = searching.asked(world, cast)
    manager = cast.play(Role.LANDLORD_MANAGER, world.other_landlord)
    assert sign_in(manager).get(_detail(found)).status_code == 200
    url = reverse("cellule:candidature_answer", args=[found.pk])
    assert sign_in(manager).get(url).status_code == 403
    assert sign_in(cast.worker).get(url).status_code == 403


def test_past_the_day_it_is_over_before_anybody_says_so(world, cast, sign_in, settings):
    found, landlord = searching.asked(world, cast, days=5), searching.allocation(world, cast)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=6)
    assert not _opens(found.case, world.other_landlord)
    assert sign_in(landlord).get(_detail(found)).status_code == 404
    assert "Sans réponse dans le délai" in sign_in(cast.worker).get(_detail(found)).content.decode()
    with pytest.raises(ValidationError, match="délai"):
        answer_candidature(candidature=found, accepted=True, by=landlord)
    assert expire_candidatures() == 1
    assert expire_candidatures() == 0
    found.refresh_from_db()
    assert found.state == CandidatureState.EXPIRED


def test_a_session_closed_late_leaves_the_landlord_its_days(world, cast, settings):
    item = searching.admitted_in_session(world, cast)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=10)
    close_session(session=item.session, by=cast.secretary)
    assert Candidature.objects.get().answer_expected_on == clock.today() + timedelta(days=21)


def test_what_is_withdrawn_closes_the_file(world, cast, sign_in):
    found, landlord = searching.asked(world, cast), searching.allocation(world, cast)
    url = reverse("cellule:candidature_withdraw", args=[found.pk])
    assert sign_in(landlord).post(url).status_code == 403
    assert sign_in(cast.worker).post(url).status_code == 302
    assert not _opens(found.case, world.other_landlord)
    assert sign_in(landlord).get(_detail(found)).status_code == 404


def test_a_landlord_is_asked_once_at_a_time(world, cast):
    found = searching.asked(world, cast)
    with pytest.raises(ValidationError, match="déjà sollicité"):
        searching.asked(world, cast, case=found.case)
    withdraw_candidature(candidature=found, by=cast.worker)
    assert searching.asked(world, cast, case=found.case).state == CandidatureState.ASKED
    assert _opens(found.case, world.other_landlord)


def test_a_dwelling_is_asked_for_an_entry_into_housing_only(world, cast):
    case = factories.make_accompanied_case(world, cast)
    with pytest.raises(ValidationError, match="accès"):
        ask_landlords(case=case, asking=searching.asking(world), by=cast.worker)
    with pytest.raises(ValidationError) as refusal:
        asking = searching.asking(world, world.association)
        ask_landlords(case=searching.accompanied(world, cast), asking=asking, by=cast.worker)
    assert "landlords" in refusal.value.message_dict


@pytest.mark.parametrize("state", CandidatureState.values)
@pytest.mark.parametrize("target", CandidatureState.values)
def test_every_state_and_target_of_a_candidature(world, cast, state, target):
    found = searching.in_state(world, cast, state)
    changes = {"refusal_reason": "other"} if target == CandidatureState.REFUSED else {}
    if target in candidature_choices.CANDIDATURE_MOVES[state]:
        move(found, target, allowed=candidature_choices.CANDIDATURE_MOVES, **changes)
        assert Candidature.objects.get().state == target
    else:
        with pytest.raises(ForbiddenMove):
            move(found, target, allowed=candidature_choices.CANDIDATURE_MOVES, **changes)


# The decision that asks


def test_the_secretary_asks_landlords_with_the_decision(world, cast, sign_in):
    item, client = scenes.in_session(world, cast, door="access"), sign_in(cast.secretary)
    url = reverse("cellule:session_at", args=[item.session_id, item.pk])
    fields = scenes.post_of(scenes.admission(world, cast)) | {
        "landlords": [world.landlord.pk, world.other_landlord.pk],
        "communes": [world.commune.pk],
        "dwelling_types": ["t2", "t3"],
        "answer_expected_on": "2019-01-10",
    }
    assert client.post(url, fields).status_code == 302
    found = Candidature.objects.order_by("landlord__name").first()
    assert (found.dwelling_types, str(found.answer_expected_on)) == (["t2", "t3"], "2019-01-10")
    assert Candidature.objects.count() == 2
    assert "Bailleur sollicité" in client.get(url).content.decode()


def test_no_landlord_is_asked_for_a_household_that_stays(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    page = sign_in(cast.secretary).get(reverse("cellule:session_at", args=[item.session_id, item.pk]))
    assert "landlords" not in page.context["form"].fields


def test_a_correction_withdraws_what_it_no_longer_asks(world, cast):
    item = searching.admitted_in_session(world, cast, world.landlord, world.other_landlord)
    close_session(session=item.session, by=cast.secretary)
    again = scenes.admission(world, cast) | {"asking": searching.asking(world, world.other_landlord)}
    correct_decision(decision=item.decisions.get(), by=cast.secretary, **again)
    states = dict(Candidature.objects.order_by("pk").values_list("landlord", "state"))
    assert states == {world.landlord.pk: CandidatureState.WITHDRAWN, world.other_landlord.pk: CandidatureState.ASKED}
    assert not _opens(item.case, world.landlord)
    assert _opens(item.case, world.other_landlord)


def test_a_correction_in_session_plans_again(world, cast):
    item = searching.admitted_in_session(world, cast, world.landlord)
    again = scenes.admission(world, cast) | {"asking": searching.asking(world, world.landlord, days=40)}
    new = correct_decision(decision=item.decisions.get(), by=cast.secretary, **again)
    planned = Candidature.objects.get(state=CandidatureState.PLANNED)
    assert (planned.decision, planned.answer_expected_on) == (new, clock.today() + timedelta(days=40))


def test_a_refusal_asks_no_landlord(world, cast):
    item = scenes.in_session(world, cast, door="access")
    with pytest.raises(ValidationError, match="ne demande pas"):
        record_decision(item=item, by=cast.secretary, **scenes.refusal(), asking=searching.asking(world))
    assert not Candidature.objects.exists()


def test_nothing_is_proposed_before_a_yes(world, cast):
    found = searching.asked(world, cast)
    with pytest.raises(ValidationError, match="accord du bailleur"):
        propose_dwelling(candidature=found, by=cast.worker, commune=world.commune, dwelling_type="t2")


# What waits


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        (CandidatureState.ASKED, "landlord", "Demande de logement à étudier"),
        (CandidatureState.ACCEPTED, "worker", "aucun logement proposé"),
    ],
)
def test_what_waits_is_in_the_list_of_who_acts(world, cast, sign_in, state, who, words):
    found = searching.asked(world, cast)
    if state == CandidatureState.ACCEPTED:
        answer_candidature(candidature=found, accepted=True, by=searching.allocation(world, cast))
        Candidature.objects.update(answered_on=clock.today() - timedelta(days=31))
    actor = cast.worker if who == "worker" else searching.allocation(world, cast)
    other = searching.allocation(world, cast) if who == "worker" else cast.worker
    assert words in sign_in(actor).get(reverse("home")).content.decode()
    assert words not in sign_in(other).get(reverse("home")).content.decode()


# Another landlord, without a new decision


def _refused_in_session(world, cast) -> Candidature:
    """The session asked the landlord outside the instance, which said no."""
    item = searching.admitted_in_session(world, cast)
    close_session(session=item.session, by=cast.secretary)
    found = Candidature.objects.get()
    return answer_candidature(candidature=found, accepted=False, reason="other", by=searching.allocation(world, cast))


def _third_landlord(world):
    partner = factories.OrganisationFactory(kind="landlord")
    start = {"part": PartnershipPart.LANDLORD, "starts_on": "2015-01-01"}
    Partnership.objects.create(dispositif=world.dispositif, organisation=partner, **start)
    return partner


def _instead(found) -> str:
    return reverse("cellule:candidature_instead", args=[found.pk])


def test_after_a_no_the_secretary_asks_another_landlord(world, cast, sign_in):
    found, other = _refused_in_session(world, cast), _third_landlord(world)
    client = sign_in(cast.secretary)
    assert _instead(found) in client.get(_detail(found)).content.decode()
    fields = {"landlords": [other.pk], "answer_expected_on": "2019-01-10", "submission_key": str(uuid4())}
    for _ in range(2):
        assert client.post(_instead(found), fields).status_code == 302
    new = Candidature.objects.exclude(pk=found.pk).get()
    assert (new.landlord, new.state, new.decision) == (other, CandidatureState.ASKED, found.decision)
    assert new.dwelling_types == found.dwelling_types
    assert set(new.communes.order_by("pk")) == set(found.communes.order_by("pk"))
    assert _opens(found.case, other)
    assert AuditEvent.objects.get(name="candidature.asked", object_id=new.pk).user == cast.secretary.user_id
    assert found.case.decisions.count() == 1


def test_she_asks_neither_her_own_nor_one_that_said_no(world, cast, sign_in):
    found = _refused_in_session(world, cast)
    choices = sign_in(cast.secretary).get(_instead(found)).context["form"].fields["landlords"].choices
    offered = {key for key, _ in choices}
    assert offered and not offered & {found.landlord_id, cast.secretary.organisation_id}
    for landlord in (found.landlord, cast.secretary.organisation):
        with pytest.raises(ValidationError):
            ask_instead(candidature=found, landlords=(landlord,), answer_expected_on=clock.today(), by=cast.secretary)


def test_who_leads_asks_by_the_file_and_the_landlord_never(world, cast, sign_in):
    found = _refused_in_session(world, cast)
    assert sign_in(searching.allocation(world, cast)).get(_instead(found)).status_code == 403
    assert sign_in(cast.worker).get(_instead(found)).status_code == 403
    assert sign_in(cast.member).get(_instead(found)).status_code == 404


def test_another_one_is_asked_only_within_a_decision_that_stands(world, cast):
    found, other = _refused_in_session(world, cast), _third_landlord(world)
    asked = {"landlords": (other,), "answer_expected_on": clock.today(), "by": cast.secretary}
    correct_decision(decision=found.decision, by=cast.secretary, **scenes.admission(world, cast))
    found = Candidature.objects.get(pk=found.pk)
    with pytest.raises(ValidationError, match="la séance en décide"):
        ask_instead(candidature=found, **asked)


@pytest.mark.parametrize("state", ["planned", "asked", "accepted", "housed"])
def test_while_one_is_asked_or_has_housed_them_nobody_takes_its_place(world, cast, state):
    found, other = _refused_in_session(world, cast), _third_landlord(world)
    Candidature.objects.update(state=state)
    found.refresh_from_db()
    with pytest.raises(ValidationError, match="la séance en décide"):
        ask_instead(candidature=found, landlords=(other,), answer_expected_on=clock.today(), by=cast.secretary)


def test_when_nobody_is_asked_any_more_it_rises_without_a_name(world, cast, sign_in):
    found = _refused_in_session(world, cast)
    page = sign_in(cast.secretary).get(reverse("home")).content.decode()
    assert "plus aucun bailleur sollicité" in page and found.case.number not in page
    ask_instead(
        candidature=found, landlords=(_third_landlord(world),), answer_expected_on=clock.today(), by=cast.secretary
    )
    assert "plus aucun bailleur" not in sign_in(cast.secretary).get(reverse("home")).content.decode()


def test_who_leads_learns_that_nobody_is_asked_any_more(world, cast, sign_in):
    found = searching.asked(world, cast)
    answer_candidature(candidature=found, accepted=False, reason="other", by=searching.allocation(world, cast))
    assert "plus aucun sollicité" in sign_in(cast.worker).get(reverse("home")).content.decode()
    searching.asked(world, cast, case=found.case)
    assert "plus aucun sollicité" not in sign_in(cast.worker).get(reverse("home")).content.decode()
