"""Leaks planted on purpose, each of a kind that was met elsewhere: the walk finds every one."""

from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from accompaniment.models import Note
from households.models import Person as Member
from households.models import ProtectedDetail
from partners.roles import Right, Section
from tests.canaries.test_canaries import walk
from veille.core import crypto

REFERENT, LITIGATION, WORKER = "landlord_referent", "landlord_litigation", "association_worker"
MANAGER = "association_manager"
MEMBER, BUSY, SECRETARY, NOBODY = "instance_member", "busy_association_worker", "instance_secretary", "nobody"


def _everything(rows, *args, **kwargs):
    """A queryset that has forgotten who asks."""
    return rows.all()


def _every_right(actor, case):
    return dict.fromkeys(Section.values, Right.WRITE)


def _a_name() -> str:
    return Member.objects.filter(source="confided").order_by("pk").first().last_name


def _a_note() -> str:
    return Note.objects.filter(level="association_only").order_by("pk").first().text


def _sealed() -> str:
    detail = ProtectedDetail.objects.order_by("pk").first()
    return crypto.decrypt(detail.sealed, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)


def _with(word: Callable[[], str], where: str) -> Callable:
    """A response that carries a word in one of its corners."""

    def write(response: HttpResponse) -> HttpResponse:
        if where == "comment":
            response.content = response.content.replace(b"</body>", f"<!-- {word()} --></body>".encode())
        elif where == "attribute":
            response.content = response.content.replace(b"<main", f'<main data-of="{word()}"'.encode())
        else:
            response[where] = f"attachment; filename={word()}.pdf"
        return response

    return write


def _spoiled(name: str, spoil: Callable):
    """The middleware of every answer, spoiling it."""

    def call(middleware, request):
        return spoil(middleware.get_response(request))

    return patch(name, call)


@dataclass(frozen=True)
class Leak:
    """What is broken, for whom it shows, and where."""

    label: str
    plant: Callable
    who: str
    url_name: str
    of: str = "main"


def _forgets(label: str, rows: str, who: str, url_name: str, of: str = "main") -> Leak:
    """A queryset (« Notes.visible_to », of the files unless another package is said) that answers everything."""
    package, _, path = rows.rpartition("/")
    return Leak(label, lambda: patch(f"{package or 'households'}.querysets.{path}", _everything), who, url_name, of)


def _address(leak: Leak, scene) -> str:
    name = leak.url_name if ":" in leak.url_name or leak.url_name == "account_login" else f"households:{leak.url_name}"
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[scene.ids[leak.of]])


_LEVELS = "households.levelled.LevelledQuerySet.visible_to"
_CLOSED = "households.querysets.CaseQuerySet._not_closed_to"
_ACTOR = "veille.middleware.ActorMiddleware.__call__"
LEAKS = [
    Leak(
        "notes without their level",
        lambda: patch(_LEVELS, _everything),
        REFERENT,
        "accompaniment:case_fragment",
    ),
    Leak("notes of a timeline", lambda: patch(_LEVELS, _everything), REFERENT, "case_timeline"),
    Leak("documents without their level", lambda: patch(_LEVELS, _everything), REFERENT, "case_documents"),
    Leak("a restricted file", lambda: patch(_CLOSED, lambda cases, actor: ()), MANAGER, "tracking_list"),
    _forgets("the next step of another", "NextStepQuerySet.visible_to", REFERENT, "tracking_list"),
    _forgets(
        "members without their source",
        "PersonQuerySet.visible_to",
        REFERENT,
        "case_household",
    ),
    _forgets(
        "members for litigation",
        "PersonQuerySet.visible_to",
        LITIGATION,
        "case_household",
    ),
    _forgets(
        "details without their source",
        "SectionQuerySet.visible_to",
        REFERENT,
        "case_household",
    ),
    _forgets(
        "details on the first page",
        "SectionQuerySet.visible_to",
        REFERENT,
        "case_detail",
    ),
    _forgets("a foreign file", "CaseQuerySet.visible_to", BUSY, "case_detail"),
    _forgets(
        "sheets of other sessions",
        "cellule/SheetQuerySet.visible_to",
        MEMBER,
        "cellule:sheet_detail",
        "sheet_draft",
    ),
    _forgets("the table of another", "CaseQuerySet.visible_to", BUSY, "tracking_list"),
    _forgets("the printed synthesis", "PersonQuerySet.visible_to", REFERENT, "case_synthesis"),
    Leak(
        "rights without grants",
        lambda: patch("cellule.views.case_fragment.section_rights", _every_right),
        REFERENT,
        "cellule:case_fragment",
        "case_refused",
    ),
    Leak("a comment of the page", lambda: _spoiled(_ACTOR, _with(_a_note, "comment")), NOBODY, "account_login"),
    Leak("an attribute", lambda: _spoiled(_ACTOR, _with(_sealed, "attribute")), WORKER, "case_detail"),
    Leak(
        "a file name",
        lambda: _spoiled(_ACTOR, _with(_a_name, "Content-Disposition")),
        REFERENT,
        "case_synthesis",
    ),
    Leak("a header", lambda: _spoiled(_ACTOR, _with(_a_name, "X-Household")), REFERENT, "case_detail"),
    Leak("the page of an error", lambda: _spoiled(_ACTOR, _with(_a_note, "comment")), BUSY, "case_detail"),
    Leak("a redirection", lambda: _spoiled(_ACTOR, _with(_a_note, "Location")), REFERENT, "case_detail"),
]


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.label)
def test_a_planted_leak_is_found(leak, visitor, tokens):
    start = (_address(leak, visitor.scene),)
    assert walk(visitor, tokens, leak.who, start) == {}, "the page leaks before anything is planted"
    with leak.plant():
        assert walk(visitor, tokens, leak.who, start) != {}


def test_twenty_leaks_are_planted():
    assert len({leak.label for leak in LEAKS}) >= 20
