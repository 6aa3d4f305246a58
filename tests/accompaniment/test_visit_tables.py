"""Visits in and out: what leaves comes back as it was, and is written once."""

import io

import pytest
from django.urls import reverse

from accompaniment.models import Intervention
from accompaniment.visit_tables.columns import FIELDS, LABELS
from accompaniment.visit_tables.exporting import VisitList
from accompaniment.visit_tables.importing import VisitImporter
from households.importing.passes import tried, written
from households.models import ExternalReference
from partners.roles import Role
from tests import factories
from veille.core import clock, spreadsheets
from veille.core.exports import spreadsheet_csv, spreadsheet_ods, spreadsheet_xlsx

WRITERS = {"xlsx": spreadsheet_xlsx.write, "ods": spreadsheet_ods.write, "csv": spreadsheet_csv.write}
TITLES = [LABELS[name] for name in ("number", "happened_on", "kind", "minutes", "themes", "author")]


def told(percent, step):
    """Nobody watches."""


def csv(*lines, titles=TITLES) -> bytes:
    return "\n".join(";".join(map(str, line)) for line in (titles, *lines)).encode()


def check(content, actor):
    table = spreadsheets.read(content)
    columns = {field.name: field.label for field in FIELDS if field.label in table.headers}
    return tried(VisitImporter(), table, columns, {}, actor, told)


def write(content, actor):
    table = spreadsheets.read(content)
    columns = {field.name: field.label for field in FIELDS if field.label in table.headers}
    return written(VisitImporter(), table, columns, {}, actor, told)[0]


def exported(kind, actor) -> bytes:
    listing, target = VisitList(), io.BytesIO()
    columns = listing.columns(actor, {})
    rows = ([column.cell(row) for column in columns] for batch in listing.batches(actor, {}) for row in batch)
    WRITERS[kind](target, listing.title, columns, rows)
    return target.getvalue()


def facts():
    fields = ("case", "kind", "outcome", "happened_on", "minutes", "people_met", "themes", "is_shared", "author")
    return sorted(map(str, Intervention.objects.order_by("pk").values_list(*fields)))


def test_a_visit_is_written_with_all_it_says(case, cast):
    line = [case.number, "03/12/2018", "Visite à domicile", 50, "Budget", cast.worker.user.get_full_name()]
    theme = next(label for code, label in FIELDS[9].accepted())
    line[4] = theme
    write(csv(line), cast.manager)
    visit = Intervention.objects.get()
    assert (visit.case, visit.kind, visit.minutes, visit.author) == (case, "home_visit", 50, cast.worker.user)
    assert visit.organisation == cast.manager.organisation
    assert visit.themes == [FIELDS[9].accepted()[0][0]]
    case.refresh_from_db()
    assert f"{case.last_contact_on}" == "2018-12-03"


@pytest.mark.parametrize("kind", WRITERS)
def test_what_leaves_comes_back_and_adds_nothing(case, cast, kind):
    for minutes, nature in ((45, "home_visit"), (10, "phone_call"), (60, "review")):
        factories.InterventionFactory(
            case=case, organisation=cast.manager.organisation, author=cast.worker.user, minutes=minutes, kind=nature
        )
    before = facts()
    report = check(exported(kind, cast.manager), cast.manager)
    assert report.counts == {"same": 3}
    write(exported(kind, cast.manager), cast.manager)
    assert facts() == before


@pytest.mark.parametrize("kind", WRITERS)
def test_what_leaves_makes_the_same_visits_where_they_are_missing(case, cast, kind):
    factories.InterventionFactory(
        case=case, organisation=cast.manager.organisation, author=cast.worker.user, people_met=2, is_shared=True
    )
    content, before = exported(kind, cast.manager), facts()
    Intervention.objects.all().delete()
    assert write(content, cast.manager).counts == {"new": 1}
    assert facts() == before


def test_own_reference_stands_for_the_number(case, cast):
    ExternalReference.objects.create(
        case=case,
        organisation=cast.manager.organisation,
        kind="own",
        value="LVA 12",
        source="confided",
        noted_on=clock.today(),
    )
    content = csv(["lva-12", "03/12/2018", "Appel"], titles=["Référence interne", "Date", "Nature"])
    assert write(content, cast.manager).counts == {"new": 1}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (0, "VS-2018-00000", "ne porte ce numéro"),
        (1, "20/12/2018", "date passée"),
        (1, "03/12/2010", "à partir du"),
        (2, "pique-nique", "n’est pas une valeur connue"),
        (3, "2000", "1 à 1 440"),
        (4, "philatélie", "n’est pas une valeur connue"),
    ],
)
def test_each_fault_is_told_at_its_line(case, cast, column, value, said):
    line = [case.number, "03/12/2018", "Appel", "10", "", ""]
    line[column] = value
    report = check(csv(line), cast.manager)
    assert report.counts == {"refused": 1}
    assert said in report.lines[0]["messages"][0]["text"]
    assert not Intervention.objects.exists()


def test_two_same_visits_in_a_file_are_one(case, cast):
    line = [case.number, "03/12/2018", "Appel", "10", "", ""]
    assert "répète la ligne 2" in check(csv(line, line), cast.manager).lines[0]["messages"][0]["text"]


def test_somebody_elses_file_is_an_unknown_number(world, cast):
    foreign = factories.make_case(world)
    line = [foreign.number, "03/12/2018", "Appel", "10", "", ""]
    assert "ne porte ce numéro" in check(csv(line), cast.manager).lines[0]["messages"][0]["text"]


def test_what_others_did_is_not_in_the_file_of_one_organisation(world, case, cast):
    factories.InterventionFactory(case=case, organisation=world.landlord, author=cast.referent.user, is_shared=True)
    assert VisitList().count(cast.manager, {}) == 0


def test_who_may(cast, sign_in):
    page = reverse("core:export_new", args=["visites"])
    assert sign_in(cast.manager).get(page).status_code == 200
    assert sign_in(cast[Role.DPO]).get(page).status_code == 403
    assert sign_in(cast.manager).get(reverse("households:import_new", args=["visites"])).status_code == 200
