"""The journals receive lines and never change; a page that names somebody leaves one, or shows nothing."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import resolve

from veille.core import audit, database, reads
from veille.core.models import AccessEvent, AccessKind, AuditEvent

CASE = uuid.uuid4()


@pytest.fixture
def request_of(cast, rf):
    """A request of the referent for the home page."""
    request = rf.get("/")
    request.actor = cast.referent
    request.resolver_match = resolve("/")
    return request


@reads.confidential
def page(request):
    reads.record([CASE], section="identity")
    return HttpResponse("Mireille")


def test_a_read_leaves_one_line_per_section_and_page(request_of, cast):
    @reads.confidential
    def twice(request):
        reads.record([CASE], section="identity")
        reads.record([CASE], section="identity")
        reads.record([CASE], section="housing")
        return HttpResponse()

    twice(request_of)
    lines = AccessEvent.objects.order_by("section").values_list("section", "cases", "user", "organisation", "url_name")
    actor = cast.referent
    assert list(lines) == [
        ("housing", [CASE], actor.user_id, actor.organisation_id, "home"),
        ("identity", [CASE], actor.user_id, actor.organisation_id, "home"),
    ]


def test_a_list_is_one_line_with_its_cases(request_of):
    others = [uuid.uuid4() for _ in range(3)]

    @reads.confidential
    def listing(request):
        reads.record(others, section="identity", kind=AccessKind.LIST)
        return HttpResponse()

    listing(request_of)
    assert AccessEvent.objects.get().cases == others


def test_when_the_journal_fails_nothing_is_shown(request_of, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("journal plein")

    monkeypatch.setattr(reads.ReadLog, "write", broken)
    with pytest.raises(DatabaseError):
        page(request_of)


def test_what_the_template_reads_is_journalled_too(request_of):
    """The page is rendered inside the wrapper, not after it."""

    class Late(SimpleTemplateResponse):
        def render(self):
            reads.record([CASE], section="contact")
            return HttpResponse("rendu")

    reads.confidential(lambda request: Late("x"))(request_of)
    assert AccessEvent.objects.get().section == "contact"


@pytest.mark.parametrize("refusal", [Http404, PermissionDenied])
def test_a_refusal_is_journalled_although_the_page_is_rolled_back(request_of, refusal):
    @reads.confidential
    def refuse(request):
        reads.record([CASE], section="identity")
        raise refusal

    with pytest.raises(refusal):
        refuse(request_of)
    assert list(AccessEvent.objects.values_list("kind", "cases")) == [(AccessKind.REFUSAL, [])]


def test_reading_outside_the_wrapper_is_an_error():
    with pytest.raises(reads.ReadOutsideWrapper):
        reads.record([CASE], section="identity")


def test_the_database_knows_who_reads_for_this_transaction_only(request_of, cast):
    seen = []

    @reads.confidential
    def ask(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('veille.user', true)")
            seen.append(cursor.fetchone()[0])
        return HttpResponse()

    ask(request_of)
    assert seen == [str(cast.referent.user_id)]


@pytest.mark.parametrize("model", [AuditEvent, AccessEvent])
@pytest.mark.parametrize("act", ["update", "delete", "truncate"])
def test_the_application_cannot_rewrite_a_journal(world, cast, model, act):
    audit.record("test.done", world.dispositif, by=cast.referent)
    statements = {
        "update": f"UPDATE {model._meta.db_table} SET id = id",
        "delete": f"DELETE FROM {model._meta.db_table}",
        "truncate": f"TRUNCATE {model._meta.db_table}",
    }
    refused = pytest.raises(DatabaseError, match=r"permission denied|ne se modifie pas")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements[act])


def test_the_application_owns_no_table(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone()[0] == 0


def partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
        return {name for (name,) in cursor.fetchall()}


def test_months_past_their_term_are_dropped_by_the_owner_only(databases, real_commits):
    with databases.owned(real_commits):
        database.make_partitions(date(2015, 11, 1), months=3)
        dropped = database.drop_expired_partitions(date(2018, 12, 14))
    assert {"core_auditevent_2015_11", "core_accessevent_2015_12"} <= set(dropped)
    assert "core_auditevent_2015_12" in partitions()
    assert {"core_auditevent_default", "core_accessevent_default"} <= partitions()
    with pytest.raises(DatabaseError, match="must be owner"):
        database.drop_expired_partitions(date(2028, 12, 14))


def test_nothing_is_forgotten_under_a_fixed_clock(db):
    with pytest.raises(CommandError, match="VEILLE_TODAY"):
        call_command("purge_journals")


def test_an_act_keeps_codes_and_no_text(world, cast):
    event = audit.record("test.done", world.dispositif, by=cast.referent, changes={"state": ["a", "b"]})
    assert (event.user, event.organisation) == (cast.referent.user_id, cast.referent.organisation_id)
    assert event.object_type == "partners.dispositif"
