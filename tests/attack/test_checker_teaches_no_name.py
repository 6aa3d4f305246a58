"""The checker of texts knows the words of a file: who does not read that file must not learn them by trying names."""

import pytest
from django.urls import reverse

from cellule.expertise_choices import CapitalisedSource
from cellule.services.capitalising import (
    IdentifyingTextFound,
    capitalise,
    propose_again,
    publish_capitalised,
    set_aside_capitalised,
)
from cellule.services.experts import write_message
from partners.roles import Role
from tests import factories
from tests.cellule import expert_scenes, outside_scenes

GENERAL = {"title": "Porte close", "question": "Que faire ?", "answer": "Écrire, puis passer.", "recommendation": ""}


def test_a_member_consulted_cannot_try_names_on_her_opinion(world, cast, sign_in):
    consultation = outside_scenes.consulted(world, cast)
    person = consultation.case.household.people.first()
    client, url = sign_in(cast.member), reverse("cellule:consultation_answer", args=[consultation.pk])
    tried = f"{person.first_name}, {person.last_name}, dossier {consultation.case.number[-5:]}"
    answers = [client.post(url, {"opinion": "favourable", "line": line}) for line in (tried, "Prénom, Nom, dossier")]
    assert {answer.status_code for answer in answers} == {302}


def test_what_points_to_anybody_still_asks_to_be_confirmed(world, cast, sign_in):
    consultation = outside_scenes.consulted(world, cast)
    client, url = sign_in(cast.member), reverse("cellule:consultation_answer", args=[consultation.pk])
    refused = client.post(url, {"opinion": "favourable", "line": "Appeler le 06 39 98 12 34."})
    assert refused.status_code == 422
    assert "06 39 98 12 34" in refused.content.decode()


def _surname(case) -> str:
    return case.household.people.get().last_name


@pytest.mark.parametrize("act", ["propose", "publish", "again"])
def test_an_expert_cannot_try_names_on_what_she_proposes(world, cast, act):
    """She answers a question about a file that she is never shown."""
    expert, case, request = _answered(world, cast)
    texts = {**GENERAL, "answer": f"{_surname(case)} a rouvert sa porte."}
    if act == "propose":
        assert _proposed(world, expert, request, texts).pk
        return
    by = cast.secretary if act == "publish" else expert
    proposed = _proposed(world, by, request, GENERAL)
    if act == "publish":
        assert publish_capitalised(capitalised=proposed, texts=texts, by=expert).pk
        return
    aside = set_aside_capitalised(capitalised=proposed, reason="Trop précis.", by=cast.secretary)
    assert propose_again(capitalised=aside, texts=texts, by=expert).pk


def test_a_name_that_stands_in_the_exchange_is_still_found(world, cast):
    expert, case, request = _answered(world, cast)
    name = _surname(case)
    write_message(request=request, text=f"Je pense à {name}.", from_expert=False, by=cast.referent)
    with pytest.raises(IdentifyingTextFound):
        _proposed(world, expert, request, {**GENERAL, "answer": f"La famille {name.upper()} a rouvert sa porte."})


def _answered(world, cast):
    case = factories.make_accompanied_case(world, cast)
    request = expert_scenes.advised(world, cast, case=case)
    return cast[Role.EXPERT], case, request


def _proposed(world, by, request, texts):
    return capitalise(
        dispositif=world.dispositif, source=CapitalisedSource.EXPERT_REQUEST, request=request, by=by, **texts
    )
