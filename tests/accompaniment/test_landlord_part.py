"""The landlord's part: the same quick entry, dated, timed, on its line; and the two sides beside each other."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment.landlord_part import lines_open_to, parts, time_by_line
from accompaniment.models import Intervention, Note
from accompaniment.services import record_intervention
from accompaniment.visits import visit_compliance
from funding.models import BudgetLine, FundingPlan, Volet
from households.grants import GrantLevel
from partners.roles import Role
from tests import factories
from veille.core import clock


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.make_measure(case, world.association)
    return case


@pytest.fixture
def line(world):
    return make_line(world)


def make_line(world, code="II-1", kind="gla", state="validated", carrier=None):
    plan, _ = FundingPlan.objects.get_or_create(
        dispositif=world.dispositif,
        state=state,
        defaults={
            "label": "Plan",
            "version": FundingPlan.objects.count() + 1,
            "starts_on": date(2015, 1, 1),
            "years": 2,
            "costed_households": 100,
            "basis_note": "Ménages prévus",
        },
    )
    volet, _ = Volet.objects.get_or_create(plan=plan, code="II", defaults={"label": "GLA et accompagnement"})
    words = {"label": "Gestion locative adaptée", "calculation": "lump_sum", "lump_sum": 94850}
    return BudgetLine.objects.create(volet=volet, code=code, kind=kind, carrier=carrier, **words)


@pytest.fixture
def landlord_led(world, cast):
    """A case that the landlord's own chargée de gestion sociale leads."""
    case = factories.make_case(world, admitted_on=clock.today())
    for level in (GrantLevel.LANDLORD_OF_DWELLING, GrantLevel.LEAD):
        factories.grant(case, world.landlord, level)
    factories.put_in_team(case, cast[Role.LANDLORD_CASE_WORKER], "lead")
    factories.make_measure(case, world.landlord)
    return case


def note(client, case, query="", **answers):
    url = reverse("accompaniment:quick_entry", args=[case.pk]) + query
    typed = {"outcome": "effective", "happened_on": "2018-12-14", "was_announced": "on", "level": "landlord_internal"}
    return client.post(url, {**typed, "submission_key": str(uuid4()), **answers})


@pytest.mark.parametrize(
    "kind", ["landlord_transfer", "landlord_works", "landlord_repayment_plan", "home_visit", "mediation"]
)
def test_each_act_of_the_landlord_is_one_button_of_the_quick_entry(world, cast, case, line, sign_in, kind):
    client = sign_in(cast.referent)
    page = client.get(reverse("accompaniment:quick_entry", args=[case.pk])).content.decode()
    assert f'value="{kind}"' in page
    answers = {
        "kind": kind,
        "minutes": "40",
        "started_at": "10:30",
        "budget_line": str(line.pk),
        "text": "Vu sur place.",
    }
    assert note(client, case, **answers).status_code == 302
    act = Intervention.objects.get()
    assert (act.kind, act.organisation, act.minutes, act.started_at) == (kind, world.landlord, 40, time(10, 30))
    assert (act.is_landlord_part, act.is_shared, act.budget_line, act.measure) == (True, True, line, None)
    assert Note.objects.get().level == "landlord_internal"


def test_the_only_line_is_chosen_beforehand_and_may_be_taken_off(cast, case, line, sign_in):
    client = sign_in(cast.referent)
    page = client.get(reverse("accompaniment:quick_entry", args=[case.pk])).content.decode()
    assert f'<option value="{line.pk}" selected>II-1 · Gestion locative adaptée</option>' in page
    assert "94" not in page.split("budget_line")[1].split("</select>")[0].replace(str(line.pk), "")
    note(client, case, kind="landlord_works", budget_line="")
    assert Intervention.objects.get().budget_line is None


def test_only_the_lines_in_force_that_are_hers(world, cast, case, line):
    make_line(world, code="II-2", kind="support_fee")
    make_line(world, code="II-3", carrier=world.other_landlord)
    own = make_line(world, code="II-4", carrier=world.landlord)
    draft = make_line(world, code="II-5", state="draft")
    assert list(lines_open_to(cast.referent, case)) == [line, own]
    assert list(lines_open_to(cast.worker, case)) == []
    fields = {"case": case, "kind": "landlord_works", "happened_on": clock.today(), "by": cast.referent}
    with pytest.raises(ValidationError, match="plan en vigueur"):
        record_intervention(**fields, budget_line=draft)


