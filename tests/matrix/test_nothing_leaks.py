"""No answer, of any address, holds what its reader may not read: numbers, names, contacts, notes, reserved reasons."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from cellule.models import Candidature, CommissionPassage
from households.models import Case, ContactDetail, Person
from tests.cellule import link_scene
from tests.matrix.rows_rights import KEEPER, OFFICER
from tests.matrix.rules import (
    Rule,
    all_of,
    any_of,
    cell,
    everybody,
    made_the_diagnosis,
    nobody,
    of,
    reads_note,
    seated,
    section,
)
from tests.matrix.scene_doors import ALERT
from tests.matrix.scene_files import PROTECTED
from tests.matrix.test_who_opens import chosen
from tests.matrix.urls import ROWS
from tests.matrix.visit import Answer

# Invented mails of other runs: they are read by nobody outside the demonstration.
PAGES = [row for row in ROWS if row.name != "mailbox"]

_ANSWERED = ("asked", "accepted", "refused", "housed")


def _cases(scene) -> Iterator[tuple[str, Rule]]:
    """A number is for who reads the state of the file; the rest, for who reads its section."""
    apart = _through_another_door(scene)
    for case in Case.objects.order_by("number"):
        scene.ids[case.number] = case.pk
        yield case.number, any_of(section("state", "R", case.number), apart.get(case.pk, nobody))
        for person in Person.objects.filter(household=case.household_id).order_by("pk"):
            part = "confided" if person.source == "confided" else "identity"
            is_asking = case.pk in {scene.ids["asked"], scene.ids["couple"]}
            yield person.last_name, any_of(section(part, "R", case.number), OFFICER if is_asking else nobody)
    for contact in ContactDetail.objects.select_related("case").order_by("pk"):
        part = "confided" if contact.source == "confided" else "contact"
        yield contact.value, section(part, "R", contact.case.number)


def _through_another_door(scene) -> dict:
    """Who knows the number of a file that no grant opens to her: by her own diagnosis, an open request, its term.

    Or by what her landlord was asked, which stays on its page with the number once it has answered, and by the
    note of its commission once it was passed on (ADR 20).
    """
    asked = Candidature.objects.filter(landlord=scene.world.landlord, state__in=_ANSWERED)
    passed = CommissionPassage.objects.filter(landlord=scene.world.landlord, state__in=("passed", "decided"))
    answers = all_of(of("landlord"), cell("candidature", "R", "own"))
    found = dict.fromkeys(asked.values_list("case", flat=True).union(passed.values_list("case", flat=True)), answers)
    found |= {scene.ids["diagnosed_done"]: made_the_diagnosis}
    found |= {scene.ids[name]: OFFICER for name in ("asked", "couple")}
    return found | {scene.ids[name]: KEEPER for name in ("ended", "held", "archived")}


def _words(scene) -> Iterator[tuple[str, Rule]]:
    yield "Note association_only.", all_of(reads_note("association_only"), of("association"))
    yield "Note landlord_internal.", all_of(reads_note("landlord_internal"), of("landlord"))
    yield "Note team_shared.", reads_note("team_shared")
    yield "Note factual_shared.", reads_note("factual_shared")
    yield PROTECTED, nobody
    yield link_scene.NAME.split()[1], nobody
    yield ALERT, all_of(of("landlord"), cell("social_alert_handle", "W", "own"))
    yield "La cellule a des doutes.", any_of(section("decision_reserved", "R", "case_refused"), seated)


@pytest.fixture(scope="package")
def secrets(scene) -> list[tuple[re.Pattern, Rule]]:
    found = [*_cases(scene), *_words(scene)]
    return [(re.compile(rf"\b{re.escape(text)}(?!\d)"), rule) for text, rule in found]


def leaks(answer: Answer, scene, secrets) -> list[str]:
    """The secrets of an answer that its reader may not read."""
    person = answer.person
    return [
        pattern.pattern
        for pattern, rule in secrets
        if pattern.search(answer.html) and (person.is_nobody or not rule(person, scene))
    ]


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.label)
def test_no_answer_tells_more_than_its_reader_may_read(row, visitor, secrets):
    scene = visitor.scene
    told = {person.key: leaks(visitor.visit(row, person), scene, secrets) for person in chosen(row, scene)}
    assert {key: found for key, found in told.items() if found} == {}


def test_the_secrets_are_those_of_the_scene(scene, secrets):
    """The gate looks for something: each family, each contact, each note."""
    assert len(secrets) > 2 * Case.objects.count()
    assert all(rule is not everybody for _, rule in secrets)


def test_a_planted_leak_is_seen(visitor, secrets):
    """The worker's own page, in other hands."""
    row = next(row for row in ROWS if row.name == "households:case_household")
    answer = visitor.visit(row, visitor.scene.people["association_worker"])
    assert leaks(answer, visitor.scene, secrets) == []
    stolen = replace(answer, person=visitor.scene.people["landlord_referent"])
    assert any("elle@exemple" in found.replace("\\", "") for found in leaks(stolen, visitor.scene, secrets))
    stolen = replace(answer, person=visitor.scene.people["dpo"])
    assert any("VS" in found for found in leaks(stolen, visitor.scene, secrets))
