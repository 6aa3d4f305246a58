"""Deciding from the page of the session: what is asked, what is kept, who is let in."""

import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from cellule.choices import AgendaState
from cellule.forms.decisions import initial_of
from cellule.models import Decision
from cellule.services.decisions import (
    note_practice_exchange,
    record_decision,
)
from cellule.services.sessions import add_subject
from households.grants import GrantLevel
from households.models import CaseAccess, Exclusion
from partners.models import Membership
from partners.roles import Role
from tests.cast import Cast
from tests.cellule import scenes
from veille.core import drafts, reference


def _url(item):
    return reverse("cellule:session_at", args=[item.session_id, item.pk])


def test_the_secretary_records_from_the_page(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    assert client.get(_url(item)).status_code == 200
    refused = client.post(_url(item), {"code": "admit", "reserved_reason": "À garder"})
    assert refused.status_code == 422
    assert "À garder" in refused.content.decode()
    fields = scenes.post_of(scenes.admission(world, cast))
    assert client.post(_url(item), fields).status_code == 302
    assert "Admission" in client.get(_url(item)).content.decode()


@pytest.mark.parametrize(
    ("code", "lacking"),
    [
        ("refuse", {"shareable_reason_code", "proposed_instead"}),
        ("redirect", {"shareable_reason_code", "proposed_instead"}),
        ("admit", {"level", "operator", "contact_by"}),
        ("admit_conditional", {"level", "operator", "contact_by", "condition_1"}),
    ],
)
def test_what_a_decision_lacks_is_said_beside_each_field(world, cast, sign_in, code, lacking):
    item = scenes.in_session(world, cast)
    answer = sign_in(cast.secretary).post(_url(item), {"code": code})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == lacking
    page = answer.content.decode()
    assert all(f'id="id_{name}_error"' in page for name in lacking)
    assert not Decision.objects.exists()


def test_the_people_in_the_lead_are_grouped_by_organisation_once_in_each(world, cast, sign_in):
    """Somebody who works for two operators stands under both; two places in one operator are one line."""
    item, worker = scenes.in_session(world, cast), cast.worker.user
    other = Membership.objects.get(user=cast.play(Role.ASSOCIATION_WORKER, world.other_association).user)
    for organisation, role in (
        (other.organisation, Role.ASSOCIATION_WORKER),
        (world.association, Role.ASSOCIATION_MANAGER),
    ):
        Membership.objects.create(user=worker, organisation=organisation, role=role, starts_on="2018-01-01")
    page = sign_in(cast.secretary).get(_url(item)).content.decode()
    groups = page.split('name="lead_person"')[1].split("</select>")[0].split("<optgroup")[1:]
    assert len(groups) >= 2
    assert all(group.count(f'value="{worker.pk}"') <= 1 for group in groups)
    assert sum(f'value="{worker.pk}"' in group for group in groups) == 2


def test_a_first_contact_is_due_even_if_nobody_says_when(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    fields = scenes.post_of(scenes.admission(world, cast)) | {"contact_by": "", "contact_before": ""}
    assert sign_in(cast.secretary).post(_url(item), fields).status_code == 302
    decision = Decision.objects.get()
    assert (decision.contact_by, str(decision.contact_before)) == (world.association, "2018-12-29")


def test_a_landlord_carries_when_it_has_case_workers(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    url = _url(item)
    operators = sign_in(cast.secretary).get(url).context["form"].fields["operator"].queryset
    assert world.landlord not in operators
    worker = cast[Role.LANDLORD_CASE_WORKER]
    assert world.landlord in sign_in(cast.secretary).get(url).context["form"].fields["operator"].queryset
    fields = scenes.admission(world, cast) | {"operator": world.landlord, "lead_person": worker.user}
    record_decision(item=item, by=cast.secretary, **fields)
    leads = CaseAccess.objects.current().filter(case=item.case, level=GrantLevel.LEAD)
    assert [access.organisation for access in leads] == [world.landlord]


def test_a_double_click_records_once_and_says_nothing(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    fields = {"code": "defer", "submission_key": "5f0f4a2e-9a3b-4d0e-8f8e-0d8a2c9b7c11"}
    assert [client.post(_url(item), fields).status_code for _ in range(2)] == [302, 302]
    assert Decision.objects.count() == 1


def test_what_was_typed_in_session_is_found_again(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    typed = {"code": "defer", "reserved_reason": "À revoir en janvier", "draft_object": item.pk}
    client.post(reverse("core:draft_save", args=["decision"]), typed)
    assert "À revoir en janvier" in client.get(_url(item)).content.decode()
    client.post(_url(item), {"code": "defer"})
    assert drafts.find(by=cast.secretary, form="decision", object_id=item.pk) is None


def test_the_slower_one_keeps_what_she_typed(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, code="defer")
    answer = sign_in(cast.stand_in).post(
        _url(item), {"code": "waitlist", "shareable_reason": "Rien de libre avant mars"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Rien de libre avant mars" in page
    assert str(cast.secretary.user) in page


def test_the_slower_one_reads_again_every_field_she_typed(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, code="defer")
    fields = scenes.post_of(scenes.admission(world, cast)) | {"next_review_on": "2019-03-04", "reserved_reason": "Non"}
    page = sign_in(cast.stand_in).post(_url(item), fields)
    lines = dict(page.context["form"].written)
    assert set(lines) == {
        "Ce qui est décidé",
        "Niveau d’accompagnement",
        "Opérateur",
        "Référent·e de parcours",
        "Qui contacte le ménage",
        "Avant le",
        "Prochain examen",
        "Motif réservé à l’instance",
    }
    typed = page.content.decode().split("Ce que vous aviez saisi")[1]
    assert all(words in typed for words in (str(cast.worker.user), "4\u00a0mars 2019", world.association.name))
    refused = sign_in(cast.stand_in).post(
        _url(item), scenes.post_of(scenes.refusal()) | {"alternative": "social_service"}
    )
    assert "Service social de secteur" in dict(refused.context["form"].written)["Précision sur ce qui est proposé"]


def test_a_correction_opens_on_what_was_decided(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    fields = scenes.admission(world, cast)
    decision = record_decision(item=item, by=cast.secretary, **fields)
    page = client.get(reverse("cellule:decision_correct", args=[decision.pk])).content.decode()
    form = page.split("data-decision")[1].split("</form>")[0]
    tags = re.findall(r"<(?:input|option)[^>]*>", form)
    shown = {tag for tag in tags if re.search(r" (checked|selected|type=\"date\")", tag)}
    for value in scenes.post_of(fields).values():
        assert any(f'value="{value}"' in tag for tag in shown), value


def test_a_correction_opens_on_the_alternative_chosen_and_what_was_added(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    code, words = reference.choices("proposed_alternative")[0]
    for added, said in (("", words), ("mardi", f"{words} : mardi")):
        decision = Decision(proposed_instead=said)
        assert (initial_of(decision)["alternative"], initial_of(decision)["proposed_instead"]) == (code, added)
    fields = {"code": "refuse", "shareable_reason_code": "common_law_sufficient", "alternative": code}
    assert client.post(_url(item), fields).status_code == 302
    page = client.get(reverse("cellule:decision_correct", args=[Decision.objects.get().pk]))
    assert f'<option value="{code}" selected>' in page.content.decode()


def test_only_who_keeps_the_instance_records(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    assert sign_in(cast.member).get(_url(item)).status_code == 403
    assert sign_in(cast.member).post(_url(item), {"code": "defer"}).status_code == 403
    for actor in (cast.referent, cast.worker, cast.pilot, cast.colleague, cast.partner(Role.ASSOCIATION_WORKER)):
        assert sign_in(actor).get(_url(item)).status_code == 404
        assert sign_in(actor).post(_url(item), {"code": "defer"}).status_code == 404
    assert not Decision.objects.exists()


def test_an_excluded_secretary_no_longer_finds_the_item_nor_its_decision(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    decision = record_decision(item=item, by=cast.stand_in, code="defer")
    Exclusion.objects.create(case=item.case, user=cast.secretary.user, declared_on="2018-12-14")
    client = sign_in(cast.secretary)
    assert client.get(_url(item)).status_code == 404
    assert client.get(reverse("cellule:decision_correct", args=[decision.pk])).status_code == 404


def test_the_secretary_corrects_from_the_page(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    decision = record_decision(item=item, by=cast.secretary, code="defer")
    url = reverse("cellule:decision_correct", args=[decision.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"code": "refuse"}).status_code == 422
    assert client.post(url, {"code": "waitlist"}).status_code == 302
    assert decision.corrected_by.code == "waitlist"
    assert sign_in(cast.member).get(url).status_code == 404


def test_a_subject_of_practice_is_spoken_of(world, cast, sign_in):
    scenes.in_session(world, cast)
    item = add_subject(session=world.session, subject="Parler de la dette", minutes=20, by=cast.secretary)
    client = sign_in(cast.secretary)
    assert client.get(_url(item)).status_code == 200
    assert client.post(_url(item)).status_code == 302
    item.refresh_from_db()
    assert item.state == AgendaState.DECIDED
    with pytest.raises(ValidationError):
        note_practice_exchange(item=item, by=cast.secretary)


def test_two_clicks_at_once_give_the_same_page_twice(committed_world, sign_in):
    """The second sending waits for the first, then is led to the same place."""
    cast = Cast(committed_world)
    item = scenes.in_session(committed_world, cast)
    fields = {"code": "defer", "submission_key": "5f0f4a2e-9a3b-4d0e-8f8e-0d8a2c9b7c12"}
    clients, barrier, answers = [sign_in(cast.secretary) for _ in range(2)], threading.Barrier(2), []

    def click(client):
        try:
            barrier.wait(timeout=10)
            answers.append(client.post(_url(item), fields).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert answers == [302, 302]
    assert Decision.objects.count() == 1
