"""The preparation in a file: clock, modules, presences, the attestation, what awaits who leads it."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import resolve, reverse
from pypdf import PdfReader

from accompaniment import services
from accompaniment.models import Measure, PreparationCertificate, PreparationInvitation, Suspension
from accompaniment.preparation.panel import preparation_of
from accompaniment.services.certificates import attest_preparation
from accompaniment.services.preparation import Mark
from accompaniment.todo import work_items
from households.permissions import section_rights
from tests import factories
from veille.core import clock
from veille.core.reads import confidential


@pytest.fixture
def case(prepared):
    return prepared()


@pytest.fixture
def measure(case):
    return Measure.objects.get(case=case)


@pytest.fixture
def attended(cast, case, plan):
    """A session the household came to, or not."""

    def make(presence="present", **fields):
        session = plan(**fields)
        services.invite_to_preparation(session=session, cases=[case], by=cast.worker)
        row = PreparationInvitation.objects.get(session=session, case=case)
        mark = Mark(row.pk, ("expected", ""), presence, "work" if presence == "excused" else "")
        services.note_attendance(session=session, marks=[mark], by=cast.worker)
        return session

    return make


def panel_of(actor, case):
    return preparation_of(actor, case, section_rights(actor, case))


def awaiting(actor):
    """The lines of À faire, asked as its page asks them."""
    found = []
    request = RequestFactory().get("/")
    request.actor, request.resolver_match = actor, resolve("/")
    confidential(lambda request: found.extend(work_items(actor)))(request)
    return found


def page_of(client, case):
    return client.get(reverse("accompaniment:case_fragment", args=[case.pk])).content.decode()


def test_a_module_is_done_after_its_sessions_or_its_hours(cast, case, attended):
    attended(), attended(module="moving", minutes=120)
    panel = panel_of(cast.worker, case)
    assert [(line.words, line.is_done) for line in panel.modules] == [
        ("1 sur 2\xa0séances", False),
        ("2\xa0h sur 3\xa0h", False),
    ]
    attended(), attended("late", module="moving", minutes=60)
    panel = panel_of(cast.worker, case)
    assert (panel.done, panel.missing) == (2, [])


def test_presences_are_counted_on_the_sessions_noted(cast, case, attended, plan):
    attended(), attended("absent"), attended("excused"), attended("late")
    coming = plan(planned_on=clock.today() + timedelta(days=3))
    services.invite_to_preparation(session=coming, cases=[case], by=cast.worker)
    panel = panel_of(cast.worker, case)
    assert (panel.came, panel.noted, len(panel.coming)) == (2, 4, 1)


def test_the_days_left_leave_out_the_suspension(cast, case, measure):
    before = panel_of(cast.worker, case)
    first = measure.started_on + timedelta(days=5)
    Suspension.objects.create(
        measure=measure,
        reason="household_away",
        starts_on=first,
        ends_on=first + timedelta(days=9),
        decided_by=cast.worker.user,
    )
    after = panel_of(cast.worker, case)
    assert after.suspended == 10 and after.days_left == before.days_left + 10


def test_the_file_shows_it_with_what_is_left_and_the_act_that_ends_it(cast, case, attended, sign_in):
    attended()
    page = page_of(sign_in(cast.worker), case)
    for words in ("Préparation au logement", "À suivre", "Terminer la préparation", "Établir l’attestation", "0 / 2"):
        assert words in page


def test_once_active_the_panel_says_when_it_ended(cast, case, measure, attended):
    attended()
    services.activate_measure(measure=measure, by=cast.worker)
    panel = panel_of(cast.worker, case)
    assert (panel.ended_on, panel.ends_on, panel.may_end) == (clock.today(), None, False)


def test_nothing_for_a_household_nobody_prepares(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.make_measure(case, world.association)
    assert panel_of(cast.worker, case) is None


def test_who_leads_is_told_of_the_end_and_of_what_is_missing(cast, case, measure, attended):
    attended()
    Measure.objects.filter(pk=measure.pk).update(started_on=clock.today() - timedelta(days=88))
    titles = [item.title for item in awaiting(cast.worker)]
    assert any(title.startswith("Préparation qui s’achève : 2") for title in titles)


def test_a_month_before_the_end_what_nobody_planned_is_told(cast, case, measure, plan, cases):
    Measure.objects.filter(pk=measure.pk).update(started_on=clock.today() - timedelta(days=70))

    def told():
        return [item for item in awaiting(cast.worker) if item.title.startswith("Préparation : ")]

    assert [item.title for item in told()] == ["Préparation : 2\xa0modules à prévoir"]
    for module in ("rights", "moving"):
        session = plan(module=module, planned_on=clock.today() + timedelta(days=3))
        services.invite_to_preparation(session=session, cases=[case], by=cast.worker)
    assert told() == []


def test_a_session_whose_attendance_waits_is_one_line_for_who_animates_it(cast, cases, session):
    services.invite_to_preparation(session=session, cases=cases, by=cast.worker)

    def told(actor):
        return [item for item in awaiting(actor) if item.title.startswith("Présences à noter")]

    (item,) = told(cast.worker)
    assert item.url == reverse("accompaniment:preparation_attendance", args=[session.pk])
    assert not told(cast.other_worker) and not told(cast.manager)
    marks = [Mark(row.pk, ("expected", ""), "present") for row in PreparationInvitation.objects.all()]
    services.note_attendance(session=session, marks=marks, by=cast.worker)
    assert not told(cast.worker)


def test_the_attestation_says_modules_and_days_and_no_absence(cast, case, measure, attended, sign_in):
    first = attended()
    attended("absent", module="moving")
    client = sign_in(cast.worker)
    address = reverse("accompaniment:certificate_create", args=[measure.pk])
    shown = client.get(address).content.decode()
    assert "Droits et devoirs" in shown and "Emménager" not in shown
    sent = {"reader": "commission", "agreed": "on", "agreed_on": clock.today().isoformat()}
    assert client.post(address, sent).status_code == 302
    certificate = PreparationCertificate.objects.get()
    assert "Attestation du" in page_of(client, case)
    paper = client.get(reverse("accompaniment:certificate_print", args=[certificate.pk]))
    pages = PdfReader(io.BytesIO(paper.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Droits et devoirs" in text and str(first.planned_on.year) in text
    assert "Emménager" not in text and "Absen" not in text


def test_without_the_agreement_nothing_is_made(cast, measure, attended, sign_in):
    attended()
    sent = {"reader": "landlord", "agreed_on": clock.today().isoformat()}
    answer = sign_in(cast.worker).post(reverse("accompaniment:certificate_create", args=[measure.pk]), sent)
    assert answer.status_code == 422 and "Sans l’accord du ménage" in answer.content.decode()
    assert not PreparationCertificate.objects.exists()


def test_an_attestation_has_something_to_say_and_an_agreement_of_the_past(cast, measure, attended):
    made = {"measure": measure, "reader": "household", "by": cast.worker}
    with pytest.raises(ValidationError, match="Aucune séance suivie"):
        attest_preparation(agreed_on=clock.today(), **made)
    attended()
    with pytest.raises(ValidationError, match="date passée"):
        attest_preparation(agreed_on=clock.today() + timedelta(days=1), **made)


def test_an_attestation_stays_what_it_was(cast, measure, attended):
    session = attended()
    certificate = attest_preparation(measure=measure, reader="household", agreed_on=clock.today(), by=cast.worker)
    before = certificate.content
    row = PreparationInvitation.objects.get(session=session, case=measure.case)
    mark = Mark(row.pk, ("present", ""), "absent")
    services.note_attendance(session=session, marks=[mark], by=cast.worker)
    certificate.refresh_from_db()
    assert certificate.content == before


def test_the_landlord_finds_no_attestation(cast, measure, attended, sign_in):
    attended()
    certificate = attest_preparation(measure=measure, reader="landlord", agreed_on=clock.today(), by=cast.worker)
    answer = sign_in(cast.referent).get(reverse("accompaniment:certificate_print", args=[certificate.pk]))
    assert answer.status_code == 404
