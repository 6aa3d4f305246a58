"""What stands before the first household: organisations, dispositifs, people."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from partners.configuration import Configuration
from partners.models import (
    Commune,
    Dispositif,
    DispositifVersion,
    Instance,
    Membership,
    Organisation,
    Territory,
    User,
)
from partners.roles import TEAM_ROLES
from veille.demonstration.dice import Dice, data
from veille.demonstration.rows import Rows


@dataclass
class Frame:
    """One dispositif with its versions, places and bodies."""

    key: str
    dispositif: Dispositif
    versions: list[DispositifVersion]
    territories: dict[str, Territory] = field(default_factory=dict)
    communes: dict[str, list[tuple[Organisation, Commune]]] = field(default_factory=dict)
    instances: dict[str, Instance] = field(default_factory=dict)

    def rules_on(self, day: date) -> DispositifVersion:
        """The version in force on a day."""
        return max((v for v in self.versions if v.published_on <= day), key=lambda version: version.number)

    @property
    def configuration(self) -> Configuration:
        return self.versions[-1].configuration

    def instance(self, code: str, territory: str | None = None) -> Instance:
        return self.instances[f"{code}-{territory}" if territory else code]


@dataclass
class World:
    """What every part of the loader hands on."""

    dice: Dice
    rows: Rows
    organisations: dict[str, Organisation]
    frames: dict[str, Frame] = field(default_factory=dict)
    people: list[tuple[User, str, str]] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    links: list = field(default_factory=list)
    extra: list = field(default_factory=list)
    sessions: dict = field(default_factory=dict)
    positions: dict = field(default_factory=dict)
    pseudonyms: dict = field(default_factory=dict)
    listed: set = field(default_factory=set)
    files: list = field(default_factory=list)
    caseloads: dict = field(default_factory=dict)
    by_email: dict = field(default_factory=dict)

    def workers(self, organisation: Organisation, *roles: str) -> list[User]:
        """The people of an organisation who hold one of these roles."""
        wanted = str(organisation.pk)
        return [user for user, owner, role in self.people if owner == wanted and role in roles]

    def case_worker(self, organisation: Organisation) -> User:
        """Somebody of the organisation who may carry a case; some carry more."""
        return self.dice.pick(self.caseloads[organisation.pk])

    def person(self, last_name: str) -> User:
        return next(user for user in self.by_email.values() if user.last_name == last_name)

    def pseudonym(self, case, instance: Instance) -> str:
        """The same for a case in an instance, drawn, and telling nothing."""
        given = self.pseudonyms.setdefault(instance.pk, {})
        while case.pk not in given:
            word = f"{self.dice.pick(data('names.json')['pseudonym'])} {self.dice.between(10, 99)}"
            if word not in given.values():
                given[case.pk] = word
        return given[case.pk]


def make_organisations(rows: Rows) -> dict[str, Organisation]:
    found = {}
    for entry in data("organisations.json"):
        fields = {name: value for name, value in entry.items() if name != "key"}
        found[entry["key"]] = Organisation(id=rows.dice.key(), **fields)
        found[entry["key"]].save()
    return found


def make_people(world: World) -> dict[str, User]:
    """Everybody who works somewhere, by e-mail. Passwords come later, to those who have an account."""
    closed = make_password(None)
    by_email = {}
    for entry in data("staff.json"):
        user = world.rows.add(
            User, email=email_of(entry), first_name=entry["first"], last_name=entry["last"], password=closed
        )
        by_email[user.email] = user
        for role in entry["roles"]:
            _give_role(world, user, entry, role)
    return by_email


def email_of(entry: dict) -> str:
    return f"{_plain(entry['first'])}.{_plain(entry['last'])}@demo.veille.invalid"


def _plain(name: str) -> str:
    letters = {"é": "e", "è": "e", "ê": "e", "î": "i", "ï": "i", "ë": "e", "ô": "o", " ": "-", "’": ""}
    return "".join(letters.get(letter, letter) for letter in name.lower())


def _give_role(world: World, user: User, entry: dict, role: dict) -> None:
    organisation = world.organisations[role.get("organisation", entry["organisation"])]
    frame = world.frames.get(role.get("dispositif", ""))
    world.rows.add(
        Membership,
        user=user,
        organisation=organisation,
        role=role["role"],
        dispositif=frame.dispositif if frame else None,
        instance=frame.instances[role["instance"]] if "instance" in role else None,
        competences=role.get("competences", []),
        starts_on=date(2015, 1, 1),
    )
    world.people.append((user, str(organisation.pk), role["role"]))
    if role["role"] in TEAM_ROLES:
        world.caseloads.setdefault(organisation.pk, []).extend([user] * entry.get("caseload", 1))
