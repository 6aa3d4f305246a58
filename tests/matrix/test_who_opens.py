"""Persons × addresses: opened, refused, missing or sent to sign in, as the tables of rights say."""

import os
import random
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import reverse

from tests.matrix.people import NOBODY, Person
from tests.matrix.rows import MISSING, OPENS, REFUSED, SIGN_IN, Row
from tests.matrix.rules import everybody, only
from tests.matrix.urls import ROWS
from tests.matrix.visit import Answer, missing

WHOLE = os.environ.get("VEILLE_FULL") == "1"
OPENING = {"GET": {200, 204, 302}, "POST": {200, 204, 302, 409, 422}}
# Arguments for which the scene has a child of somebody else's file.
STRANGERS = {"person_pk", "contact_pk", "access_pk"}
_DRAWN = 4


def chosen(row: Row, scene) -> list[Person]:
    """Everybody under VEILLE_FULL; else one person a verdict, and a few drawn under a fixed seed."""
    people = list(scene.people.values())
    if WHOLE:
        return people
    draw = random.Random(row.label)  # the same slice at each run
    draw.shuffle(people)
    first = {row.expected(person, scene): person for person in reversed(people)}
    return list({person.key: person for person in [*first.values(), *people[:_DRAWN]]}.values())


def verdict(answer: Answer, method: str) -> str:
    """What an answer says, in the words of the table."""
    if answer.status == 302 and answer.location.startswith(reverse(settings.LOGIN_URL) + "?"):
        return SIGN_IN
    if answer.status in OPENING[method]:
        return OPENS
    return str(answer.status)


def faults(row: Row, visitor, people: list[Person] | None = None) -> list[str]:
    scene, found = visitor.scene, []
    for person in people or chosen(row, scene):
        expected, got = row.expected(person, scene), verdict(visitor.visit(row, person), row.method)
        if got != expected:
            found.append(f"{person.key} : {got} au lieu de {expected}")
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.label)
def test_each_opens_what_is_hers(row, visitor):
    assert faults(row, visitor) == []


def without_nonce(answer: Answer) -> str:
    """The body without what changes at every answer."""
    nonce = answer.policy.partition("'nonce-")[2].partition("'")[0]
    return answer.html.replace(nonce, "") if nonce else answer.html


@pytest.mark.parametrize("row", [row for row in ROWS if row.objects], ids=lambda row: row.label)
def test_what_she_may_not_see_answers_like_what_does_not_exist(row, visitor):
    scene = visitor.scene
    for person in chosen(row, scene):
        if row.expected(person, scene) != MISSING:
            continue
        there, nowhere = visitor.visit(row, person), visitor.visit(row, person, at=missing(row))
        assert (there.status, nowhere.status) == (404, 404), person.key
        assert without_nonce(there) == without_nonce(nowhere), person.key


@pytest.mark.parametrize("row", [row for row in ROWS if row.objects], ids=lambda row: row.label)
def test_who_opens_the_first_does_not_open_the_missing(row, visitor):
    """Of a row that nobody opens, anybody finds nothing either."""
    signed_in = [person for person in visitor.scene.people.values() if not person.is_nobody]
    verdicts = {row.expected(person, visitor.scene): person for person in signed_in}
    person = verdicts.get(OPENS, signed_in[0])
    last = {row.objects[-1]: missing(row)[row.objects[-1]]}
    assert visitor.visit(row, person, at=row.at | last).status == 404


@pytest.mark.parametrize("row", [row for row in ROWS if STRANGERS & set(row.objects)], ids=lambda row: row.label)
def test_a_child_of_another_file_is_not_reached_through_this_one(row, visitor):
    opens = [person for person in visitor.scene.people.values() if row.expected(person, visitor.scene) == OPENS]
    child = {name: f"stranger_{name}" for name in row.objects if name in STRANGERS}
    assert {visitor.visit(row, person, at=row.at | child).status for person in opens} == {404}


def test_a_wrong_expectation_is_seen(visitor):
    """The same address under rules that are too wide, then too narrow."""
    row = next(row for row in ROWS if row.name == "households:case_access")
    people = [visitor.scene.people[key] for key in ("association_worker", "landlord_client_manager", "dpo", NOBODY)]
    assert faults(row, visitor, people) == []
    assert faults(replace(row, seen=everybody, may=everybody), visitor, people) == [
        "landlord_client_manager : 403 au lieu de opens",
        "dpo : 404 au lieu de opens",
    ]
    assert faults(replace(row, may=only("dpo")), visitor, people) == ["association_worker : opens au lieu de 403"]


def test_the_slice_holds_each_verdict_of_a_row(visitor):
    row = next(row for row in ROWS if row.name == "households:case_access")
    verdicts = {row.expected(person, visitor.scene) for person in chosen(row, visitor.scene)}
    assert verdicts == {OPENS, REFUSED, MISSING, SIGN_IN}
    assert visitor.scene.people[NOBODY].is_nobody
