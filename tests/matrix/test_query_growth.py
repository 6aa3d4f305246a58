"""The same number of queries for two rows and for twelve."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households.models import Case
from tests.matrix import (
    growth,
    growth_calendar,
    growth_capacity,
    growth_collective,
    growth_coordination,
    growth_diagnoses,
    growth_documents,
    growth_doors,
    growth_ends,
    growth_expertise,
    growth_field,
    growth_household_preparation,
    growth_housing,
    growth_housing_path,
    growth_network,
    growth_outside,
    growth_places,
    growth_plans,
    growth_reads,
    growth_rights,
    growth_searches,
    growth_sheets,
    growth_solicitations,
    growth_team,
)
from tests.matrix.visit import rolled_back


@dataclass(frozen=True)
class List:
    """A page, who opens it, and what makes it longer."""

    name: str
    who: str
    grow: Callable
    at: dict[str, str] = field(default_factory=dict)
    query: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} {self.who} {self.grow.__qualname__.split('.')[0]} {' '.join(self.at.values())}{self.query}"


WORKER, REFERENT, SECRETARY, MEMBER = "association_worker", "landlord_referent", "instance_secretary", "instance_member"
MANAGER, LANDLORD, PILOT = "association_manager", "landlord_manager", "project_manager"
MAIN, PLANNED, PAPERED = {"pk": "main"}, {"pk": "planned"}, {"pk": "papered"}
COORDINATED = {"pk": "coordinated"}
DISPOSITIF = {"pk": "dispositif"}
COLLECTIVE = {"pk": "collective"}
PREPARED = {"pk": "preparation_session"}
EXPERT, HELD = "expert", {"pk": "training_held"}


def _of_session(name: str, who: str, state: str, *, item: str = "", **more) -> List:
    at = {"pk": f"session_{state}"} | ({"item": item} if item else {})
    return List(name, who, growth.agenda(state, **more), at)


LISTS = [
    *(List("households:place_list", who, growth_places.places) for who in (WORKER, MANAGER)),
    List("households:place_list", PILOT, growth_places.places),
    List("households:place_history", MANAGER, growth_places.places),
    *(
        List("households:shared_dwelling", WORKER, grow, {"pk": "shared_dwelling"})
        for grow in (growth_places.places, growth_places.incidents)
    ),
    List("accompaniment:preparation_list", WORKER, growth_household_preparation.sessions),
    List("accompaniment:preparation_list", MANAGER, growth_household_preparation.sessions),
    List("accompaniment:preparation_detail", WORKER, growth_household_preparation.invited, PREPARED),
    List("accompaniment:preparation_attendance", WORKER, growth_household_preparation.invited, PREPARED),
    List("accompaniment:preparation_invite", WORKER, growth_household_preparation.prepared, PREPARED),
    List("accompaniment:case_fragment", WORKER, growth_household_preparation.followed, {"pk": "measured_preparation"}),
    *(List("cellule:candidature_list", who, growth_searches.asked) for who in (WORKER, "landlord_allocation")),
    List("cellule:candidature_list", SECRETARY, growth_searches.decided),
    List("cellule:housing_path", WORKER, growth_housing_path.searched, {"pk": "case_stay"}),
    List("home", WORKER, growth_housing_path.renewed),
    List("home", WORKER, growth_ends.ending),
    List("cellule:candidature_list", SECRETARY, growth_searches.decided, query="?etat=terminees"),
    *(List("cellule:held_list", who, growth_doors.links) for who in (SECRETARY, PILOT)),
    *(List("cellule:approval_list", who, growth_doors.approvals) for who in (REFERENT, LANDLORD)),
    List("cellule:alert_list", REFERENT, growth_doors.alerts),
    *(List("cellule:referral_delays", who, growth.referred) for who in (SECRETARY, PILOT)),
    *(List("home", SECRETARY, grow) for grow in (growth_doors.links, growth_searches.decided)),
    List("home", LANDLORD, growth_doors.approvals),
    List("accompaniment:caseload_list", MANAGER, growth_team.led),
    List("accompaniment:caseload_list", MANAGER, growth_team.colleagues),
    *(List("accompaniment:caseload_detail", who, growth_team.led, growth_team.HERS) for who in (WORKER, MANAGER)),
    List("accompaniment:absence_create", WORKER, growth_team.led, growth_team.HERS),
    List("accompaniment:handover_create", MANAGER, growth_team.led, growth_team.HERS),
    *(List("accompaniment:absence_list", who, growth_team.away) for who in (WORKER, MANAGER)),
    *(List("accompaniment:handover_list", who, growth_team.handed) for who in (WORKER, MANAGER)),
    *(List("accompaniment:handover_detail", who, growth_team.handed, growth_team.HANDED) for who in (WORKER, MANAGER)),
    *(List("home", WORKER, grow) for grow in (growth_team.handed, growth_team.led)),
    List("home", REFERENT, growth_doors.alerts),
    *(List("households:case_list", who, growth.accompanied) for who in (WORKER, MANAGER, REFERENT)),
    List("households:case_list", SECRETARY, growth.referred),
    *(List("cellule:session_calendar", who, growth_calendar.sessions) for who in (SECRETARY, MEMBER, PILOT)),
    List("cellule:session_calendar", SECRETARY, growth_calendar.sessions, query="?vue=annee"),
    List("home", MEMBER, growth_calendar.sessions),
    List("cellule:session_invitations", SECRETARY, growth_calendar.guests, {"pk": "session_convened"}),
    List("cellule:session_ahead", SECRETARY, growth_calendar.guests, {"pk": "instance"}),
    List("households:import_list", REFERENT, growth_sheets.imports),
    *(List("households:tracking_list", who, growth.accompanied) for who in (WORKER, MANAGER, REFERENT)),
    *(List("households:case_timeline", who, growth.in_the_file, MAIN) for who in (WORKER, REFERENT)),
    *(
        List(f"households:{name}", who, growth.in_the_file, MAIN)
        for name in ("case_detail", "case_household", "case_housing")
        for who in (WORKER, REFERENT)
    ),
    *(
        List(f"households:{name}", who, growth_housing.in_the_file, MAIN)
        for name in ("case_detail", "case_housing", "case_difficulties")
        for who in (WORKER, REFERENT)
    ),
    *(List("home", who, growth_housing.in_the_file) for who in (WORKER, LANDLORD)),
    *(List("households:case_access", who, growth.in_the_file, MAIN) for who in (WORKER, MANAGER)),
    List("households:case_access", MANAGER, growth.team, MAIN),
    List("households:team_add", MANAGER, growth.team, MAIN),
    *(List("households:case_documents", who, growth_documents.deposited, MAIN) for who in (WORKER, REFERENT)),
    List("households:document_detail", WORKER, growth_documents.versions, {**MAIN, "document_pk": "document_shared"}),
    *(List("households:duty_list", MANAGER, grow) for grow in (growth_reads.shifts, growth_reads.emergencies)),
    *(List(name, WORKER, growth_reads.emergencies) for name in ("households:duty_list", "home")),
    List("households:reading_list", WORKER, growth_reads.looked, MAIN),
    *(List(f"households:{name}", "dpo", growth_reads.looked) for name in ("journal_list", "journal_acts")),
    *(List(f"accompaniment:{name}", WORKER, growth.team, MAIN) for name in ("note_create", "quick_entry")),
    *(
        List(f"accompaniment:{name}", who, growth.in_the_file, MAIN)
        for name in ("case_fragment", "feed_fragment")
        for who in (WORKER, REFERENT)
    ),
    *(
        List("accompaniment:diagnosis_fragment", who, growth_diagnoses.accompaniments, MAIN)
        for who in (WORKER, REFERENT)
    ),
    List("accompaniment:diagnosis_detail", WORKER, growth_diagnoses.found, {"pk": "diagnosis_done"}),
    *(List("accompaniment:collective_list", who, growth_collective.actions) for who in (WORKER, REFERENT)),
    *(List("accompaniment:collective_numbers", who, growth_collective.ended) for who in (REFERENT, PILOT)),
    *(
        List("accompaniment:collective_detail", who, growth_collective.sessions, COLLECTIVE)
        for who in (WORKER, REFERENT)
    ),
    List("accompaniment:collective_people", WORKER, growth_collective.participants, COLLECTIVE),
    List("accompaniment:collective_session", WORKER, growth_collective.participants, {"pk": "collective_session"}),
    *(List("accompaniment:cooperative_list", who, growth_collective.cooperatives) for who in (WORKER, REFERENT)),
    *(
        List("accompaniment:cooperative_detail", who, growth_collective.members, {"pk": "cooperative"})
        for who in (WORKER, REFERENT)
    ),
    *(List(name, WORKER, growth_collective.actions) for name in ("home", "accompaniment:visit_calendar")),
    *(List("accompaniment:solicitation_list", who, growth_solicitations.asked) for who in (WORKER, MANAGER, REFERENT)),
    *(List("accompaniment:case_fragment", who, growth_solicitations.asked, MAIN) for who in (WORKER, REFERENT)),
    List("home", WORKER, growth_solicitations.asked),
    *(List("accompaniment:case_parts", who, growth_solicitations.both_parts, MAIN) for who in (WORKER, REFERENT)),
    *(List("accompaniment:plan_fragment", who, growth.objectives, PLANNED) for who in (WORKER, REFERENT)),
    *(List("accompaniment:plan_fragment", who, growth_plans.papers, PAPERED) for who in (WORKER, REFERENT)),
    List("accompaniment:summaries_fragment", REFERENT, growth_plans.papers, PAPERED),
    List("households:case_timeline", WORKER, growth_plans.papers, PAPERED),
    List("home", WORKER, growth_plans.papers),
    *(List(name, "dpo", growth_rights.asked) for name in ("households:rights_list", "home")),
    *(List(name, REFERENT, growth_rights.asked) for name in ("households:rights_list", "home")),
    *(List(f"households:{name}", "dpo", growth_rights.ending) for name in ("retention_list", "certificate_list")),
    List("households:rights_file", REFERENT, growth_rights.lines, {"pk": "request_gathered"}),
    List("cellule:case_fragment", WORKER, growth.in_the_file, MAIN),
    List("cellule:referral_list", SECRETARY, growth.referred),
    List("cellule:referral_mine", REFERENT, growth.referred),
    List("cellule:referral_mine", REFERENT, growth.agenda("closed", decided=True)),
    List("cellule:session_list", SECRETARY, growth.sessions),
    List("cellule:session_list", SECRETARY, growth.past_sessions),
    List("cellule:session_list", MEMBER, growth.past_sessions),
    *(List("cellule:seat_list", who, growth.seats, {"pk": "instance"}) for who in (SECRETARY, PILOT)),
    _of_session("cellule:session_detail", SECRETARY, "planned", frozen=False),
    _of_session("cellule:session_detail", SECRETARY, "convened"),
    _of_session("cellule:session_detail", MEMBER, "convened"),
    _of_session("cellule:session_detail", SECRETARY, "closed", decided=True),
    _of_session("cellule:session_detail", MEMBER, "closed", decided=True),
    _of_session("cellule:session_at", SECRETARY, "open", item="item_open"),
    _of_session("cellule:session_at", SECRETARY, "open", item="item_open", decided=True),
    _of_session("cellule:session_closing", SECRETARY, "open", decided=True),
    List("cellule:sheet_list", SECRETARY, growth.agenda("planned", frozen=False)),
    List("cellule:sheet_list", REFERENT, growth.agenda("planned", frozen=False)),
    List("funding:plan_list", PILOT, growth.plans),
    *(List(f"funding:{name}", PILOT, growth.budget_lines, {"pk": "plan"}) for name in ("plan_detail", "plan_funders")),
    *(List("reports:dashboard_detail", who, growth.accompanied, DISPOSITIF) for who in (PILOT, MANAGER)),
    List("reports:indicator_list", PILOT, growth.accompanied, DISPOSITIF),
    *(
        List("reports:indicator_detail", who, growth.accompanied, DISPOSITIF | {"code": "code_activity"})
        for who in (PILOT, MANAGER)
    ),
    *(List("cellule:capacity_board", who, growth_capacity.operators) for who in (SECRETARY, PILOT)),
    *(List("cellule:capacity_board", who, growth_capacity.dwellings) for who in (SECRETARY, LANDLORD)),
    List("cellule:capacity_board", MANAGER, growth.accompanied),
    *(
        List("cellule:capacity_fragment", SECRETARY, grow, {"pk": "item_open"})
        for grow in (growth_capacity.operators, growth_capacity.dwellings)
    ),
    *(List("partners:worker_list", who, growth_network.workers) for who in (MANAGER, REFERENT)),
    *(List("partners:directory_list", who, growth_network.directory) for who in (PILOT, REFERENT)),
    List("partners:directory_detail", PILOT, growth_network.workers, {"pk": "partner"}),
    *(List("partners:convention_list", who, growth_network.conventions) for who in (PILOT, MANAGER)),
    *(List("home", who, growth_network.conventions) for who in (PILOT, MANAGER)),
    List("partners:convention_detail", PILOT, growth_network.parts, {"pk": "convention_prepared"}),
    *(
        List(name, who, growth_expertise.questions)
        for name in ("cellule:expert_list", "home")
        for who in (REFERENT, EXPERT)
    ),
    List("cellule:expert_detail", EXPERT, growth_expertise.messages, {"pk": "expert_taken"}),
    *(List("cellule:expert_time", PILOT, grow) for grow in (growth_expertise.questions, growth_expertise.time)),
    List("cellule:expert_time_note", EXPERT, growth_expertise.time),
    *(List("cellule:capitalised_list", who, growth_expertise.texts) for who in (WORKER, EXPERT)),
    List("cellule:training_list", WORKER, growth_expertise.trainings),
    List("home", "trainer", growth_expertise.trainings),
    *(
        List(f"cellule:{name}", PILOT, growth_expertise.attendance, HELD)
        for name in ("training_detail", "training_hold")
    ),
    List("partners:membership_list", MANAGER, growth.team),
    List("partners:organisation_list", PILOT, growth.partners),
    List("partners:dispositif_list", PILOT, growth.dispositifs),
    List("partners:dispositif_detail", PILOT, growth.partners, DISPOSITIF),
    *(
        List("cellule:entitlement_list", who, growth_outside.entitlements, {"pk": "instance"})
        for who in (SECRETARY, PILOT)
    ),
    *(List("cellule:outside_list", who, growth_outside.consultations) for who in (SECRETARY, MEMBER)),
    *(List("cellule:too_long", SECRETARY, grow) for grow in (growth_outside.unwritten, growth_outside.consultations)),
    List("cellule:too_long", PILOT, growth.accompanied),
    *(List("home", SECRETARY, grow) for grow in (growth_outside.unwritten, growth_outside.consultations)),
    List("home", MEMBER, growth_outside.consultations),
    List("cellule:instance_list", PILOT, growth_calendar.bodies, DISPOSITIF),
    *(List("home", who, growth.accompanied) for who in (WORKER, MANAGER, REFERENT)),
    *(List("home", who, growth.waiting) for who in (WORKER, MANAGER)),
    *(List("home", who, growth.referred) for who in (SECRETARY, REFERENT, LANDLORD)),
    List("home", SECRETARY, growth.sessions),
    List("home", SECRETARY, growth.agenda("planned", frozen=False)),
    List("home", REFERENT, growth.agenda("planned", frozen=False)),
    List("home", REFERENT, growth.agenda("closed", decided=True)),
    List("home", PILOT, growth.plans),
    *(List("accompaniment:visit_calendar", who, growth_field.visits) for who in (WORKER, MANAGER)),
    List("accompaniment:case_fragment", WORKER, growth_field.visits, MAIN),
    List("accompaniment:group_create", WORKER, growth_field.visits),
    List("accompaniment:coordination", WORKER, growth_coordination.meetings, COORDINATED),
    List("accompaniment:coordination", WORKER, growth_coordination.relays, COORDINATED),
    List("accompaniment:meeting_detail", WORKER, growth_coordination.guests, {"pk": "meeting_held"}),
    List("home", WORKER, growth_coordination.meetings),
    List("home", WORKER, growth_coordination.relays),
    List("accompaniment:group_detail", WORKER, growth_field.present, {"pk": "group"}),
    *(List("accompaniment:time_sheet", WORKER, grow) for grow in (growth_field.half_days, growth_field.visits)),
]


def queries(client: Client, address: str) -> list[str]:
    """The statements of a page, without their values."""
    connection.queries_log.clear()  # it keeps nine thousand and warns beyond
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [_without_values(query["sql"]) for query in captured]


def _without_values(sql: str) -> str:
    return re.sub(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b", "?", sql)


def repeated(few: list[str], many: list[str]) -> list[str]:
    """The statements that the longer page makes more often."""
    before = Counter(few)
    return [f"{count - before[sql]} × {sql[:300]}" for sql, count in Counter(many).items() if count > before[sql]]


def grown(scene, visitor, one: List) -> list[str]:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitor.session_key(one.who)
    address = reverse(one.name, kwargs=scene.kwargs(one.at)) + one.query
    with rolled_back():
        one.grow(scene, 2)
        queries(client, address)  # what is kept between two requests is filled
        few = queries(client, address)
        one.grow(scene, 10)
        many = queries(client, address)
    return repeated(few, many) if len(many) > len(few) else []


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.label)
def test_a_longer_list_asks_no_more(one, scene, visitor):
    assert grown(scene, visitor, one) == []


def test_a_query_a_row_is_seen(scene):
    """The planted defect: a page that asks the household of each of its cases."""

    def careless() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            for case in Case.objects.order_by("pk"):
                assert case.household.pk
        return [_without_values(query["sql"]) for query in captured]

    with rolled_back():
        few = careless()
        growth.referred(scene, 10)
        assert repeated(few, careless())[0].startswith("10 × SELECT")
