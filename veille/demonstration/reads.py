"""Who reads: a secret dwelling, the rota, an emergency access to review, and who looked at some files."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from households.grants import GrantLevel
from households.models import DutyCase, Dwelling, EmergencyAccess, ProtectedDetail
from partners.models import DutyShift, Organisation, User
from partners.roles import Role, Section
from veille.core import clock, crypto
from veille.core.models import AccessEvent
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File
from veille.demonstration.frames import World
from veille.demonstration.remarkable import running_cases

_LOOKED_AT = (Section.STATE, Section.IDENTITY, Section.CONTACT, Section.INTERVENTIONS)
_FILES_LOOKED_AT = 4


def make(world: World) -> None:
    restricted = next(file for file in world.files if file.case.is_restricted and file.lead)
    _secret_dwelling(restricted)
    _rota(world, restricted)
    _emergency(world)


def _secret_dwelling(file: File) -> None:
    """She lives in a dedicated residence: its place is under key, and told nowhere else."""
    dwelling = file.world.rows.add(
        Dwelling,
        landlord=file.landlord,
        commune=file.commune,
        residence="Résidence des Acacias",
        dwelling_type="t3",
        is_secret=True,
    )
    file.housing[-1].dwelling = dwelling
    words = f"Résidence des Acacias, {file.commune.name}, {file.landlord.name}"
    sealed = crypto.encrypt(words, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)
    file.add(ProtectedDetail, kind="address", sealed=sealed, recorded_by=file.author.pk)


def _rota(world: World, restricted: File) -> None:
    """Tonight a colleague, this week-end the lead person of the demonstration."""
    association, manager = world.organisations["lva"], world.person("Delannoy")
    tonight, saturday = clock.at(STORY_DAY, 18), clock.at(STORY_DAY + timedelta(days=1), 9)
    hours = {"Wozniak": (tonight, timedelta(hours=14)), "Marchetti": (saturday, timedelta(hours=33))}
    for name, (start, length) in hours.items():
        world.rows.add(
            DutyShift,
            organisation=association,
            user=world.person(name),
            starts_at=start,
            ends_at=start + length,
            planned_by=manager.pk,
        )
    restricted.add(DutyCase, organisation=restricted.operator, put_by=restricted.lead.pk, starts_on=STORY_DAY)


def _emergency(world: World) -> None:
    """Two evenings ago, on a file of a colleague who could not be reached; it awaits the opinion of another."""
    file = next(_led_by(world, world.person("Marchetti")))
    opened_at = clock.at(STORY_DAY - timedelta(days=2), 19, 40)
    file.add(
        EmergencyAccess,
        user=world.person("Obadia"),
        organisation=file.operator,
        reason="call",
        explanation="Madame attend à l’accueil avec ses enfants, serrure changée ; personne de l’équipe ne répond.",
        opened_at=opened_at,
        ends_at=opened_at + timedelta(hours=24),
        told=file.lead,
    )


def _led_by(world: World, user: User) -> Iterator[File]:
    return (file for file in running_cases(world) if file.lead is user)


def look(world: World) -> None:
    """Readings of the last days, as the journal would hold them: real time, a page each."""
    today, events = timezone.now(), []
    for number, file in enumerate(list(_led_by(world, world.person("Marchetti")))[:_FILES_LOOKED_AT]):
        for days, (user, organisation) in enumerate(_readers(file), start=number):
            moment = today - timedelta(days=days, minutes=47 * number)
            events += _page(file, user, organisation, moment)
    AccessEvent.objects.bulk_create(events)


def _readers(file: File) -> Iterator[tuple[User, Organisation]]:
    """The lead person, her manager, and the referent of the landlord whose dwelling it is."""
    yield file.lead, file.operator
    yield file.world.person("Delannoy"), file.operator
    grant = file.grants.get(GrantLevel.LANDLORD_OF_DWELLING)
    referents = file.world.workers(file.landlord, Role.LANDLORD_REFERENT)
    if grant and grant.ends_on is None and referents:
        yield referents[0], file.landlord


def _page(file: File, user: User, organisation: Organisation, moment: datetime) -> list[AccessEvent]:
    """One event a section; a landlord's people read fewer."""
    sections = _LOOKED_AT if organisation == file.operator else _LOOKED_AT[:3]
    read = {"kind": "page", "url_name": "households:case_household", "cases": [file.case.pk], "at": moment}
    return [AccessEvent(user=user.pk, organisation=organisation.pk, section=one, **read) for one in sections]
