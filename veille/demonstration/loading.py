"""Make the whole demonstration and write it in one transaction."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Cast

from accompaniment.models import Note
from cellule.models import Decision
from households.models import Case, Document, DocumentFile, Household
from partners.models import Convention, ConventionPaper
from veille.core import audit
from veille.demonstration import (
    agreed,
    asae,
    between_sessions,
    budgets,
    calendar,
    capacities,
    collective,
    coordination,
    documents,
    doors,
    ends,
    expertise,
    field_work,
    grids,
    household_preparation,
    housing,
    housing_path,
    isolated_people,
    live,
    meetings,
    money,
    network,
    people,
    places,
    preparation,
    reads,
    remarkable,
    reminders,
    rent_accounts,
    rights,
    searches,
    solicitations,
    tables,
    team,
    veille_sociale,
    waiting,
)
from veille.demonstration.accounts import open_accounts
from veille.demonstration.dice import Dice
from veille.demonstration.dispositifs import make_dispositifs
from veille.demonstration.frames import World, make_organisations, make_people
from veille.demonstration.rows import Rows

# The cell of December 2018 met earlier in one territory, before the holidays.
_MOVED = {"cell-hauts-de-france": {date(2018, 12, 20): date(2018, 12, 14)}}
_AUGUSTS = {
    "cell-hauts-de-france": (2015, 2016, 2017, 2018),
    "cell-ile-de-france": (2016, 2018),
    "cell-centre": (2015, 2017),
}


@transaction.atomic
def load() -> list[dict]:
    """Returns the accounts, with their passwords: nowhere else are these kept."""
    world = prepare()
    cards = open_accounts(world, world.by_email)
    dispositifs = {key: frame.dispositif for key, frame in world.frames.items()}
    world.rows.write()
    for row in [*world.links, *world.extra]:
        row.save(force_insert=True)
    money.make_plans(dispositifs, world.organisations)
    _date_as_told()
    live.date_as_told()
    rights.date_contacts()
    rights.tell(world)
    reads.look(world)
    tables.bring_in(world)
    doors.tell(world)
    preparation.tell(world)
    between_sessions.tell(world)
    grids.tell()
    solicitations.tell(world)
    collective.tell(world)
    field_work.tell(world)
    household_preparation.tell(world)
    agreed.tell(world)
    places.tell(world)
    coordination.tell(world)
    for dispositif in dispositifs.values():
        audit.record("demonstration.loaded", dispositif, by=None)
    return cards


def prepare() -> World:
    """Everything but the accounts, in memory."""
    dice = Dice()
    rows = Rows(dice)
    world = World(dice, rows, make_organisations(rows))
    make_dispositifs(world)
    world.by_email = make_people(world)
    for frame in world.frames.values():
        meetings.make_sessions(world, frame, _MOVED, _august_breaks())
    veille_sociale.make(world)
    remarkable.make(world)
    asae.make(world)
    isolated_people.make(world)
    remarkable.adorn(world)
    waiting.make(world)
    meetings.attend(world)
    _tell_whole(world)
    return world


def _tell_whole(world: World) -> None:
    """What the files tell beside their orientation, their decision and their accompaniment."""
    rent_accounts.make(world)
    budgets.make(world)
    documents.make(world)
    housing.make(world)
    people.make(world)
    ends.make(world)
    reads.make(world)
    reminders.make(world)
    expertise.make(world)
    network.make(world)
    capacities.make(world)
    searches.make(world)
    calendar.make(world)
    live.make(world)
    housing_path.make(world)
    places.make(world)
    team.make(world)


def _august_breaks() -> set:
    return {(key, _third_thursday_of_august(year)) for key, years in _AUGUSTS.items() for year in years}


def _third_thursday_of_august(year: int) -> date:
    first = date(year, 8, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 14)


def _date_as_told() -> None:
    """Stamps set by the database tell the real day: bring them back to the story."""
    afternoon = timedelta(hours=15)
    Decision._base_manager.update(recorded_at=Cast(F("decided_on"), DateTimeField()) + afternoon)
    Note._base_manager.update(created_at=Cast(F("written_on"), DateTimeField()) + afternoon)
    Document._base_manager.update(created_at=Cast(F("dated_on"), DateTimeField()) + afternoon)
    dated = Document._base_manager.filter(pk=OuterRef("document")).values("created_at")[:1]
    DocumentFile._base_manager.update(added_at=Subquery(dated))
    begun = Convention._base_manager.filter(pk=OuterRef("convention")).values("starts_on")[:1]
    ConventionPaper._base_manager.update(added_at=Cast(Subquery(begun), DateTimeField()) + afternoon)
    opened = Case._base_manager.filter(household=OuterRef("pk")).order_by("opened_on").values("opened_on")[:1]
    Household._base_manager.update(created_at=Cast(Subquery(opened), DateTimeField()) + afternoon)
