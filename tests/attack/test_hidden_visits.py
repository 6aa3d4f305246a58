"""A visit that the association keeps to itself is told to the landlord by no answer to what it reads."""

from datetime import time

import pytest
from django.urls import reverse

from accompaniment.models import Intervention
from accompaniment.services import solicitations as services
from tests.accompaniment.solicitations.asking import ask, at, promised, visit
from veille.core import clock


@pytest.fixture
def asked(world, cast, monkeypatch):
    """The household called its landlord, who hands it on to the association: both read it."""
    monkeypatch.setattr(clock, "now", lambda: at("17:00"))
    case = promised(world, cast, kind="half_day", satisfied_by="answer")
    return ask(case, cast.referent, organisation=world.association, origin="household")


def followup_of(client, asked) -> str:
    return client.get(reverse("accompaniment:case_fragment", args=[asked.case_id])).content.decode()


def test_a_hidden_visit_answers_nothing_that_the_landlord_reads(cast, asked):
    visit(asked.case, cast.worker, started_at=time(11, 30))
    asked.refresh_from_db()
    assert (asked.state, asked.answered_at) == ("open", None)


def test_a_shared_visit_answers_it_still(cast, asked):
    met = visit(asked.case, cast.worker, started_at=time(11, 30), is_shared=True)
    asked.refresh_from_db()
    assert (asked.state, asked.intervention) == ("answered", met)


def test_who_says_that_a_hidden_visit_answered_does_not_tell_which(cast, asked, sign_in):
    hidden = visit(asked.case, cast.worker, started_at=time(11, 30))
    services.answer_solicitation(solicitation=asked, by=cast.worker, intervention=hidden)
    read = followup_of(sign_in(cast.referent), asked)
    assert "répondu" in read and "visite à domicile" not in read.lower()
    Intervention.objects.filter(pk=hidden.pk).update(is_shared=True)
    assert "(visite à domicile)" in followup_of(sign_in(cast.referent), asked)


def test_the_page_does_not_promise_that_a_contact_answers_it(cast, asked, sign_in):
    page = sign_in(cast.worker).get(reverse("accompaniment:solicitation_answer", args=[asked.pk])).content.decode()
    assert "la date partagée avec le bailleur" in page
