"""A document that one may not read changes nothing of what one sees: no line, no count, no page, no filter."""

import re

import pytest
from django.urls import reverse

from households import services
from households.letters.kinds import BY_SLUG
from households.services.letters import write_letter
from tests import factories
from tests.core import made_files as made
from veille.core import clock, uploads

_CHANGING = re.compile(
    r'name="(?:csrfmiddlewaretoken|submission_key)" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": "[^"]*"'
    r"|\b[0-9A-F]{8}\b"  # the number of a refusal
)
_PAGES = ("case_detail", "case_timeline", "case_access")
_QUERIES = ({}, {"withdrawn": "on"}, {"kind": "lease"}, {"kind": "letter_sent"}, {"page": "2"})


@pytest.fixture(autouse=True)
def files_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def case(world, cast):
    """With one document that everybody reads."""
    case = factories.make_accompanied_case(world, cast)
    assert cast.referent.user_id != cast.manager.user_id, "elles existent avant"
    deposit(case, cast.worker, "factual_shared")
    return case


def deposit(case, by, level, **fields):
    received = uploads.check("papier.txt", b"Bonjour")
    fields = {"title": "Bail", "kind": "lease", "dated_on": clock.today(), **fields}
    (document,) = services.add_documents(case=case, files=[received], level=level, by=by, **fields)
    return document


def inner(case, cast):
    deposit(case, cast.worker, "association_only")


def team(case, cast):
    deposit(case, cast.worker, "team_shared")


def withdrawn(case, cast):
    services.withdraw_document(document=deposit(case, cast.worker, "association_only"), reason="x", by=cast.worker)


def named(case, cast):
    deposit(case, cast.worker, "legal_sensitive")


def closed_again(case, cast):
    """Shared for a while, then no longer: as if it had never been."""
    document = deposit(case, cast.worker, "factual_shared")
    services.change_document_level(document=document, level="association_only", by=cast.worker)


def letter(case, cast):
    write_letter(case=case, spec=BY_SLUG["rendez-vous"], content=made.pdf(), by=cast.worker)


def of_the_landlord(case, cast):
    deposit(case, cast.referent, "landlord_internal")


HIDDEN = [
    (inner, "referent"),
    (team, "referent"),
    (withdrawn, "referent"),
    (named, "referent"),
    (named, "manager"),
    (closed_again, "referent"),
    (letter, "referent"),
    (of_the_landlord, "worker"),
    (of_the_landlord, "manager"),
]


def seen(client, case):
    pages = [(reverse(f"households:{name}", args=[case.pk]), {}) for name in _PAGES]
    pages += [(reverse("households:case_documents", args=[case.pk]), query) for query in _QUERIES]
    answers = [client.get(url, query) for url, query in pages]
    return [(answer.status_code, _CHANGING.sub("", answer.content.decode())) for answer in answers]


@pytest.mark.parametrize(("fact", "who"), HIDDEN, ids=[f"{fact.__name__} for {who}" for fact, who in HIDDEN])
def test_the_pages_are_the_same_with_and_without_it(case, cast, sign_in, fact, who):
    client = sign_in(getattr(cast, who))
    before = seen(client, case)
    fact(case, cast)
    assert seen(client, case) == before


def test_one_that_she_reads_is_seen(case, cast, sign_in):
    client = sign_in(cast.referent)
    before = seen(client, case)
    deposit(case, cast.worker, "factual_shared")
    assert seen(client, case) != before


def test_the_timeline_tells_of_those_she_reads(case, cast, sign_in):
    deposit(case, cast.worker, "association_only", title="Bulletin de salaire")
    url = reverse("households:case_timeline", args=[case.pk])
    assert "Bulletin de salaire" in sign_in(cast.worker).get(url).content.decode()
    assert "Bulletin de salaire" not in sign_in(cast.referent).get(url).content.decode()
