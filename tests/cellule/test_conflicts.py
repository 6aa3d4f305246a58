"""A conflict of interest declared from a session hides the situation everywhere; only a secretary lifts it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule.choices import SessionState
from cellule.documents import record_lines
from cellule.instance_rules import rules_of
from cellule.models import AgendaItem, Decision, Opinion, PresentationSheet, Session, SessionAdvice, Withdrawal
from cellule.opinions import presence_at, why_to_explain
from cellule.services.closing import close_session
from cellule.services.decisions import record_decision
from cellule.services.live import give_advice, give_opinion, lift_withdrawal, withdraw_from
from cellule.services.sessions import show_item
from households.models import Case, Exclusion
from households.services import exclude_person
from partners.models import Membership
from partners.roles import Role
from tests.cellule import live_scenes, scenes
from tests.support.pdf_reading import text_of
from veille.core.models import AuditEvent


def at(name, item, *more):
    return reverse(f"cellule:{name}", args=[item.session_id, *more])


def pages_of(item) -> list[str]:
    """Every address of a situation that a seat opens."""
    return [
        at("seat_item", item, item.pk),
        at("conflict_declare", item, item.pk),
        reverse("cellule:sheet_detail", args=[item.sheet_id]),
        reverse("cellule:sheet_document", args=[item.sheet_id]),
    ]


def acts_on(item) -> list[tuple[str, dict]]:
    return [
        (at("opinion_give", item, item.pk), {"value": "favourable"}),
        (at("advice_give", item, item.pk), {"competence": "budget_debt", "text": "Un moratoire"}),
        (at("conflict_declare", item, item.pk), {}),
    ]


def statuses(client, item) -> set[int]:
    return {client.get(url).status_code for url in pages_of(item)} | {
        client.post(url, data).status_code for url, data in acts_on(item)
    }


def withdrawn(item, actor) -> Withdrawal:
    return withdraw_from(item=item, by=actor)


def test_she_leaves_from_the_line_of_the_agenda_before_reading(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, url = sign_in(cast.member), at("conflict_declare", item, item.pk)
    asked = client.get(url).content.decode()
    assert item.sheet.pseudonym in asked
    assert item.sheet.facts not in asked
    assert client.post(url).status_code == 302
    assert Exclusion.objects.get().user == cast.member.user
    assert Withdrawal.objects.get().organisation == world.other_association
    assert AuditEvent.objects.filter(name="withdrawal.declared").count() == 1


def test_a_second_click_goes_where_the_first_one_went(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, key = sign_in(cast.member), "11111111-1111-4111-8111-111111111111"
    url = at("conflict_declare", item, item.pk)
    answers = [client.post(url, {"submission_key": key}) for _ in range(2)]
    assert [answer.url for answer in answers] == [at("session_detail", item)] * 2
    assert Withdrawal.objects.count() == 1


def test_a_conflicted_member_meets_nothing_of_it_anywhere(world, cast, sign_in):
    other, item = scenes.frozen(world, cast), scenes.in_session(world, cast)
    live_scenes.come(item.session, world.association)
    expert = live_scenes.expert(world, cast)
    withdrawn(item, expert)
    client = sign_in(expert)
    assert statuses(client, item) == {404}
    detail = client.get(at("session_detail", item)).content.decode()
    now = client.get(at("seat_now", item)).content.decode()
    for page in (detail, now):
        assert item.sheet.pseudonym not in page
        assert str(item.pk) not in page
    assert "dont vous vous êtes retiré·e" in now
    assert other.pseudonym in detail
    assert dict(client.get(reverse("cellule:session_list")).context["upcoming"]) == {item.session: 1}
    assert not Case.objects.visible_to(expert).filter(pk=item.case_id).exists()
    for model in (AgendaItem, PresentationSheet, Opinion, SessionAdvice):
        assert not model.objects.visible_to(expert).filter(**_of(model, item)).exists()


def _of(model, item) -> dict:
    if model is AgendaItem:
        return {"pk": item.pk}
    return {"items": item.pk} if model is PresentationSheet else {"item": item.pk}


def test_what_was_decided_is_not_told_to_her_on_screen_nor_on_paper(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    seated = live_scenes.seat(cast.play(Role.EXPERT, world.association, "Experte"), world.instance, Role.EXPERT)
    record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    close_session(session=Session.objects.get(pk=item.session_id), by=cast.secretary)
    session = Session.objects.get(pk=item.session_id)
    client, url = sign_in(seated), at("session_record", item)
    assert item.sheet.pseudonym in text_of(client.get(url).content)
    Exclusion.objects.create(case=item.case, user=seated.user, declared_on="2018-12-14")
    assert record_lines(session, seated) == []
    assert item.sheet.pseudonym not in text_of(client.get(url).content)
    assert item.sheet.pseudonym not in client.get(at("session_detail", item)).content.decode()


def test_what_she_had_said_is_taken_back(world, cast):
    item = scenes.in_session(world, cast)
    expert = live_scenes.expert(world, cast)
    give_opinion(item=item, value="favourable", line="", by=expert)
    give_advice(item=item, competence="budget_debt", text="Un moratoire", by=expert)
    give_opinion(item=item, value="reserved", line="", by=cast.member)
    withdrawn(item, expert)
    assert [opinion.organisation for opinion in Opinion.objects.all()] == [world.other_association]
    assert not SessionAdvice.objects.exists()


def test_the_bench_says_that_somebody_left_and_the_room_keeps_its_screen(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    withdrawn(item, cast.member)
    client = sign_in(cast.secretary)
    bench = client.get(at("session_at", item, item.pk)).content.decode()
    assert re.search(r"1\s*personne s’est retirée", bench)
    assert str(cast.member.user) in bench
    assert item.sheet.pseudonym in client.get(at("session_projector", item)).content.decode()


def test_a_secretary_who_leaves_shows_it_from_no_screen_of_hers(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    withdrawn(item, cast.secretary)
    client = sign_in(cast.secretary)
    assert client.get(at("session_at", item, item.pk)).status_code == 404
    assert client.get(at("bench_now", item, item.pk)).status_code == 404
    screen = client.get(at("session_projector", item)).content.decode()
    assert "ne peut pas être montrée depuis ce compte" in screen
    assert item.sheet.pseudonym not in screen
    assert item.sheet.pseudonym in sign_in(cast.stand_in).get(at("session_projector", item)).content.decode()


def test_the_secretary_lifts_it_with_a_reason(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    row = withdrawn(item, cast.member)
    client, url = sign_in(cast.secretary), at("conflict_lift", item, row.pk)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Homonyme, vérifié avec elle"}).status_code == 302
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_reason) == (cast.secretary.user, "Homonyme, vérifié avec elle")
    assert not Exclusion.objects.exists()
    assert sign_in(cast.member).get(at("seat_item", item, item.pk)).status_code == 200
    assert "Homonyme" not in str(AuditEvent.objects.get(name="withdrawal.lifted").changes)


def test_what_her_manager_declared_stays_once_hers_is_lifted(world, cast):
    item = scenes.in_session(world, cast)
    row = withdrawn(item, cast.member)
    exclude_person(case=item.case, user=cast.member.user, by=cast.manager)
    lift_withdrawal(withdrawal=row, reason="Homonyme", by=cast.secretary)
    assert Exclusion.objects.get().declared_by == cast.manager.user_id


def test_nobody_lifts_her_own(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    own = withdrawn(item, cast.member)
    assert sign_in(cast.member).post(at("conflict_lift", item, own.pk), {"reason": "Erreur"}).status_code == 404
    hers = withdrawn(item, cast.secretary)
    assert sign_in(cast.secretary).post(at("conflict_lift", item, hers.pk), {"reason": "Erreur"}).status_code == 404
    with pytest.raises(ValidationError):
        lift_withdrawal(withdrawal=hers, reason="Erreur", by=cast.secretary)
    assert Withdrawal.objects.standing().count() == 2


def test_a_removed_member_and_a_member_of_another_session_meet_nothing(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    removed = sign_in(cast.member)
    assert removed.get(at("seat_item", item, item.pk)).status_code == 200
    Membership.objects.filter(user=cast.member.user).update(ends_on="2018-12-13")
    assert {removed.get(url).status_code for url in [*pages_of(item), at("seat_now", item)]} <= {403, 404}
    assert "La Vie active" not in removed.get(at("seat_now", item)).content.decode()
    elsewhere = cast.play(Role.INSTANCE_MEMBER, world.association, "Ailleurs")
    other = type(world.instance).objects.exclude(pk=world.instance.pk).get()
    Membership.objects.filter(user=elsewhere.user).update(instance=other)
    client = sign_in(elsewhere)
    assert statuses(client, item) == {404}
    assert client.get(at("seat_now", item)).status_code == 404
    assert client.get(at("session_record", item)).status_code == 404


def test_an_item_is_not_reached_through_another_session(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    other = Session.objects.create(
        instance=world.instance, held_on="2019-01-17", starts_at="09:30", state=SessionState.OPEN, current_item=item
    )
    url = reverse("cellule:seat_item", args=[other.pk, item.pk])
    assert sign_in(cast.member).get(url).status_code == 404


def test_a_closed_session_is_left_no_more(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    close_session(session=Session.objects.get(pk=item.session_id), by=cast.secretary)
    assert sign_in(cast.member).post(at("conflict_declare", item, item.pk)).status_code == 403
    assert not Decision.objects.exists()


# What her page asks every second


def test_what_moves_in_a_situation_she_has_left_moves_nothing_in_her_page(world, cast, sign_in):
    other, item = scenes.frozen(world, cast).items.get(), scenes.in_session(world, cast)
    expert = live_scenes.expert(world, cast)
    withdrawn(item, cast.member)
    withdrawn(other, cast.member)
    client, url = sign_in(cast.member), at("seat_now", item)
    seen, first = client.get(url)["X-Veille-Seen"], Session.objects.get(pk=item.session_id).revision
    give_opinion(item=item, value="favourable", line="", by=expert)
    give_advice(item=item, competence="budget_debt", text="Un moratoire", by=expert)
    withdrawn(item, expert)
    record_decision(item=item, by=cast.secretary, code="defer")
    show_item(session=item.session, item=other, by=cast.secretary)  # from one she has left to another
    assert Session.objects.get(pk=item.session_id).revision >= first + 5
    assert client.get(url, {"vu": seen}).status_code == 204
    assert client.get(url)["X-Veille-Seen"] == seen
    assert f'data-seen="{seen}"' in client.get(at("session_detail", item)).content.decode()


def test_she_is_told_when_the_room_goes_on_to_a_situation_she_reads(world, cast, sign_in):
    other, item = scenes.frozen(world, cast).items.get(), scenes.in_session(world, cast)
    withdrawn(item, cast.member)
    client, url = sign_in(cast.member), at("seat_now", item)
    seen = client.get(url)["X-Veille-Seen"]
    show_item(session=item.session, item=other, by=cast.secretary)
    assert other.sheet.pseudonym in client.get(url, {"vu": seen}).content.decode()


# Declared elsewhere: from the file, another instance, by somebody else


def leave_elsewhere(item, actor) -> None:
    exclude_person(case=item.case, user=actor.user, by=actor)


def test_an_opinion_given_before_a_conflict_declared_elsewhere_counts_no_more(world, cast, sign_in):
    live_scenes.ask_opinions(world, kind="binding")
    item = scenes.in_session(world, cast)
    give_opinion(item=item, value="unfavourable", line="Surtout pas", by=cast.member)
    assert "majorité" in why_to_explain(item, "admit")
    leave_elsewhere(item, cast.member)
    assert why_to_explain(item, "admit") == ""
    bench = sign_in(cast.secretary).get(at("session_at", item, item.pk)).content.decode()
    assert "Surtout pas" not in bench
    assert re.search(r"1\s*personne s’est retirée", bench)
    colleague = cast.play(Role.INSTANCE_MEMBER, world.other_association, "Collègue")
    assert not Opinion.objects.visible_to(colleague).exists()
    give_opinion(item=item, value="favourable", line="", by=colleague)
    assert [opinion.given_by for opinion in Opinion.objects.visible_to(colleague)] == [colleague.user]


def test_the_bench_is_told_of_a_conflict_declared_from_the_file(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, url = sign_in(cast.secretary), at("bench_now", item, item.pk)
    seen = client.get(url)["X-Veille-Seen"]
    leave_elsewhere(item, cast.member)
    assert re.search(r"1\s*personne s’est retirée", client.get(url, {"vu": seen}).content.decode())


def test_an_advice_given_before_a_conflict_declared_elsewhere_is_read_no_more(world, cast):
    item = scenes.in_session(world, cast)
    expert = live_scenes.expert(world, cast)
    give_advice(item=item, competence="budget_debt", text="Un moratoire", by=expert)
    leave_elsewhere(item, expert)
    for reader in (cast.secretary, cast.member):
        assert not SessionAdvice.objects.visible_to(reader).exists()


def test_an_organisation_whose_seats_have_all_left_is_not_in_the_quorum_of_the_item(world, cast):
    live_scenes.ask_opinions(world, kind="binding", quorum=1)
    item, actor = scenes.in_session(world, cast), cast.member
    live_scenes.come(item.session, world.other_association)
    rules = rules_of(item.session.instance)
    leave_elsewhere(item, actor)
    assert not presence_at(item.session, rules, item).is_reached
    assert presence_at(item.session, rules).is_reached
    assert "quorum" in why_to_explain(item, "admit")
    assert live_scenes.seat(cast.worker, world.instance).organisation == world.association
    live_scenes.come(item.session, world.association)
    assert presence_at(item.session, rules, item).is_reached