def test_an_association_says_nothing_in_the_place_of_the_landlord(cast, case, line, sign_in):
    page = sign_in(cast.worker).get(reverse("accompaniment:quick_entry", args=[case.pk]) + "?part=bailleur")
    assert "landlord_works" not in page.content.decode()
    with pytest.raises(ValidationError, match="par le bailleur"):
        record_intervention(
            case=case, kind="landlord_works", happened_on=clock.today(), by=cast.worker, is_landlord_part=True
        )


@pytest.mark.parametrize("change", [{"is_shared": False}, {"is_landlord_part": False}])
def test_the_database_keeps_the_line_to_the_landlord_and_the_part_in_sight(cast, case, line, change):
    fields = {"case": case, "kind": "landlord_works", "happened_on": clock.today(), "by": cast.referent}
    act = record_intervention(**fields, budget_line=line)
    with pytest.raises(IntegrityError, match="landlord_part"), transaction.atomic():
        Intervention.objects.filter(pk=act.pk).update(**change)


def test_a_visit_of_the_landlord_is_no_visit_of_the_association(cast, case):
    record_intervention(case=case, kind="home_visit", happened_on=clock.today(), by=cast.referent)
    assert visit_compliance(case.measures.get()).n == 0


# Side by side


def test_each_side_has_its_own(cast, case, line):
    record_intervention(case=case, kind="landlord_works", happened_on=clock.today(), by=cast.referent, minutes=50)
    record_intervention(case=case, kind="home_visit", happened_on=clock.today(), by=cast.worker, minutes=45)
    sides = parts(cast.worker, case, whole=True, shown=10)
    assert [part.title for part in sides.sides] == ["Ce que fait le bailleur", "Ce que fait l’association"]
    assert [(part.count, part.minutes) for part in sides.sides] == [(1, 50), (1, 45)]


def test_the_landlord_reads_of_the_other_side_what_is_shared_its_day_and_its_nature(cast, case, sign_in):
    visit = {"case": case, "kind": "home_visit", "happened_on": clock.today(), "by": cast.worker}
    record_intervention(**visit, minutes=77, started_at=time(9, 41), is_shared=True)
    record_intervention(**visit, minutes=66)
    page = sign_in(cast.referent).get(reverse("accompaniment:case_parts", args=[case.pk])).content.decode()
    assert "1\u00a0date partagée avec vous" in page
    assert "Visite à domicile" in page
    assert not {"1\u00a0h\u00a017", "9\u00a0h\u00a041", "66\u00a0min", "2\u00a0acte"} & {w for w in WORDS if w in page}


WORDS = ("1\u00a0h\u00a017", "9\u00a0h\u00a041", "66\u00a0min", "2\u00a0acte")


def test_the_time_given_on_a_line_is_for_who_gave_it(world, cast, case, line):
    for minutes in (40, 50):
        fields = {"kind": "landlord_works", "happened_on": clock.today(), "minutes": minutes, "budget_line": line}
        record_intervention(case=case, by=cast.referent, **fields)
    (found,) = time_by_line(cast.referent, [case.pk])
    assert (found.label, found.minutes) == ("II-1 · Gestion locative adaptée", 90)
    assert time_by_line(cast.worker, [case.pk]) == []


def test_where_a_landlord_accompanies_its_case_worker_notes_both_parts(world, cast, landlord_led, line, sign_in):
    worker = cast[Role.LANDLORD_CASE_WORKER]
    client = sign_in(worker)
    assert note(client, landlord_led, kind="accompanied_step", level="landlord_social").status_code == 302
    assert note(client, landlord_led, "?part=bailleur", kind="landlord_works").status_code == 302
    sides = parts(worker, landlord_led, whole=True, shown=10)
    assert [part.title for part in sides.sides] == ["Ce que fait le bailleur", "Ce que fait l’accompagnement"]
    assert [part.rows[0].kind for part in sides.sides] == ["landlord_works", "accompanied_step"]
    assert [part.rows[0].is_shared for part in sides.sides] == [True, False]


def test_a_landlord_that_accompanies_in_the_dwelling_of_another_has_no_part_of_its_own(world, cast, line, sign_in):
    case = factories.make_case(world, admitted_on=clock.today())
    factories.grant(case, world.landlord, GrantLevel.LEAD)
    factories.grant(case, world.other_landlord, GrantLevel.LANDLORD_OF_DWELLING)
    worker = cast[Role.LANDLORD_CASE_WORKER]
    factories.put_in_team(case, worker, "lead")
    client = sign_in(worker)
    page = client.get(reverse("accompaniment:case_parts", args=[case.pk])).content.decode()
    assert "Noter un acte du bailleur" not in page
    assert note(client, case, "?part=bailleur", kind="home_visit", level="landlord_social").status_code == 302
    assert not Intervention.objects.get().is_landlord_part
