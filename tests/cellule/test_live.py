"""In session: opinions of the seats, quorum, advice of the experts."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule.choices import SessionState
from cellule.instance_rules import rules_of
from cellule.models import Decision, Opinion, Session, SessionAdvice
from cellule.opinions import presence_at, why_to_explain
from cellule.services.capitalising import IdentifyingTextFound
from cellule.services.decisions import record_decision
from cellule.services.live import give_advice, give_opinion
from partners.roles import Role
from tests.cellule import live_scenes, scenes
from veille.core.models import AuditEvent


def at(name, item, *more):
    return reverse(f"cellule:{name}", args=[item.session_id, *more])


# Opinions.


def test_a_member_gives_an_opinion_and_changes_it_until_the_decision(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, url = sign_in(cast.member), at("opinion_give", item, item.pk)
    assert client.post(url, {"value": "favourable", "line": "Oui, vite"}).status_code == 302
    client.post(url, {"value": "reserved", "line": ""})
    opinion = Opinion.objects.get()
    assert (opinion.value, opinion.organisation, opinion.case) == ("reserved", world.other_association, item.case)
    record_decision(item=item, by=cast.secretary, code="defer")
    refused = client.post(url, {"value": "unfavourable"})
    assert refused.status_code == 422
    assert Opinion.objects.get().value == "reserved"
    page = client.get(at("seat_item", item, item.pk)).content.decode()
    assert "Avis de votre organisme" in page
    assert "Changer l’avis" not in page


def test_two_seats_of_one_house_say_it_once(world, cast):
    item = scenes.in_session(world, cast)
    colleague = cast.play(Role.INSTANCE_MEMBER, world.other_association, "Collègue")
    give_opinion(item=item, value="favourable", line="", by=cast.member)
    give_opinion(item=item, value="unfavourable", line="", by=colleague)
    assert [opinion.value for opinion in Opinion.objects.all()] == ["unfavourable"]


def test_the_journal_of_an_opinion_keeps_no_text(world, cast):
    item = scenes.in_session(world, cast)
    give_opinion(item=item, value="favourable", line="Elle mérite sa chance", by=cast.member)
    assert AuditEvent.objects.get(name="opinion.given").changes == {"value": "favourable"}


def test_the_secretary_reads_organisations_and_nobody_else_reads_any(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    other = live_scenes.other_member(world, cast)
    give_opinion(item=item, value="favourable", line="Sans attendre", by=cast.member)
    page = sign_in(cast.secretary).get(at("session_at", item, item.pk)).content.decode()
    assert re.search(r"Favorable.*Aurore.*Sans attendre", page, re.DOTALL)
    assert cast.member.user.last_name not in page
    assert "Sans attendre" not in sign_in(other).get(at("seat_item", item, item.pk)).content.decode()
    assert set(Opinion.objects.visible_to(cast.referent)) == set()
    assert set(Opinion.objects.visible_to(other)) == set()
    assert set(Opinion.objects.visible_to(cast.member)) == set(Opinion.objects.visible_to(cast.secretary))


def test_an_invalid_opinion_comes_back_with_its_error(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    answer = sign_in(cast.member).post(at("opinion_give", item, item.pk), {"value": "", "line": "Gardée"})
    assert answer.status_code == 422
    assert "Choisissez un avis." in answer.content.decode()
    assert "Gardée" in answer.content.decode()


def test_no_opinion_before_the_session_nor_where_the_dispositif_wants_none(world, cast):
    sheet = scenes.frozen(world, cast)
    item = sheet.items.get()
    with pytest.raises(ValidationError):
        give_opinion(item=item, value="favourable", line="", by=cast.member)
    scenes.begin(world.session, item)
    live_scenes.ask_opinions(world, kind="none")
    with pytest.raises(ValidationError):
        give_opinion(item=item, value="favourable", line="", by=cast.member)


def test_who_keeps_the_session_gives_no_opinion(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    assert sign_in(cast.secretary).post(at("opinion_give", item, item.pk), {"value": "favourable"}).status_code == 403
    seated = live_scenes.seat(cast.referent, world.instance, Role.LANDLORD_REFERENT)
    assert sign_in(seated).post(at("opinion_give", item, item.pk), {"value": "favourable"}).status_code == 403


# Quorum and opinions that bind.


def test_the_quorum_counts_organisations_that_sit(world, cast, sign_in):
    live_scenes.ask_opinions(world, quorum=1)
    item = scenes.in_session(world, cast)
    assert cast.member  # Aurore has a seat
    live_scenes.come(item.session, world.association)
    rules = rules_of(item.session.instance)
    assert not presence_at(item.session, rules).is_reached
    bench = sign_in(cast.secretary).get(at("session_at", item, item.pk)).content.decode()
    assert "Quorum non atteint" in bench
    live_scenes.come(item.session, world.other_association)
    assert presence_at(item.session, rules).is_reached


@pytest.mark.parametrize(
    ("said", "code", "must_explain"),
    [
        ("unfavourable", "admit", True),
        ("favourable", "refuse", True),
        ("favourable", "admit", False),
        ("unfavourable", "refuse", False),
        ("reserved", "refuse", False),
        ("favourable", "defer", False),
    ],
)
def test_a_decision_against_the_majority_says_why(world, cast, said, code, must_explain):
    live_scenes.ask_opinions(world, kind="binding")
    item = scenes.in_session(world, cast)
    give_opinion(item=item, value=said, line="", by=cast.member)
    assert bool(why_to_explain(item, code)) == must_explain


def test_without_reason_a_decision_against_the_majority_is_refused_beside_its_field(world, cast):
    live_scenes.ask_opinions(world, kind="binding")
    item = scenes.in_session(world, cast)
    give_opinion(item=item, value="favourable", line="", by=cast.member)
    fields = scenes.refusal() | {"reserved_reason": ""}
    with pytest.raises(ValidationError) as refused:
        record_decision(item=item, by=cast.secretary, **fields)
    assert set(refused.value.message_dict) == {"reserved_reason"}
    record_decision(item=item, by=cast.secretary, **scenes.refusal())
    assert Decision.objects.get().reserved_reason


def test_without_quorum_a_binding_instance_says_why(world, cast):
    live_scenes.ask_opinions(world, kind="binding", quorum=2)
    item = scenes.in_session(world, cast)
    assert "quorum" in why_to_explain(item, "admit")
    assert why_to_explain(item, "defer") == ""


def test_advisory_opinions_ask_nothing(world, cast):
    item = scenes.in_session(world, cast)
    give_opinion(item=item, value="unfavourable", line="", by=cast.member)
    assert why_to_explain(item, "admit") == ""


# Advice of the experts.


def test_an_expert_advises_before_and_during_and_the_seats_read_it(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    expert = live_scenes.expert(world, cast)
    Session.objects.filter(pk=item.session_id).update(state=SessionState.CONVENED, current_item=None)
    client, url = sign_in(expert), at("advice_give", item, item.pk)
    assert client.post(url, {"competence": "budget_debt", "text": "Un moratoire est possible."}).status_code == 302
    Session.objects.filter(pk=item.session_id).update(state=SessionState.OPEN, current_item=item)
    client.post(url, {"competence": "budget_debt", "text": "Un moratoire de six mois."})
    assert [advice.text for advice in SessionAdvice.objects.all()] == ["Un moratoire de six mois."]
    for reader in (cast.member, expert):
        assert "six mois" in sign_in(reader).get(at("seat_item", item, item.pk)).content.decode()
    assert "six mois" in sign_in(cast.secretary).get(at("session_at", item, item.pk)).content.decode()
    assert not SessionAdvice.objects.visible_to(cast.referent).exists()
    record_decision(item=item, by=cast.secretary, code="defer")
    assert client.post(url, {"competence": "budget_debt", "text": "Trop tard"}).status_code == 422


def test_what_may_identify_somebody_asks_to_be_confirmed_and_teaches_no_name(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    expert, url = live_scenes.expert(world, cast), at("advice_give", item, item.pk)
    answer = sign_in(expert).post(url, {"competence": "budget_debt", "text": "Appeler le 06 39 98 12 34"})
    assert answer.status_code == 422
    assert "06 39 98 12 34" in answer.content.decode()
    assert not SessionAdvice.objects.exists()
    sent = sign_in(expert).post(
        url, {"competence": "budget_debt", "text": "Appeler le 06 39 98 12 34", "confirmed": "on"}
    )
    assert sent.status_code == 302
    person = item.case.household.people.first()
    text = f"{person.last_name} devrait être accompagnée"
    give_advice(
        item=item, competence="budget_debt", text=text, by=expert
    )  # says nothing: no oracle on whose file it is
    with pytest.raises(IdentifyingTextFound):
        give_advice(item=item, competence="budget_debt", text="Voir Mme Durand", by=expert)


def test_only_experts_advise(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    url = at("advice_give", item, item.pk)
    assert sign_in(cast.member).post(url, {"competence": "budget_debt", "text": "Non"}).status_code == 403


def test_an_expert_advises_under_what_she_holds_and_nothing_else(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    expert, url = live_scenes.expert(world, cast), at("advice_give", item, item.pk)
    world.association.competences = ["budget_debt", "legal"]
    world.association.save()
    page = sign_in(expert).get(at("seat_item", item, item.pk)).content.decode()
    assert 'value="budget_debt"' in page and 'value="legal"' not in page
    assert sign_in(expert).post(url, {"competence": "legal", "text": "Un recours"}).status_code == 422
    with pytest.raises(ValidationError, match="que vous tenez"):
        give_advice(item=item, competence="legal", text="Un recours", by=expert)
    left = cast.hold(expert)
    assert sign_in(left).post(url, {"competence": "budget_debt", "text": "Un moratoire"}).status_code == 403
    assert not SessionAdvice.objects.exists()


def test_an_expert_seated_as_any_member_advises_too(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    world.association.competences = ["budget_debt"]
    world.association.save()
    found = live_scenes.seat(cast.play(Role.EXPERT, world.association, "Experte"), world.instance)
    answer = sign_in(found).post(
        at("advice_give", item, item.pk), {"competence": "budget_debt", "text": "Un moratoire"}
    )
    assert answer.status_code == 302
    assert SessionAdvice.objects.get().given_by == found.user


# The seat.


def test_an_opinion_being_typed_is_found_again(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client = sign_in(cast.member)
    typed = {"value": "reserved", "line": "À revoir", "draft_object": str(item.pk), "draft_version": "0"}
    assert client.post(reverse("core:draft_save", args=["opinion"]), typed).status_code == 200
    assert "À revoir" in client.get(at("seat_item", item, item.pk)).content.decode()
    client.post(at("opinion_give", item, item.pk), {"value": "favourable", "line": ""})
    assert "À revoir" not in client.get(at("seat_item", item, item.pk)).content.decode()
