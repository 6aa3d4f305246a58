"""Running situations come back by themselves: when, with what changed, completed by whom, read by whom."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accompaniment.models import Intervention, Measure, MeasureLevel, Suspension
from cellule.changes import changes_since
from cellule.choices import AgendaKind, AgendaState, SessionState, SheetState
from cellule.models import AgendaItem, Decision, PresentationSheet, Session
from cellule.reviews import due_measures, due_reviews
from cellule.services.reviews import bring_back, refresh_changes
from cellule.services.sheets import freeze_sheet, write_sheet
from cellule.todo import work_items
from households.models import Case, CaseTeamMember, Exclusion, Finding, ProcedureHold, ProcedureStep
from partners.roles import Role
from tests import factories
from tests.cellule import scenes
from veille.core import clock
from veille.core.reads import ReadLog, _log

EXAMINED, NEXT = date(2018, 6, 21), date(2018, 12, 20)


@pytest.fixture
def running(world, cast):
    return examined(world, cast, next_on=NEXT)


def examined(world, cast, next_on):
    """A situation admitted in June by the cellule of the north, accompanied since, to look at again on a day."""
    sheet = scenes.frozen(world, cast)
    item = AgendaItem.objects.get(sheet=sheet)
    former = Session.objects.create(
        instance=world.instance,
        held_on=EXAMINED,
        starts_at=time(9),
        state=SessionState.CLOSED,
        closed_at=clock.at(EXAMINED),
    )
    AgendaItem.objects.filter(pk=item.pk).update(session=former, state=AgendaState.DECIDED)
    PresentationSheet.objects.filter(pk=sheet.pk).update(session=former, frozen_at=clock.at(EXAMINED))
    item.referral.state = "taken_up"
    item.referral.save()
    Case.objects.filter(pk=item.case_id).update(opened_on=EXAMINED, admitted_on=EXAMINED)
    measure = Measure.objects.create(
        case=item.case,
        operator=world.association,
        state="active",
        decided_on=EXAMINED,
        started_on=EXAMINED,
        activated_on=EXAMINED,
        next_review_on=next_on,
    )
    MeasureLevel.objects.create(
        measure=measure, level="custom", rhythm="weekly", weight=Decimal(1), decided_by="la cellule", starts_on=EXAMINED
    )
    Decision.objects.create(
        case=item.case,
        agenda_item=item,
        referral=item.referral,
        measure=measure,
        body="instance",
        code="admit",
        level="custom",
        operator=world.association,
        contact_by=world.association,
        contact_before=EXAMINED,
        decided_on=EXAMINED,
        next_review_on=next_on,
        recorded_by=cast.secretary.user,
    )
    factories.grant(item.case, world.association, "lead")
    CaseTeamMember.objects.create(
        case=item.case, user=cast.worker.user, organisation=world.association, part="lead", starts_on=EXAMINED
    )
    return measure


def due(world, cast) -> list[Measure]:
    return list(due_measures(world.session, cast.secretary))


def words(measure, since=EXAMINED, shown=()) -> str:
    return " ; ".join(line["words"] for line in changes_since(measure, since, list(shown)))


# When


def test_it_comes_on_the_day_that_was_decided(world, cast, running):
    assert due(world, cast) == [running]
    Measure.objects.update(next_review_on=date(2019, 3, 1))
    assert due(world, cast) == [running]  # the accompaniment's own date does not move the instance's


def test_it_does_not_come_before_its_day(world, cast):
    measure = examined(world, cast, next_on=date(2019, 3, 1))
    assert due(world, cast) == []
    Measure.objects.update(next_review_on=date(2018, 12, 19))
    assert due(world, cast) == [measure]


def test_a_date_is_spent_once_it_was_examined(world, cast):
    measure = examined(world, cast, next_on=None)
    Measure.objects.update(next_review_on=date(2018, 6, 10))
    assert due(world, cast) == []
    Measure.objects.update(next_review_on=date(2018, 6, 30))
    assert due(world, cast) == [measure]


def test_without_any_date_it_comes_at_the_rhythm_of_the_dispositif(world, cast):
    measure = examined(world, cast, next_on=None)
    assert due(world, cast) == []  # six months are over the day after the session
    Session.objects.filter(held_on=EXAMINED).update(held_on=date(2018, 5, 17))
    assert due(world, cast) == [measure]
    Measure.objects.update(state="suspended")
    assert due(world, cast) == []  # the rhythm waits while it is suspended


def test_one_that_waits_on_an_agenda_is_not_put_on_the_following_one(world, cast, running):
    following = Session.objects.create(instance=world.instance, held_on=date(2019, 1, 17), starts_at=time(9))
    assert due_measures(following, cast.secretary).get() == running
    bring_back(session=world.session, measures=[running], by=cast.secretary)
    assert not due_measures(following, cast.secretary).exists()
    AgendaItem.objects.filter(session=world.session).update(state=AgendaState.POSTPONED)
    assert due_measures(following, cast.secretary).get() == running


def test_a_suspended_one_comes_when_its_date_has_passed(world, cast, running):
    Measure.objects.update(state="suspended")
    Suspension.objects.create(
        measure=running, reason="hospitalisation", starts_on=date(2018, 10, 1), decided_by=cast.worker.user
    )
    assert due(world, cast) == [running]
    reviews, count = due_reviews(world.session, cast.secretary)
    assert (count, [review.why for review in reviews]) == (1, ["examen prévu le 20\u00a0décembre 2018"])


@pytest.mark.parametrize("way", ["ended", "closed", "listed", "excluded", "elsewhere"])
def test_it_does_not_come(world, cast, running, way):
    if way == "ended":
        Measure.objects.update(state="ended", ended_on=NEXT, exit_reason="other", exit_outcome="unknown")
    elif way == "closed":
        running.case.closed_on = clock.today()
        running.case.save()
    elif way == "listed":
        bring_back(session=world.session, measures=[running], by=cast.secretary)
    elif way == "excluded":
        Exclusion.objects.create(case=running.case, user=cast.secretary.user, declared_on=clock.today())
    else:
        other = world.dispositif.instances.get(territory=world.other_territory)
        Session.objects.update(instance=other)
        running.case.referrals.update(instance=other)
        assert due_measures(Session(instance=world.instance, held_on=NEXT), cast.secretary).count() == 0
        return
    assert due(world, cast) == []


def test_a_restricted_one_comes_to_the_secretaries_it_names(world, cast, running):
    factories.restrict(running.case)
    assert due(world, cast) == []
    factories.restrict(running.case, cast.secretary)
    assert due(world, cast) == [running]


# What changed


def test_visits_are_counted_against_the_rhythm(world, cast, running):
    Intervention.objects.create(
        case=running.case,
        measure=running,
        kind="home_visit",
        outcome="effective",
        happened_on=date(2018, 12, 10),
        minutes=60,
        author=cast.worker.user,
        organisation=world.association,
    )
    assert "1\u00a0visite à domicile faite sur 25\u00a0prévues" in words(running)
    assert "aucun contact" not in words(running)


def test_silence_is_said_and_a_suspended_one_owes_nothing(world, cast, running):
    assert "aucun contact depuis 176\u00a0jours" in words(running)
    Measure.objects.update(state="suspended")
    Suspension.objects.create(
        measure=running, reason="hospitalisation", starts_on=date(2018, 7, 1), decided_by=cast.worker.user
    )
    said = words(running)
    assert "aucun contact" not in said
    assert "accompagnement suspendu depuis le 1er juillet 2018" in said.replace("\u00a0", " ")
    assert "hospital" not in said


def test_levels_steps_and_holds_are_told_without_a_name(world, cast, running):
    MeasureLevel.objects.update(ends_on=date(2018, 9, 1))
    MeasureLevel.objects.create(
        measure=running,
        level="global",
        rhythm="weekly",
        weight=Decimal(2),
        decided_by="la cellule",
        starts_on=date(2018, 9, 2),
    )
    ProcedureStep.objects.create(case=running.case, landlord=world.landlord, step="notice", starts_on=date(2018, 10, 3))
    ProcedureStep.objects.create(
        case=running.case,
        landlord=world.landlord,
        step="amicable",
        starts_on=date(2018, 1, 3),
        ends_on=date(2018, 2, 1),
    )
    ProcedureHold.objects.create(
        case=running.case,
        landlord=world.landlord,
        state="agreed",
        asked_on=date(2018, 10, 1),
        asked_by=cast.worker.user,
        organisation=world.association,
        decided_on=date(2018, 10, 2),
        decided_by=cast.referent.user,
        starts_on=date(2018, 10, 2),
        ends_on=date(2019, 3, 2),
    )
    said = words(running).replace("\u00a0", " ")
    assert "depuis le 2 septembre 2018" in said
    assert "commandement de payer en octobre 2018" in said
    assert "amiable" not in said
    assert "mise en attente par le bailleur jusqu’en mars 2019" in said
    assert world.landlord.name not in said


def test_only_the_difficulties_already_shown_are_told_and_never_what_was_confided(world, cast, running):
    shown = [{"code": "rent_arrears", "label": "Impayés", "severity": 4}]
    fields = {"case": running.case, "organisation": world.association, "author": cast.worker.user, "source": "stated"}
    for code, severity, confided in (("rent_arrears", 2, False), ("addiction", 4, False), ("isolation", 3, False)):
        Finding.objects.create(difficulty=code, severity=severity, is_confided=confided, found_on=NEXT, **fields)
    Finding.objects.create(
        difficulty="rent_arrears", severity=1, is_confided=True, found_on=NEXT + timedelta(days=1), **fields
    )
    said = words(running, shown=shown)
    assert "de 4/4 à 2/4" in said
    assert said.count("/4") == 2


def test_of_a_restricted_one_only_counts_are_told(world, cast, running):
    ProcedureStep.objects.create(case=running.case, landlord=world.landlord, step="notice", starts_on=NEXT)
    factories.restrict(running.case, cast.secretary)
    codes = {line["code"] for line in changes_since(running, EXAMINED, [])}
    assert codes == {"visits", "silence"}
    bring_back(session=world.session, measures=[running], by=cast.secretary)
    sheet = PresentationSheet.objects.get(session=world.session)
    assert (sheet.facts, sheet.composition, sheet.findings, sheet.question) == ("", "", [], "")


# The sheet


def test_one_click_puts_them_all_and_drafts_their_sheets(world, cast, running, sign_in):
    client, url = sign_in(cast.secretary), reverse("cellule:follow_up_add", args=[world.session.pk])
    page = client.get(reverse("cellule:session_detail", args=[world.session.pk])).content.decode()
    former = PresentationSheet.objects.get()
    assert former.pseudonym in page
    assert running.case.number not in page
    client.post(url)
    item = AgendaItem.objects.get(session=world.session)
    assert (item.kind, item.case, item.owner, item.sheet) == (
        AgendaKind.FOLLOW_UP,
        running.case,
        world.association,
        None,
    )
    sheet = PresentationSheet.objects.get(session=world.session)
    assert (sheet.pseudonym, sheet.since_on, sheet.state) == (former.pseudonym, EXAMINED, SheetState.DRAFT)
    assert sheet.facts == former.facts
    assert sheet.changes
    client.post(url)
    assert AgendaItem.objects.filter(session=world.session).count() == 1


def test_who_accompanies_is_asked_to_complete_it(world, cast, running, sign_in):
    bring_back(session=world.session, measures=[running], by=cast.secretary)
    sheet = PresentationSheet.objects.get(session=world.session)
    token = _log.set(ReadLog(cast.worker, "home"))
    titles = [line.title for line in work_items(cast.worker)]
    _log.reset(token)
    assert any("Fiche de suivi à compléter" in title for title in titles)
    client, url = sign_in(cast.worker), reverse("cellule:sheet_detail", args=[sheet.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert "Ce qui a changé" in page.content.decode()
    kept = sheet.changes[0]["code"]
    typed = {
        "composition": "1 adulte",
        "age_bands": "35 à 44 ans",
        "facts": "La dette baisse.",
        "question": "Et après ?",
    }
    client.post(url, {**typed, "changes": [kept], "act": "freeze", "edition": sheet.edition})
    sheet.refresh_from_db()
    assert (sheet.state, [line["code"] for line in sheet.changes]) == (SheetState.FROZEN, [kept])
    for actor in (cast.referent, cast.colleague, cast.other_worker, cast.partner(Role.ASSOCIATION_WORKER)):
        assert sign_in(actor).get(url).status_code in (403, 404)


def test_what_changed_may_be_taken_again_before_it_is_frozen(world, cast, running, sign_in):
    bring_back(session=world.session, measures=[running], by=cast.secretary)
    sheet = PresentationSheet.objects.get(session=world.session)
    ProcedureStep.objects.create(case=running.case, landlord=world.landlord, step="notice", starts_on=clock.today())
    client, url = sign_in(cast.worker), reverse("cellule:sheet_detail", args=[sheet.pk])
    typed = {"facts": "Un mot nouveau", "question": "Et après ?", "changes": []}
    client.post(url, {**typed, "act": "refresh", "edition": sheet.edition})
    sheet.refresh_from_db()
    assert sheet.facts == "Un mot nouveau"
    assert any("commandement" in line["words"] for line in sheet.changes)


def test_members_read_the_frozen_review_and_nothing_before(world, cast, running, sign_in):
    bring_back(session=world.session, measures=[running], by=cast.secretary)
    sheet = PresentationSheet.objects.get(session=world.session)
    Session.objects.filter(pk=world.session.pk).update(state=SessionState.CONVENED)
    client, url = sign_in(cast.member), reverse("cellule:sheet_detail", args=[sheet.pk])
    assert client.get(url).status_code == 404
    sheet = write_sheet(sheet=sheet, by=cast.worker, edition=sheet.edition, facts="La dette baisse.")
    freeze_sheet(sheet=sheet, by=cast.worker, confirmed=True)
    page = client.get(url)
    assert page.status_code == 200
    assert "aucun contact depuis" in page.content.decode().lower()
    pdf = client.get(reverse("cellule:sheet_document", args=[sheet.pk]))
    assert pdf.status_code == 200


def test_a_frozen_review_is_computed_no_more(world, cast, running):
    bring_back(session=world.session, measures=[running], by=cast.secretary)
    sheet = PresentationSheet.objects.get(session=world.session)
    freeze_sheet(sheet=sheet, by=cast.worker, confirmed=True)
    with pytest.raises(Exception, match="figée"):
        refresh_changes(sheet=sheet, by=cast.worker)


def test_the_secretary_learns_how_many_come_back(world, cast, running):
    token = _log.set(ReadLog(cast.secretary, "home"))
    titles = [line.title for line in work_items(cast.secretary)]
    _log.reset(token)
    assert any("1\u00a0situation à revoir" in title for title in titles)
