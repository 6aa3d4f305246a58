"""Difficulties and strengths by life area: how they moved, one act for several, and who reads what is sensitive."""

from datetime import date

import pytest
from django.urls import reverse

from households import findings_panel, services
from households.models import Case, Finding, Strength
from households.pages import CasePage
from households.permissions import section_rights
from partners.roles import Role
from tests import factories
from tests.support.worlds import steady
from veille.core import reference
from veille.core.models import AuditEvent

pytestmark = pytest.mark.usefixtures("journal")


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def noted(case, cast, world):
    def note(difficulty: str, severity: int | None, on: date, *, is_confided: bool = True) -> Finding:
        return factories.FindingFactory(
            case=case,
            difficulty=difficulty,
            severity=severity,
            found_on=on,
            is_confided=is_confided,
            author=cast.worker.user,
            organisation=world.association,
        )

    return note


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def page_of(actor, case) -> CasePage:
    found = Case.objects.visible_to(actor).with_list_data().get(pk=case.pk)
    return CasePage(actor, found, section_rights(actor, found), "households:case_difficulties")


def test_every_difficulty_and_strength_belongs_to_a_life_area(db):
    areas = {code for code, _ in reference.choices("life_area")}
    for name in ("difficulty", "strength"):
        codes = [code for code, _ in reference.choices(name) if code not in {"unknown", "refused_to_answer"}]
        assert {reference.mapped(name, code, "life_area") for code in codes} <= areas


def test_a_difficulty_says_how_far_it_moved_and_since_when(case, cast, noted):
    noted("isolation", 3, date(2018, 3, 12))
    noted("isolation", 2, date(2018, 6, 1))
    noted("isolation", 1, date(2018, 11, 5))
    (followed,) = findings_panel.difficulties(page_of(cast.worker, case))
    assert (followed.trend, followed.tone) == ("3 → 1 depuis mars\xa02018", "success")
    assert len(followed.former) == 2


def test_it_also_says_that_nothing_moved_or_that_it_weighs_more(case, cast, noted):
    noted("isolation", 2, date(2018, 3, 12))
    noted("isolation", 2, date(2018, 6, 1))
    noted("employment", 1, date(2018, 3, 12))
    noted("employment", 4, date(2018, 6, 1))
    trends = {
        one.latest.difficulty: (one.trend, one.tone) for one in findings_panel.difficulties(page_of(cast.worker, case))
    }
    assert trends["isolation"] == ("stable depuis mars\xa02018", "neutral")
    assert trends["employment"] == ("1 → 4 depuis mars\xa02018", "warning")


def test_a_difficulty_may_be_noted_before_anybody_weighs_it(case, cast, sign_in):
    client = sign_in(cast.worker)
    form = {"difficulty": "isolation", "severity": "?", "source": "stated", "found_on": "14/12/2018"}
    answer = client.post(address("finding_add", case.pk), {**form, "is_confided": "yes"})
    assert answer.status_code == 302
    assert Finding.objects.get(case=case).severity is None
    for page in ("case_detail", "case_difficulties", "case_timeline"):
        assert "non évaluée" in client.get(address(page, case.pk)).content.decode()


def test_what_nobody_weighed_neither_rises_nor_falls(case, cast, noted):
    noted("isolation", None, date(2018, 3, 12))
    noted("isolation", 3, date(2018, 5, 2))
    noted("isolation", 1, date(2018, 6, 1))
    noted("isolation", None, date(2018, 11, 5))
    [moved] = findings_panel.difficulties(page_of(cast.worker, case))
    assert (moved.trend, moved.tone) == ("3 → 1 depuis mai\u00a02018", "success")
    [area] = findings_panel.areas(page_of(cast.worker, case))
    assert [row[2] for row in area.chart.rows] == ["3 – forte", "1 – vigilance"]


def test_it_stands_after_what_weighs_and_before_what_is_over(case, cast, noted):
    for difficulty, severity in (("isolation", None), ("rent_arrears", 1), ("mobility_transport", 0)):
        noted(difficulty, severity, date(2018, 11, 5))
    shown = findings_panel.difficulties(page_of(cast.worker, case))
    assert [one.latest.difficulty for one in shown] == ["rent_arrears", "isolation", "mobility_transport"]
    assert not shown[1].trend


