"""States move in one place, drafts are kept, a form is sent once, the clock is one."""

import os
import subprocess
import sys
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accompaniment.views import assessments, interventions, meetings, notes
from cellule.choices import SESSION_MOVES, SessionState
from cellule.forms import decisions
from cellule.services import live
from partners.models import Membership
from veille.core import clock, drafts, submissions
from veille.core.models import Draft, Submission
from veille.core.normalise import sort_text
from veille.core.transitions import ForbiddenMove, move


def test_a_move_returns_the_state_before_and_writes_the_rest(world):
    before = move(world.session, SessionState.CONVENED, allowed=SESSION_MOVES, convened_at=clock.now())
    world.session.refresh_from_db()
    assert (before, world.session.state) == (SessionState.PLANNED, SessionState.CONVENED)
    assert world.session.convened_at is not None


def test_a_move_reads_the_stored_state_not_the_one_in_hand(world):
    stale = type(world.session).objects.get(pk=world.session.pk)
    move(world.session, SessionState.CANCELLED, allowed=SESSION_MOVES)
    with pytest.raises(ForbiddenMove, match="De l’état « Annulée », on ne peut pas passer à « Convoquée »"):
        move(stale, SessionState.CONVENED, allowed=SESSION_MOVES)


def test_a_draft_is_found_again_and_sealed(cast):
    drafts.save(by=cast.referent, form="orientation", data={"situation": "Elle a peur du courrier"})
    draft = drafts.find(by=cast.referent, form="orientation")
    assert drafts.open_draft(draft) == {"situation": "Elle a peur du courrier"}
    assert b"peur" not in bytes(draft.payload)


def test_a_draft_belongs_to_one_person_in_one_organisation(cast):
    drafts.save(by=cast.referent, form="orientation", data={})
    assert drafts.find(by=cast.worker, form="orientation") is None


def test_an_older_window_does_not_overwrite_a_later_one(cast):
    first = drafts.save(by=cast.referent, form="orientation", data={"a": 1})
    drafts.save(by=cast.referent, form="orientation", data={"a": 2}, version=first.version)
    with pytest.raises(drafts.StaleDraft):
        drafts.save(by=cast.referent, form="orientation", data={"a": 0}, version=first.version)


def test_expired_drafts_are_forgotten(cast):
    drafts.save(by=cast.referent, form="orientation", data={}, days=-1)
    assert drafts.find(by=cast.referent, form="orientation") is None
    assert drafts.purge_expired() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("form", "days"), [("note", 7), ("noter", 7), ("plan", 30), ("referral", 30), ("essai", 30)])
def test_a_note_waits_seven_days_and_the_rest_thirty(cast, sign_in, form, days):
    typed = {"text": "Un début", "days": "365"}  # the browser does not decide
    assert sign_in(cast.worker).post(reverse("core:draft_save", args=[form]), typed).status_code == 200
    term = drafts.find(by=cast.worker, form=form).expires_at - timezone.now()
    assert timedelta(days=days, minutes=-1) < term <= timedelta(days=days)


def test_the_terms_that_apps_declare_are_those_of_their_pages():
    declared = {form for app in apps.get_app_configs() for form in getattr(app, "draft_days", ())}
    assert declared == {
        notes.DRAFT,
        interventions.DRAFT,
        meetings.HELD_DRAFT,
        assessments.DRAFT,
        live.OPINION,
        live.ADVICE,
        decisions.FORM,
    }


def test_the_page_keeps_a_draft_while_one_types(cast, sign_in):
    client = sign_in(cast.referent)
    address = reverse("core:draft_save", args=["essai"])
    answer = client.post(address, {"text": "Un début", "csrfmiddlewaretoken": "x"})
    assert answer.json() == {"version": 1}
    assert drafts.open_draft(drafts.find(by=cast.referent, form="essai")) == {"text": ["Un début"]}
    assert client.post(address, {"text": "Autre", "draft_version": "0"}).status_code == 409
    assert client.post(address, {"draft_object": "pas un identifiant"}).status_code == 400


