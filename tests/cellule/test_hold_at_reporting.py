"""A hold is offered at reporting, to who may ask it, for a household that keeps its dwelling and is in no danger."""

import pytest

from cellule.forms.referral_information import InformationForm
from cellule.wizard import Intake
from households.models import Finding, HoldReason, ProcedureHold
from partners.configuration import Door
from partners.roles import Role
from tests.cellule.referral_answers import LEAST, fill, send, start

pytestmark = pytest.mark.django_db


def asking() -> dict:
    return {**LEAST, "envoi": {**LEAST["envoi"], "hold_asked": "on"}}


def form_of(actor, danger: str = "no", door: str = Door.RETENTION) -> InformationForm:
    intake = Intake.__new__(Intake)
    intake.actor = actor
    intake.stored = type("Stored", (), {"content": {"danger": danger, "steps": {"door": {"data": {"door": [door]}}}}})()
    return InformationForm(intake=intake)


def test_the_referent_asks_while_she_refers(cast, sign_in, world):
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address, asking())
    send(client, address, asking())
    hold = ProcedureHold.objects.get()
    assert (hold.state, hold.landlord, hold.organisation) == ("asked", world.landlord, world.landlord)
    assert not HoldReason.objects.exists()


def test_nothing_is_asked_unless_she_says_so(cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    send(client, address)
    assert not ProcedureHold.objects.exists()


@pytest.mark.parametrize(
    ("role", "danger", "door", "is_offered"),
    [
        (Role.LANDLORD_REFERENT, "no", Door.RETENTION, True),
        (Role.ASSOCIATION_WORKER, "no", Door.RETENTION, True),
        (Role.LANDLORD_REFERENT, "no", Door.ACCESS, False),
        (Role.LANDLORD_REFERENT, "yes", Door.RETENTION, False),
        (Role.REFERRER, "no", Door.RETENTION, False),
    ],
)
def test_who_is_offered_it(role, danger, door, is_offered, cast):
    assert ("hold_asked" in form_of(cast[role], danger, door).fields) is is_offered


def test_health_noted_at_reporting_by_a_landlord_is_kept_from_it(cast, sign_in):
    answers = {
        **LEAST,
        "situation": {
            **LEAST["situation"],
            "difficulty_1": "psychic_distress",
            "severity_1": "3",
            "source_1": "observed",
            "difficulty_2": "isolation",
            "severity_2": "2",
            "source_2": "observed",
        },
    }
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address, answers)
    send(client, address, answers)
    kept = dict(Finding.objects.values_list("difficulty", "is_confided"))
    assert kept["psychic_distress"] is True
    assert kept["isolation"] is False