def test_the_drawing_has_its_table(case, cast, noted, sign_in):
    noted("isolation", 3, date(2018, 3, 12))
    noted("isolation", 1, date(2018, 11, 5))
    (area,) = findings_panel.areas(page_of(cast.worker, case))
    assert area.label == "Liens sociaux"
    assert area.chart.rows == (
        ("12\xa0mars 2018", "Isolement, repli", "3 – forte"),
        ("5\xa0novembre 2018", "Isolement, repli", "1 – vigilance"),
    )
    page = sign_in(cast.worker).get(address("case_difficulties", case.pk)).content.decode()
    assert "<svg" in page
    assert "Le même historique en tableau" in page
    assert "avr. 2018" in page  # months are written in French


def test_what_did_not_move_is_not_drawn(case, cast, noted):
    noted("isolation", 2, date(2018, 3, 12))
    noted("isolation", 2, date(2018, 6, 1))
    (area,) = findings_panel.areas(page_of(cast.worker, case))
    assert area.chart is None


def test_a_solved_difficulty_leaves_the_first_page_and_stays_in_the_history(case, cast, noted, sign_in):
    noted("isolation", 3, date(2018, 3, 12))
    noted("isolation", 0, date(2018, 11, 5))
    client = sign_in(cast.worker)
    assert "Isolement" not in client.get(address("case_detail", case.pk)).content.decode()
    assert "Isolement" in client.get(address("case_difficulties", case.pk)).content.decode()


def test_several_difficulties_are_looked_at_again_in_one_act(case, cast, noted, sign_in):
    noted("isolation", 3, date(2018, 3, 12))
    noted("employment", 4, date(2018, 3, 12))
    noted("parenting", 2, date(2018, 3, 12))
    data = {"found_on": "2018-12-10", "source": "stated", "severity_isolation": "1", "severity_employment": "0"}
    assert sign_in(cast.worker).post(address("finding_reassess", case.pk), data).status_code == 302
    written = Finding.objects.filter(found_on=date(2018, 12, 10))
    assert dict(written.values_list("difficulty", "severity")) == {"isolation": 1, "employment": 0}
    event = AuditEvent.objects.get(name="findings.reassessed")
    assert event.changes == {"severities": {"isolation": 1, "employment": 0}}
    assert event.case == case.pk


def test_looking_again_at_nothing_is_said(case, cast, noted, sign_in):
    noted("isolation", 3, date(2018, 3, 12))
    data = {"found_on": "2018-12-10", "source": "stated"}
    answer = sign_in(cast.worker).post(address("finding_reassess", case.pk), data)
    assert answer.status_code == 422
    assert "au moins une intensité" in answer.content.decode()


def test_sent_twice_it_is_written_once(case, cast, noted, sign_in):
    noted("isolation", 3, date(2018, 3, 12))
    key = {"submission_key": "22222222-2222-4222-8222-222222222222"}
    data = {"found_on": "2018-12-10", "source": "stated", "severity_isolation": "1", **key}
    client = sign_in(cast.worker)
    for _ in range(2):
        assert client.post(address("finding_reassess", case.pk), data).status_code == 302
    assert Finding.objects.count() == 2


def test_each_stays_with_those_who_read_it(case, cast, noted, sign_in):
    noted("isolation", 3, date(2018, 3, 12), is_confided=False)
    noted("employment", 3, date(2018, 3, 12))
    worker = sign_in(cast.worker).get(address("finding_reassess", case.pk)).context["form"]
    referent = sign_in(cast.referent).get(address("finding_reassess", case.pk)).context["form"]
    assert {one.difficulty for one in worker.former} == {"employment"}
    assert {one.difficulty for one in referent.former} == {"isolation"}
    data = {"found_on": "2018-12-10", "source": "stated", "severity_isolation": "1", "severity_employment": "0"}
    sign_in(cast.referent).post(address("finding_reassess", case.pk), data)
    assert Finding.objects.get(found_on=date(2018, 12, 10)).is_confided is False


def test_the_landlord_reads_of_a_difficulty_only_what_it_knows(case, cast, noted, sign_in):
    noted("isolation", 3, date(2018, 3, 12), is_confided=False)
    noted("isolation", 1, date(2018, 11, 5))
    (followed,) = findings_panel.difficulties(page_of(cast.referent, case))
    assert (followed.latest.severity, followed.trend) == (3, "")


