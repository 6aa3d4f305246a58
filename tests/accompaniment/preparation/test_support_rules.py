"""Who configures a dispositif changes the rules of the accompaniment: previewed, published, never overwritten."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accompaniment.forms.plans import ActionForm
from accompaniment.rules_in_words import months_in_words
from partners.configuration import parse

TYPED = {
    "title": "Contrat de confiance",
    "ours": "Nous venons.\n\nNous disons ce que nous faisons.",
    "theirs": "Vous venez.",
    "review_months": "3, 6 et 12",
    "visits_after_move_months": "",
    "action_kinds": [],
    "preparation_months": "3",
    "title-0": "Droits et devoirs",
    "purpose-0": "Lire un bail.",
    "expected-0": "2",
    "unit-0": "sessions",
    "title-1": "Emménager",
    "expected-1": "3",
    "unit-1": "hours",
}


@pytest.fixture
def address(world):
    return reverse("accompaniment:support_rules", args=[world.dispositif.pk])


@pytest.fixture
def post(world, cast, sign_in, address):
    client = sign_in(cast.pilot)

    def sent(**changes):
        answers = {"number": world.dispositif.rules.number, "submission_key": str(uuid4()), **TYPED, **changes}
        return client.post(address, answers)

    return sent


def publish(post, **changes):
    shown = post(**changes)
    assert shown.status_code == 200
    return post(publish=shown.context["seen"], **changes)


def test_what_changes_is_shown_before_anything_is_published(world, post):
    shown = post()
    page = shown.content.decode()
    assert "Ce qui change" in page and "Contrat de confiance" in page and "À 3, 6 et 12 mois" in page
    assert {one.label for one in shown.context["changes"]} >= {"Nom du contrat", "Modules de la préparation"}
    assert world.dispositif.rules.number == 1


def test_only_what_was_shown_is_published(world, post):
    seen = post().context["seen"]
    assert post(publish=seen, title="Autre chose").status_code == 200
    assert world.dispositif.rules.number == 1


def test_the_next_files_follow_it_and_those_under_way_keep_theirs(world, post):
    assert publish(post).status_code == 302
    rules = world.dispositif.rules
    said = rules.configuration
    assert (rules.number, said.agreement.title, said.agreement.ours) == (
        2,
        "Contrat de confiance",
        ("Nous venons.", "Nous disons ce que nous faisons."),
    )
    assert (said.review_months, said.visits_after_move_months) == ((3, 6, 12), ())
    assert [(module.title, module.expected, module.unit) for module in said.preparation_modules] == [
        ("Droits et devoirs", 2, "sessions"),
        ("Emménager", 3, "hours"),
    ]
    assert world.version.configuration.preparation_modules == ()


def test_the_same_rules_publish_nothing(world, post):
    publish(post)
    codes = {
        f"code-{rank}": one.code for rank, one in enumerate(world.dispositif.rules.configuration.preparation_modules)
    }
    shown = post(**codes)
    assert "Rien ne change" in shown.content.decode()
    post(publish=shown.context["seen"], **codes)
    assert world.dispositif.rules.number == 2


def test_a_module_keeps_its_code_when_it_is_called_otherwise(world, post):
    publish(post)
    codes = {
        f"code-{rank}": one.code for rank, one in enumerate(world.dispositif.rules.configuration.preparation_modules)
    }
    publish(post, **codes, **{"title-0": "Le bail"})
    assert [one.title for one in world.dispositif.rules.configuration.preparation_modules] == ["Le bail", "Emménager"]
    assert {one.code for one in world.dispositif.rules.configuration.preparation_modules} == set(codes.values())


def test_a_code_taken_out_is_not_given_to_another_module(world, post):
    publish(post)
    publish(post, **{"title-0": "", "title-1": "", "title-2": "Droits et devoirs"})
    (module,) = world.dispositif.rules.configuration.preparation_modules
    assert module.code == "droits-et-devoirs-2"


def test_what_somebody_published_meanwhile_is_not_overwritten_and_nothing_is_lost(world, post):
    seen = post().context["seen"]
    publish(post, title="Fiche de suivi")
    answer = post(publish=seen, number=1)
    page = answer.content.decode()
    assert answer.status_code == 422 and "vient d’être publiée" in page and "Contrat de confiance" in page
    assert world.dispositif.rules.configuration.agreement.title == "Fiche de suivi"
    assert {one.label for one in answer.context["changes"]} == {"Nom du contrat"}
    assert post(publish=answer.context["seen"]).status_code == 302


def test_rows_typed_before_others_took_modules_out_are_kept(world, post):
    publish(post)
    typed = {f"title-{rank}": f"Module {rank}" for rank in range(5)}
    post(number=2, **{"title-0": "", "title-1": ""})
    shown = post(**typed)
    assert [shown.context["form"][name].value() for name in typed] == list(typed.values())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "obligatoire"),
        ({"ours": ""}, "obligatoire"),
        ({"review_months": "trois"}, "des nombres de mois"),
        ({"review_months": "99"}, "De 1 à 60 mois"),
        ({"theirs": "\n".join("abcdefghijklm")}, "12 lignes au plus"),
        ({"preparation_months": "0"}, "Des modules demandent"),
        ({"expected-0": "0"}, "supérieure ou égale à 1"),
        ({"action_kinds": ["nothing"]}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_published(world, post, wrong, words):
    answer = post(**wrong)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert world.dispositif.rules.number == 1


def test_the_page_shows_the_rules_in_force(cast, sign_in, address, world):
    page = sign_in(cast.pilot).get(address)
    assert page.context["form"]["review_months"].value() == "3, 6"
    detail = sign_in(cast.pilot).get(reverse("partners:dispositif_detail", args=[world.dispositif.pk]))
    assert re.search("Changer ces règles", detail.content.decode())


def test_it_offers_the_kinds_of_action_that_a_plan_can_offer(cast, sign_in, address):
    offered = sign_in(cast.pilot).get(address).context["form"].fields["action_kinds"].choices
    assert [code for code, _ in offered] == [code for code, _ in ActionForm().fields["kind"].choices if code]
    assert not {"unknown", "other"} & {code for code, _ in offered}


def test_who_configures(cast, sign_in, address):
    assert sign_in(cast.pilot).get(address).status_code == 200
    assert sign_in(cast.worker).get(address).status_code == 403


def test_an_old_version_without_modules_is_read(world):
    assert parse(world.version.data).preparation_modules == ()


@pytest.mark.parametrize(
    ("months", "words"),
    [((), "Aucun"), ((3,), "À 3 mois"), ((6, 3), "À 3 et 6 mois"), ((3, 6, 12), "À 3, 6 et 12 mois")],
)
def test_months_in_words(months, words):
    assert months_in_words(months, none="Aucun") == words
