"""A protected detail: a button, a reason, a fresh authentication, a line in the journal."""

from uuid import uuid4

import pytest
from django.urls import reverse

from households import services, tasks
from households.models import ProtectedDetail
from tests import factories
from veille.core.models import AccessEvent, AuditEvent

SECRET = "3 rue des Fictions"
PASSWORD = "une phrase de passe bien longue"


@pytest.fixture
def case(world, cast):
    return factories.restrict(factories.make_accompanied_case(world, cast), cast.worker, cast.manager)


@pytest.fixture
def detail(case, cast):
    return services.protect_detail(case=case, kind="address", value=SECRET, by=cast.worker)


@pytest.fixture
def told(monkeypatch):
    """The mails asked to the background."""
    asked = []
    monkeypatch.setattr(tasks.tell_protected_read, "delay", lambda *args: asked.append(args))
    return asked


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def freshly_signed_in(client, target):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": target})
    return client


def test_no_page_of_the_file_shows_it(case, detail, cast, sign_in):
    client = sign_in(cast.worker)
    for name in ("case_detail", "case_household", "case_housing", "case_access"):
        assert SECRET not in client.get(address(name, case.pk)).content.decode()
    assert "Lire" in client.get(address("case_household", case.pk)).content.decode()


def test_it_lies_encrypted(detail):
    assert SECRET.encode() not in bytes(ProtectedDetail.objects.get().sealed)


def test_reading_asks_the_password_again(case, detail, cast, sign_in):
    target = address("protected_read", case.pk, detail.pk)
    for answer in (sign_in(cast.worker).get(target), sign_in(cast.worker).post(target, {"reason": "visit"})):
        assert answer.status_code == 302
        assert SECRET not in answer.content.decode()
    assert not AuditEvent.objects.filter(name="protected.read").exists()


def test_reading_is_journalled_and_told_to_the_lead_person(
    case, detail, cast, sign_in, told, django_capture_on_commit_callbacks
):
    target = address("protected_read", case.pk, detail.pk)
    client = freshly_signed_in(sign_in(cast.manager), target)
    assert SECRET not in client.get(target).content.decode()
    assert client.post(target, {}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(target, {"reason": "visit"})
    assert SECRET in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    event = AuditEvent.objects.get(name="protected.read")
    assert event.changes == {"kind": "address", "reason": "visit"}
    assert AccessEvent.objects.filter(section="protected", user=cast.manager.user_id).exists()
    assert [user for user, _ in told] == [str(cast.worker.user_id)]


def test_it_is_shown_once_and_not_for_long(case, detail, cast, sign_in, told):
    """The same form sent again, by a reload or the back button, shows nothing: the page asks again."""
    target = address("protected_read", case.pk, detail.pk)
    client = freshly_signed_in(sign_in(cast.worker), target)
    sent = {"reason": "visit", "submission_key": uuid4()}
    first, again = client.post(target, sent), client.post(target, sent)
    assert SECRET in first.content.decode()
    assert first["Refresh"].endswith(address("case_household", case.pk))
    assert (again.status_code, again.url) == (302, target)
    assert AuditEvent.objects.filter(name="protected.read").count() == 1


def test_each_reading_asks_its_reason(case, detail, cast, sign_in, told):
    target = address("protected_read", case.pk, detail.pk)
    client = freshly_signed_in(sign_in(cast.worker), target)
    client.post(target, {"reason": "visit"})
    assert client.get(target).content.decode().count(SECRET) == 0
    assert client.post(target, {}).status_code == 422


def test_the_mail_says_nothing_of_it(case, cast, settings, mailoutbox):
    tasks.tell_protected_read(str(cast.worker.user_id), "http://localhost/dossiers/x/")
    (mail,) = mailoutbox
    assert SECRET not in mail.body
    assert case.number not in mail.subject + mail.body


def test_who_is_not_named_does_not_learn_that_there_is_one(world, cast, sign_in):
    open_case = factories.make_accompanied_case(world, cast)
    services.protect_detail(case=open_case, kind="address", value=SECRET, by=cast.worker)
    page = sign_in(cast.worker).get(address("case_household", open_case.pk)).content.decode()
    assert "Données protégées" not in page
    detail = open_case.protected_details.get()
    assert sign_in(cast.worker).get(address("protected_read", open_case.pk, detail.pk)).status_code == 403


def test_a_detail_is_protected_by_its_form(case, cast, sign_in):
    data = {"kind": "school", "value": "École des Tilleuls fictive"}
    assert sign_in(cast.worker).post(address("protected_add", case.pk), data).status_code == 302
    assert ProtectedDetail.objects.get().kind == "school"