@pytest.mark.parametrize("name", ["case_detail", "case_difficulties", "case_timeline", "case_list"])
def test_the_referents_pages_are_the_same_with_and_without_what_was_confided(name, case, cast, noted, world, sign_in):
    noted("isolation", 3, date(2018, 3, 12), is_confided=False)
    client = sign_in(cast.referent)
    url = address(name, *([] if name == "case_list" else [case.pk]))

    def told() -> str:
        return steady(client.get(url).content.decode())

    before = told()
    noted("psychic_distress", 4, date(2018, 5, 1))
    services.record_strength(case=case, strength="health_followed", source="stated", is_confided=True, by=cast.worker)
    assert told() == before


def test_health_noted_by_a_landlords_people_is_kept_from_the_landlord(case, cast, sign_in):
    data = {"difficulty": "psychic_distress", "severity": "3", "source": "observed", "found_on": "2018-12-10"}
    client = sign_in(cast.referent)
    assert "même par vous" in client.get(address("finding_add", case.pk)).content.decode()
    assert client.post(address("finding_add", case.pk), data).status_code == 302
    assert Finding.objects.get().is_confided
    assert "Souffrance psychique" not in client.get(address("case_difficulties", case.pk)).content.decode()
    assert "Souffrance psychique" in sign_in(cast.worker).get(address("case_difficulties", case.pk)).content.decode()


def test_a_strength_is_noted_read_and_no_longer_true(case, cast, sign_in):
    client = sign_in(cast.worker)
    data = {"strength": "skills_hobby", "detail": "Couture", "source": "stated", "found_on": "2018-12-10"}
    assert client.post(address("strength_add", case.pk), data).status_code == 302
    assert "Couture" in client.get(address("case_difficulties", case.pk)).content.decode()
    strength = Strength.objects.get()
    assert AuditEvent.objects.get(name="strength.recorded").changes == {"strength": "skills_hobby", "holds": True}
    key = {"submission_key": "33333333-3333-4333-8333-333333333333"}
    for _ in range(2):
        assert client.post(address("strength_end", case.pk, strength.pk), key).status_code == 302
    assert "Couture" not in client.get(address("case_difficulties", case.pk)).content.decode()
    assert Strength.objects.count() == 2  # the history keeps both


def test_a_confided_strength_does_not_exist_for_the_landlord(case, cast, sign_in):
    strength = services.record_strength(
        case=case, strength="clear_project", source="stated", is_confided=True, by=cast.worker
    )
    client = sign_in(cast.referent)
    assert "Projet de vie" not in client.get(address("case_difficulties", case.pk)).content.decode()
    assert client.post(address("strength_end", case.pk, strength.pk)).status_code == 404


def test_what_was_confided_is_said_to_be_closed_to_the_landlord(case, cast, noted, sign_in):
    noted("isolation", 2, date(2018, 11, 5))
    page = sign_in(cast.worker).get(address("case_difficulties", case.pk)).content.decode()
    assert "non visible par le bailleur" in page
    assert "hors son équipe" not in page


@pytest.mark.parametrize("page", ["case_difficulties", "case_detail", "finding_add"])
def test_a_landlords_own_case_worker_is_told_the_truth_of_what_she_reads(page, world, cast, sign_in):
    """She accompanies the household herself: it is not hidden from her landlord, but from its other people."""
    worker = cast[Role.LANDLORD_CASE_WORKER]
    case = factories.make_case(world)
    factories.grant(case, world.landlord, "lead")
    factories.put_in_team(case, worker)
    services.record_finding(case=case, difficulty="isolation", severity=2, source="stated", by=worker, is_confided=True)
    text = sign_in(worker).get(address(page, case.pk)).content.decode().lower()
    said = text.count("hors son équipe d’accompagnement")
    assert said == text.count("non visible par le bailleur")
    assert said or page == "finding_add"


def test_nothing_noted_says_what_to_do_first(case, cast, sign_in):
    assert (
        "Noter une première difficulté"
        in sign_in(cast.worker).get(address("case_difficulties", case.pk)).content.decode()
    )
