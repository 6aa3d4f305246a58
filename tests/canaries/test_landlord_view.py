"""What a landlord reads of the accompaniment: each kind of row carries its word, each of its roles walks past it."""

from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from tests.canaries.expected import may_read
from tests.canaries.test_canaries import WHOLE, walk
from tests.canaries.test_planted_leaks import _everything
from tests.canaries.tokens import CODED, personal_columns
from tests.matrix.urls import ROWS

EVERY_ROLE = (
    "landlord_referent",
    "landlord_case_worker",
    "landlord_manager",
    "landlord_client_manager",
    "landlord_caretaker",
    "landlord_litigation",
    "landlord_allocation",
    "landlord_director",
    "partner_landlord_referent",
    "former_landlord_referent",
)
# The last ones read nothing of a file: under --full they walk too.
ROLES = EVERY_ROLE if WHOLE else EVERY_ROLE[:3]
# Pages where the rows of the accompaniment show, besides its own.
AROUND = ("households:case_detail", "households:case_timeline", "households:case_followup", "cellule:case_fragment")
ACCOMPANIMENT = sorted(label for label in personal_columns() if label.startswith("accompaniment."))


def _addresses(visitor) -> tuple[str, ...]:
    rows = [
        row for row in ROWS if row.method == "GET" and (row.name.startswith("accompaniment:") or row.name in AROUND)
    ]
    return tuple(dict.fromkeys(visitor.address(row) for row in rows))


def test_each_column_carries_a_word_somewhere(tokens):
    """An address without a row behind it proves nothing."""
    assert sorted(set(ACCOMPANIMENT) - {token.column for token in tokens}) == []


def test_a_column_of_json_is_marked_or_said_to_hold_codes():
    found = set()
    for model in apps.get_app_config("accompaniment").get_models():
        columns = [model._meta.get_field(name) for name in model.personal]
        found |= {f"{model._meta.label}.{one.name}" for one in columns if isinstance(one, models.JSONField)}
    assert found - set(personal_columns()) == {label for label in CODED if label.startswith("accompaniment.")}


@pytest.mark.parametrize("key", ROLES)
def test_a_landlord_reads_of_the_accompaniment_what_is_shared(key, visitor, tokens):
    assert walk(visitor, tokens, key, _addresses(visitor)) == {}


def test_there_is_something_to_hide_from_every_role(visitor, tokens):
    hidden = [token for token in tokens if token.column in ACCOMPANIMENT]
    for key in EVERY_ROLE:
        person = visitor.scene.people[key]
        assert [token for token in hidden if not may_read(person, visitor.scene, token)]


def _detail_for_everybody(rights) -> bool:
    return True


LEAKS = {
    "the second part of a diagnosis": (
        lambda: patch("accompaniment.views.diagnoses.can_read_detail", _detail_for_everybody),
        "accompaniment:diagnosis_detail",
        "diagnosis_done",
        "instance_secretary",
    ),
    "what was not shared of a plan": (
        lambda: patch("accompaniment.querysets.ObjectiveQuerySet.visible_to", _everything),
        "accompaniment:plan_fragment",
        "planned",
        "landlord_referent",
    ),
    "what was asked in confidence": (
        lambda: patch("accompaniment.querysets.SolicitationQuerySet.visible_to", _everything),
        "accompaniment:case_fragment",
        "main",
        "landlord_referent",
    ),
    "what a diagnosis said before": (
        lambda: patch("accompaniment.views.corrections.can_read_detail", _detail_for_everybody),
        "accompaniment:diagnosis_former",
        "diagnosis_former",
        "instance_secretary",
    ),
}


@pytest.mark.parametrize("leak", sorted(LEAKS))
def test_a_leak_planted_in_the_accompaniment_is_found(leak, visitor, tokens):
    plant, name, key, who = LEAKS[leak]
    start = (reverse(name, args=[visitor.scene.ids[key]]),)
    assert walk(visitor, tokens, who, start) == {}
    with plant():
        assert walk(visitor, tokens, who, start) != {}
