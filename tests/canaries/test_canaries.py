"""Everybody walks through everything within reach: no word turns up before who may not read it."""

import os
from collections import defaultdict
from collections.abc import Iterable

import pytest

from tests.canaries.crawl import Answer, Crawler
from tests.canaries.expected import RULES, may_read
from tests.canaries.reading import TOKEN, shown_in
from tests.canaries.tokens import Token, cases_of, personal_columns

WHOLE = os.environ.get("VEILLE_FULL") == "1"
# Who lives nearest to what she may not read. Under --full the whole company walks, and these follow every link.
NEAREST = (
    "landlord_referent",
    "landlord_litigation",
    "instance_secretary",
    "partner_association_worker",
    "dpo",
)
EVERYBODY = (
    *NEAREST,
    "association_worker",
    "instance_member",
    "former_association_worker",
    "project_manager",
    "nobody",
    "landlord_case_worker",
    "landlord_manager",
    "landlord_client_manager",
    "landlord_caretaker",
    "landlord_allocation",
    "landlord_director",
    "association_manager",
    "referrer",
    "state_service",
    "expert",
    "expert_seated",
    "group_coordinator",
    "funder",
    "evaluator",
    "trainer",
    "platform_admin",
    "other_worker",
    "stand_in",
    "partner_landlord_referent",
    "busy_landlord_referent",
    "busy_association_worker",
    "former_landlord_referent",
    "secretary_elsewhere",
    "member_elsewhere",
)
WALKERS = EVERYBODY if WHOLE else NEAREST
# A landlord lists its own dwellings apart from any file.
# A subject of the agenda speaks of no file: a situation is called there by its pseudonym.
UNLOGGED = {"households.Dwelling.residence", "households.Dwelling.reference", "cellule.AgendaItem.subject"}
# What somebody of the company has read, filled by the walks.
FOUND: dict[str, set[str]] = defaultdict(set)


def walk(visitor, tokens: list[Token], key: str, starts: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Address → what leaked there, and what was read without a line of the journal; from `starts`, those alone."""
    follows = WHOLE and key in NEAREST and not starts
    return judged(Crawler(visitor, follows=follows).read(visitor.scene.people[key], starts), visitor, tokens, key)


def judged(answers: Iterable[Answer], visitor, tokens: list[Token], key: str) -> dict[str, list[str]]:
    """Address → each word that was told to who may not read it, that no line of the journal owns, or told aside."""
    person, told = visitor.scene.people[key], defaultdict(list)
    for answer in answers:
        shown = shown_in(answer.text, tokens)
        FOUND[key].update(token.column for token in shown)
        faults = [str(token) for token in shown if not may_read(person, visitor.scene, token)]
        faults += [f"{token} non journalisé" for token in shown if is_silent(token, answer)]
        faults += [f"{token} hors de la page" for token in shown_in(answer.aside, tokens)]
        faults += ["une panne cache ce que la page aurait dit"] if answer.status >= 500 else []
        if faults:
            told[answer.address] += faults
    return dict(told)


def is_silent(token: Token, answer: Answer) -> bool:
    """A word of a file was shown and no line of the journal names one of its cases."""
    return bool(cases_of(token)) and answer.journalled.isdisjoint(cases_of(token)) and token.column not in UNLOGGED


@pytest.mark.parametrize("key", WALKERS)
def test_nobody_reads_a_word_outside_her_rights(key, visitor, tokens):
    assert walk(visitor, tokens, key) == {}


def test_the_company_is_whole(scene):
    assert set(EVERYBODY) == set(scene.people)


def test_each_personal_column_says_who_reads_it():
    assert {*personal_columns(), "households.ProtectedDetail.sealed"} == set(RULES)


def test_each_row_of_the_scene_carries_its_own_word(tokens):
    texts = [token.text for token in tokens]
    assert len(texts) > 200
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if TOKEN.findall(text.lower()) != [text.lower()]] == []


def test_the_words_are_alive(visitor, tokens):
    """The worker and the secretary find most of what they may read: the walk goes somewhere."""
    for key in ("association_worker", "instance_secretary"):
        if key not in FOUND:
            walk(visitor, tokens, key)
    columns = set().union(*FOUND.values())
    planted = {token.column for token in tokens}
    assert len(columns & planted) >= len(planted) * 0.6
