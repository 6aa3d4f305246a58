"""Who works in the benchmark: an organiser, landlords, two associations, their people, a dispositif."""

from dataclasses import dataclass, field
from datetime import date

from partners.models import Dispositif, DispositifVersion, Membership, Organisation, Territory, User
from partners.roles import Role
from partners.services.dispositifs import read_template

SINCE = date(2014, 10, 1)
TERRITORIES = ("Hauts-de-France", "Île-de-France", "Centre", "Nord", "Aude", "Gironde", "Lorraine", "Agenais")
CASELOAD = 40


@dataclass
class Places:
    """`everywhere` leads every case with an open team; `named` works on a part of them, team by team."""

    version: DispositifVersion
    dispositif: Dispositif
    territories: list[Territory]
    landlords: list[Organisation]
    everywhere: Organisation
    named: Organisation
    leads: list[User]
    workers: list[User]
    readers: dict[str, User] = field(default_factory=dict)


def make_places(workers: int) -> Places:
    """`workers`: how many people of the association whose teams are closed."""
    organiser = _organisation("Union des bailleurs (mesure)", "landlord")
    dispositif = Dispositif.objects.create(
        name="Mesure", public_name="Mesure", number_prefix="MS", carrier=organiser, starts_on=SINCE
    )
    version = DispositifVersion.objects.create(
        dispositif=dispositif, number=1, data=read_template("veille_sociale"), published_on=SINCE
    )
    territories = [
        Territory.objects.create(dispositif=dispositif, code=f"t{number}", name=name)
        for number, name in enumerate(TERRITORIES)
    ]
    places = Places(
        version=version,
        dispositif=dispositif,
        territories=territories,
        landlords=[_organisation(f"Bailleur {letter} (mesure)", "landlord") for letter in "ABC"],
        everywhere=_organisation("Association ouverte (mesure)", "association", has_open_team=True),
        named=_organisation("Association nommée (mesure)", "association"),
        leads=[_user(f"pilier.{number}") for number in range(20)],
        workers=[_user(f"equipe.{number}") for number in range(workers)],
    )
    _give_roles(places)
    return places


def _give_roles(places: Places) -> None:
    for user in places.leads:
        _member(user, places.everywhere, Role.ASSOCIATION_WORKER)
    for user in places.workers:
        _member(user, places.named, Role.ASSOCIATION_WORKER)
    manager = _user("responsable")
    _member(manager, places.landlords[0], Role.LANDLORD_MANAGER)
    places.readers = {"team": places.workers[0], "landlord": manager, "open": places.leads[0]}


def _organisation(name: str, kind: str, **fields) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, **fields)


def _user(name: str) -> User:
    """Nobody signs in with these accounts: they have no password."""
    return User.objects.create_user(f"{name}@mesure.invalid", first_name="Alix", last_name=name.title())


def _member(user: User, organisation: Organisation, role: str) -> None:
    Membership.objects.create(user=user, organisation=organisation, role=role, starts_on=SINCE)
