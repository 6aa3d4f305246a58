"""What others may learn from: proposed, reread by somebody else, searched whatever the accents and the typos."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cellule import expertise_choices
from cellule.capitalisation import found_by
from cellule.expertise_choices import CapitalisedSource, CapitalisedState
from cellule.models import Capitalised
from cellule.services.capitalising import (
    IdentifyingTextFound,
    capitalise,
    propose_again,
    publish_capitalised,
    set_aside_capitalised,
)
from cellule.services.experts import write_message
from cellule.todo_experts import expert_items
from partners.models import Dispositif
from partners.roles import Role
from tests import factories
from tests.cellule import expert_scenes as scenes
from veille.core.models import AuditEvent
from veille.core.reads import ReadLog, _log
from veille.core.transitions import ForbiddenMove, move

SECOND = {"title": "Porte close", "question": "Que faire ?", "answer": "Écrire, puis passer.", "recommendation": ""}


@pytest.fixture
def expert(cast):
    return scenes.experts_at(cast)


@pytest.fixture
def proposed(world, cast, expert):
    """A text that the expert proposes, about hoarding."""

    def make(**fields) -> Capitalised:
        given = {
            "title": "Accumulation : par où commencer ?",
            "question": "Un logement encombré, la personne refuse qu’on touche à ses affaires.",
            "answer": "Commencer par la sécurité : dégager l’accès et les plaques de cuisson, avec elle.",
            "dispositif": world.dispositif,
            "source": CapitalisedSource.PRACTICE_EXCHANGE,
            "competence": scenes.COMPETENCE,
            "by": expert,
            **fields,
        }
        return capitalise(**given)

    return make


def titles(actor, text="", **filters) -> list[str]:
    return [row.title for row in found_by(actor, text, filters)]


@pytest.mark.parametrize("state", CapitalisedState.values)
@pytest.mark.parametrize("to", CapitalisedState.values)
def test_every_move_of_a_text(cast, proposed, state, to):
    text = proposed()
    reread = {"reread_by": cast.secretary.user, "published_on": text.proposed_on}
    Capitalised.objects.filter(pk=text.pk).update(state=state, **reread)
    if to in expertise_choices.CAPITALISED_MOVES[CapitalisedState(state)]:
        move(text, to, allowed=expertise_choices.CAPITALISED_MOVES)
        assert Capitalised.objects.get(pk=text.pk).state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(text, to, allowed=expertise_choices.CAPITALISED_MOVES)


def test_nobody_but_those_who_reread_sees_a_proposal(cast, expert, proposed, sign_in):
    address = reverse("cellule:capitalised_detail", args=[proposed().pk])
    assert sign_in(cast.secretary).get(address).status_code == 200
    assert sign_in(expert).get(address).status_code == 200
    for actor in (cast.referent, cast.worker, cast.pilot, cast.member):
        assert sign_in(actor).get(address).status_code == 404
    assert titles(cast.referent) == []


def test_once_published_the_partners_read_it_and_others_do_not(cast, proposed, sign_in):
    text = scenes.published(proposed(), cast.secretary)
    address = reverse("cellule:capitalised_detail", args=[text.pk])
    for role in (Role.LANDLORD_REFERENT, Role.ASSOCIATION_MANAGER, Role.STATE_SERVICE, Role.PROJECT_MANAGER):
        assert sign_in(cast[role]).get(address).status_code == 200
    for role in (Role.FUNDER, Role.EVALUATOR, Role.DPO, Role.LANDLORD_CARETAKER, Role.REFERRER):
        assert sign_in(cast[role]).get(address).status_code == 404
    assert (text.reread_by, text.state) == (cast.secretary.user, "published")


def test_another_dispositif_reads_nothing_of_it(world, cast, proposed):
    text = scenes.published(proposed(), cast.secretary)
    elsewhere = Dispositif.objects.create(
        name="Ailleurs", public_name="Ailleurs", number_prefix="AIL", carrier=factories.OrganisationFactory()
    )
    Capitalised.objects.filter(pk=text.pk).update(dispositif=elsewhere)
    assert titles(cast.referent) == []
    assert not Capitalised.objects.visible_to(cast.secretary).exists()


def test_the_second_reading_is_somebody_elses(expert, proposed, sign_in):
    text = proposed()
    with pytest.raises(ValidationError, match="une autre personne"):
        publish_capitalised(capitalised=text, texts=SECOND, by=expert)
    assert sign_in(expert).get(reverse("cellule:capitalised_reread", args=[text.pk])).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Capitalised.objects.filter(pk=text.pk).update(reread_by=expert.user)


def test_the_second_reader_corrects_before_she_publishes(cast, proposed):
    text = publish_capitalised(capitalised=proposed(), texts=SECOND, by=cast.secretary)
    assert text.title == "Porte close"
    assert titles(cast.referent, "porte close") == ["Porte close"]
    assert titles(cast.referent, "accumulation") == []


@pytest.mark.parametrize("act", ["propose", "publish", "again"])
def test_what_identifies_is_found_at_each_step(cast, expert, proposed, act):
    naming = {**SECOND, "answer": "Monsieur D., né le 3 mars 1950, à Harnes."}
    with pytest.raises(IdentifyingTextFound) as found:
        if act == "propose":
            proposed(answer=naming["answer"])
        elif act == "publish":
            publish_capitalised(capitalised=proposed(), texts=naming, by=cast.secretary)
        else:
            aside = set_aside_capitalised(capitalised=proposed(), reason="Trop précis.", by=cast.secretary)
            propose_again(capitalised=aside, texts=naming, by=expert)
    assert {part.field_label for part in found.value.parts} == {"ce qu’il faut retenir"}
    assert not Capitalised.objects.filter(state=CapitalisedState.PUBLISHED).exists()


def test_the_names_of_the_file_behind_a_request_are_known(world, cast, expert):
    case = factories.make_accompanied_case(world, cast)
    request = scenes.advised(world, cast, case=case)
    surname = case.household.people.get().last_name
    write_message(request=request, text=f"Je parle de {surname}.", from_expert=False, by=cast.referent)
    with pytest.raises(IdentifyingTextFound):
        capitalise(
            dispositif=world.dispositif,
            source=CapitalisedSource.EXPERT_REQUEST,
            request=request,
            by=expert,
            **{**SECOND, "answer": f"La famille {surname.upper()} a rouvert sa porte."},
        )


def test_set_aside_it_is_no_longer_read_and_may_be_proposed_again(cast, expert, proposed):
    text = scenes.published(proposed(), cast.secretary)
    set_aside_capitalised(capitalised=text, reason="On reconnaît la résidence.", by=cast.secretary)
    assert titles(cast.referent) == []
    again = propose_again(capitalised=text, texts=SECOND, by=cast.secretary)
    assert (again.state, again.proposed_by, again.set_aside_reason) == ("to_reread", cast.secretary.user, "")
    publish_capitalised(capitalised=again, texts=SECOND, by=expert)
    assert titles(cast.referent) == ["Porte close"]


def test_a_request_is_proposed_once(world, cast, expert):
    request = scenes.advised(world, cast)
    given = {"dispositif": world.dispositif, "source": "expert_request", "request": request, "by": expert}
    capitalise(**given, **SECOND)
    with pytest.raises(ValidationError, match="déjà proposée"):
        capitalise(**given, **SECOND)


@pytest.mark.parametrize(
    "words", ["accumulation", "ACCUMULATION", "acumulation", "securite", "sécurité", "plaques cuisson", "encombre"]
)
def test_it_is_found_without_accents_and_with_typos(cast, proposed, words):
    scenes.published(proposed(), cast.secretary)
    scenes.published(
        proposed(title="Impayés", question="Une dette ancienne.", answer="Plan d’apurement."), cast.secretary
    )
    assert titles(cast.referent, words) == ["Accumulation : par où commencer ?"]


def test_every_word_counts(cast, proposed):
    scenes.published(proposed(), cast.secretary)
    assert titles(cast.referent, "accumulation bail") == []


def test_it_is_narrowed_by_competence_and_origin(cast, proposed):
    scenes.published(proposed(), cast.secretary)
    assert titles(cast.referent, competence=scenes.COMPETENCE, source="practice_exchange")
    assert titles(cast.referent, competence="legal") == titles(cast.referent, source="recommendation") == []


def test_what_is_searched_stays_out_of_the_address(cast, proposed, sign_in):
    scenes.published(proposed(), cast.secretary)
    client = sign_in(cast.referent)
    sent = client.post(reverse("cellule:capitalised_search"), {"q": "Dupont"})
    assert sent["Location"] == reverse("cellule:capitalised_list")
    shown = client.get(sent["Location"]).content.decode()
    assert "Rien de capitalisé ne répond" in shown and 'value="Dupont"' in shown
    client.post(reverse("cellule:capitalised_search"), {"q": ""})
    assert "Accumulation" in client.get(sent["Location"]).content.decode()


def test_a_secretary_is_asked_to_reread_and_the_author_is_not(cast, expert, proposed):
    proposed()
    token = _log.set(ReadLog(cast.secretary, "home"))
    try:
        assert [item.title for item in expert_items(cast.secretary)] == ["1\xa0texte à relire avant capitalisation"]
        assert expert_items(expert) == []
    finally:
        _log.reset(token)


def test_from_the_request_to_the_search_in_the_browser(world, cast, expert, sign_in):
    request = scenes.advised(world, cast)
    client, address = sign_in(expert), reverse("cellule:expert_capitalise", args=[request.pk])
    assert "Proposer une visite à deux" in client.get(address).content.decode()
    refused = client.post(address, {**SECOND, "answer": "Mme D. a ouvert."})
    assert refused.status_code == 422 and "Mme D." in refused.content.decode()
    sent = client.post(address, SECOND)
    assert sent.status_code == 302 and client.get(address).status_code == 403
    text = Capitalised.objects.get()
    reader = sign_in(cast.secretary)
    assert reader.post(reverse("cellule:capitalised_reread", args=[text.pk]), SECOND).status_code == 302
    assert "Porte close" in sign_in(cast.worker).get(reverse("cellule:capitalised_list")).content.decode()


def test_set_aside_without_a_reason_is_refused_on_the_page(cast, proposed, sign_in):
    text = proposed()
    address = reverse("cellule:capitalised_set_aside", args=[text.pk])
    refused = sign_in(cast.secretary).post(address, {"reason": ""})
    assert refused.status_code == 422 and "Dites pourquoi" in refused.content.decode()


def test_the_journal_keeps_no_word_of_it(cast, proposed):
    scenes.published(proposed(), cast.secretary)
    events = AuditEvent.objects.filter(name__startswith="capitalised.").order_by("name")
    assert [event.name for event in events] == ["capitalised.proposed", "capitalised.published"]
    assert all("Accumulation" not in str(event.changes) for event in events)
