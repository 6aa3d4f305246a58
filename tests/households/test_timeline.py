"""The timeline tells what the reader may see, and nothing else."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from accompaniment import services as services_of_support
from accompaniment.models import Measure
from cellule.choices import SessionState
from cellule.models import Session
from cellule.services.decisions import record_decision
from households import services
from households.grants import GrantLevel
from households.models import CaseAccess, ProcedureStep
from households.note_levels import NoteLevel
from households.timeline_drawing import drawing_of
from partners.roles import Role
from tests import factories
from tests.cellule import scenes
from veille.core import clock
from veille.core.formats import month
from veille.core.models import AccessEvent
from veille.core.timeline import Track, events_of, narrowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.make_measure(case, world.association)
    factories.HousingPeriodFactory(case=case, commune=world.commune)
    ProcedureStep.objects.create(case=case, landlord=world.landlord, step="summons")
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    factories.NoteFactory(**author, level=NoteLevel.ASSOCIATION_ONLY, text="Elle a confié sa peur.")
    factories.FindingFactory(**author, difficulty="isolation", is_confided=True)
    factories.FindingFactory(**author, difficulty="rent_arrears")
    return case


def _titles(actor, case):
    return {event.title for event in events_of(actor, case)}


def test_the_worker_reads_every_track_of_her_case(cast, case):
    tracks = {event.track for event in events_of(cast.worker, case)}
    assert {Track.HOUSING, Track.PROCEDURE, Track.SUPPORT, Track.WRITING, Track.FINDING} <= tracks


def test_the_landlord_reads_neither_the_note_nor_what_was_confided(cast, case):
    events = events_of(cast.referent, case)
    assert not [event for event in events if event.track == Track.WRITING]
    assert _titles(cast.referent, case) >= {"Impayés de loyer et de charges"}
    assert "Isolement, repli" not in _titles(cast.referent, case)


def test_litigation_reads_the_procedure_alone(cast, case):
    assert {event.track for event in events_of(cast[Role.LANDLORD_LITIGATION], case)} <= {
        Track.PROCEDURE,
        Track.HOUSING,
    }


def test_the_page_is_narrowed_to_a_track(sign_in, cast, case):
    page = sign_in(cast.worker).get(f"/dossiers/{case.pk}/frise/", {"track": "writing"})
    assert "Elle a confié sa peur." in page.content.decode()
    assert [event.track for event in page.context["events"]] == [Track.WRITING]


def test_a_period_is_kept_when_it_touches_the_days_asked(cast, case):
    today = clock.today()
    housing = [event for event in events_of(cast.worker, case) if event.track == Track.HOUSING]
    assert narrowed(housing, since=today, until=today) == housing


def test_an_unknown_filter_narrows_nothing(sign_in, cast, case):
    page = sign_in(cast.worker).get(f"/dossiers/{case.pk}/frise/", {"track": "autre", "since": "demain"})
    assert len(page.context["events"]) == len(events_of(cast.worker, case))


def test_the_strip_is_a_fragment_and_a_page_without_javascript(sign_in, cast, case):
    client = sign_in(cast.worker)
    address = f"/dossiers/{case.pk}/frise/apercu/"
    assert b"<html" not in client.get(address, headers={"HX-Request": "true"}).content
    assert b"<html" in client.get(address).content


def test_each_section_told_is_in_the_journal_of_reads(sign_in, cast, case):
    sign_in(cast.worker).get(f"/dossiers/{case.pk}/frise/")
    sections = set(AccessEvent.objects.filter(cases=[case.pk]).values_list("section", flat=True))
    assert {"housing", "procedure", "interventions", "findings_support", "findings_landlord"} <= sections


def test_an_empty_file_says_so(sign_in, cast, world):
    case = factories.make_accompanied_case(world, cast)
    page = sign_in(cast.worker).get(f"/dossiers/{case.pk}/frise/", {"since": "1999-01-01", "until": "1999-01-02"})
    assert "Rien sous ces filtres." in page.content.decode()


def test_a_decision_is_told_once_its_session_is_closed(world, cast):
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    assert "Admission" not in "".join(_titles(cast.worker, item.case))
    Session.objects.update(state=SessionState.CLOSED)
    decision = next(e for e in events_of(cast.worker, item.case) if e.track == Track.DECISION and e.detail)
    assert (decision.detail, decision.author) == (world.association.short_name, world.instance.label)


def test_who_follows_the_state_alone_reads_a_decision_without_its_operator(world, cast):
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    Session.objects.update(state=SessionState.CLOSED)
    CaseAccess.objects.filter(organisation=world.landlord).exclude(level=GrantLevel.STATUS).delete()
    told = [event for event in events_of(cast.referent, item.case) if event.track == Track.DECISION]
    assert told
    assert world.association.short_name not in {event.detail for event in told}


def _next(client, case):
    return client.get(f"/dossiers/{case.pk}/prochaine-etape/", headers={"HX-Request": "true"}).content.decode()


def test_the_banner_says_what_comes_next_the_latest_first(sign_in, cast, world, case):
    Measure.objects.update(next_review_on=clock.today() - timedelta(days=2))
    services.plan_next_step(case=case, what="Rappeler l’agence", due_on=clock.today(), by=cast.worker)
    answer = _next(sign_in(cast.worker), case)
    assert "prochain point avec le ménage" in answer
    assert "en retard" in answer


def test_what_comes_next_is_told_by_the_rights_of_the_reader(sign_in, cast, case):
    Measure.objects.update(next_review_on=clock.today())
    services.plan_next_step(case=case, what="Rappeler la famille", due_on=clock.today(), by=cast.worker)
    answer = _next(sign_in(cast.referent), case)
    assert "prochain point" not in answer
    assert "Rappeler" not in answer


def test_nothing_dated_says_nothing(sign_in, cast, case):
    assert "Prochaine étape" not in _next(sign_in(cast.worker), case)


def test_the_levels_are_drawn_as_high_as_they_weigh_between_start_and_end(cast, world, case):
    measure = Measure.objects.get(case=case)
    services_of_support.change_level(
        measure=measure, level="custom", rhythm="daily", weight=4, decided_by="Équipe", by=cast.worker
    )
    levels = [event for event in events_of(cast.worker, case) if event.track == Track.LEVEL]
    drawn = drawing_of(levels, opened_on=case.opened_on, tracks=[Track.LEVEL]).lines[0].spans
    assert max(span.height for span in drawn) == 12
    assert min(span.height for span in drawn) < 12
    assert all(event.day >= measure.started_on for event in levels)


def test_who_knows_the_state_alone_sees_no_level(cast, case):
    assert Track.LEVEL not in {event.track for event in events_of(cast.referent, case)}


def test_the_picture_has_a_name_its_words_and_its_table(sign_in, cast, case):
    factories.InterventionFactory(
        case=case, author=cast.worker.user, organisation=cast.worker.organisation, happened_on=clock.today()
    )
    page = sign_in(cast.worker).get(f"/dossiers/{case.pk}/frise/").content.decode()
    assert 'role="img" aria-label="Frise du dossier. Logement : ' in page
    table = page.split("La frise en tableau")[2]
    assert month(clock.today()) in table
    assert "Visite à domicile" in table
    assert "en cours" in table


def test_of_a_shared_visit_the_landlord_reads_the_day_and_the_nature(cast, case):
    shared = {"case": case, "author": cast.worker.user, "organisation": cast.worker.organisation, "is_shared": True}
    factories.InterventionFactory(**shared, minutes=85)
    factories.InterventionFactory(**shared, outcome="no_show")
    told = [event for event in events_of(cast.referent, case) if event.track == Track.CONTACT]
    assert [(event.title, event.detail) for event in told] == [("Visite à domicile", "")] * 2
    inner = {event.detail for event in events_of(cast.worker, case) if event.track == Track.CONTACT}
    assert inner == {"85 min", "Absence, porte close"}


def test_the_printed_synthesis_draws_the_same_life_in_lines_and_words(sign_in, cast, case):
    answer = sign_in(cast.worker).get(f"/dossiers/{case.pk}/synthese/")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for words in ("Procédure", "Assignation", "Accompagnement", "Niveau"):
        assert words in text
    landlord = sign_in(cast.referent).get(f"/dossiers/{case.pk}/synthese/")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(landlord.content)).pages)
    assert "Niveau" not in text