def test_a_double_click_does_it_once(cast):
    done, key = [], uuid.uuid4()

    def act():
        done.append(1)
        return f"/orientations/{len(done)}/"

    addresses = [submissions.once(by=cast.referent, form="orientation", key=key, act=act) for _ in range(2)]
    assert addresses == ["/orientations/1/"] * 2


def test_an_act_that_fails_leaves_the_key_free(cast):
    key = uuid.uuid4()

    def fail():
        raise ValidationError("incomplet")

    with pytest.raises(ValidationError):
        submissions.once(by=cast.referent, form="orientation", key=key, act=fail)
    assert submissions.once(by=cast.referent, form="orientation", key=key, act=lambda: "/ok/") == "/ok/"


def test_the_day_is_the_one_of_the_demonstration(settings):
    assert clock.today() == date(2018, 12, 14)
    assert clock.now().date() == date(2018, 12, 14)
    settings.VEILLE_TODAY = None
    assert clock.today() > date(2026, 1, 1)


@pytest.mark.parametrize(
    ("typed", "sorted_as"),
    [
        ("Œuvre-Élodie", "oeuvre elodie"),
        ("  Noël  d’Arc ", "noel d'arc"),
        ("Ağça", "agca"),
        ("STRASSE ß", "strasse ss"),
    ],
)
def test_names_are_sorted_without_accents(typed, sorted_as):
    assert sort_text(typed) == sorted_as


def test_production_refuses_a_fixed_day():
    environment = os.environ | {"VEILLE_ENV": "production", "VEILLE_TODAY": "2018-12-14"}
    command = [sys.executable, "manage.py", "check"]
    started = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert started.returncode != 0
    assert "VEILLE_TODAY est réservé" in started.stderr


def test_production_asks_everybody_for_a_second_factor(settings):
    settings.IS_PRODUCTION, settings.MFA_REQUIRED = True, False
    with pytest.raises(SystemCheckError, match="second facteur"):
        call_command("check", deploy=True, tags=["security"])


@pytest.mark.parametrize(("ago", "told"), [(0, "14"), (1, "13"), (3, "11")])
def test_real_moments_are_told_from_the_day_of_the_demonstration(ago, told):
    kept = datetime.combine(timezone.localdate() - timedelta(days=ago), clock.now().time(), tzinfo=clock.PARIS)
    assert clock.told(kept).strftime("%Y-%m-%d %H:%M") == f"2018-12-{told} {kept:%H:%M}"


def test_real_moments_are_told_as_they_are_without_a_fixed_day(settings):
    settings.VEILLE_TODAY = None
    kept = timezone.now() - timedelta(days=2, hours=3)
    assert clock.told(kept) == kept


def test_a_draft_found_again_says_when_it_was_kept(cast):
    draft = drafts.save(by=cast.worker, form="essai", data={})
    draft.updated_at = timezone.now().astimezone(clock.PARIS).replace(hour=14, minute=32)
    said = render_to_string("components/_draft_status.html", {"saved_at": draft.saved_at})
    assert "Brouillon retrouvé, enregistré aujourd’hui à 14\u00a0h\u00a032." in said


def test_keys_of_sent_forms_are_forgotten_after_their_term(cast):
    for key in (uuid.uuid4(), uuid.uuid4()):
        submissions.once(by=cast.referent, form="essai", key=key, act=lambda: "/")
    Submission.objects.filter(key=key).update(created_at=timezone.now() - submissions.KEPT - timedelta(minutes=1))
    assert submissions.purge_expired() == 1
    assert Submission.objects.count() == 1


def test_what_ends_now_is_closed_from_the_next_request_on(cast):
    held, given_today = cast.referent.memberships[0], cast.worker.memberships[0]
    held.starts_on, given_today.starts_on = clock.today() - timedelta(days=9), clock.today()
    held.end_now()
    given_today.end_now()
    assert Membership.objects.get(pk=held.pk).ends_on == clock.today() - timedelta(days=1)
    assert not Membership.objects.filter(pk=given_today.pk).exists()
