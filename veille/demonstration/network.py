"""The network: who is in the register, what each service does, and the conventions that bind them."""

from datetime import date
from decimal import Decimal

from partners.models import (
    Convention,
    ConventionPaper,
    ConventionPurchase,
    ConventionSignatory,
    DirectoryEntry,
    Dispositif,
    Organisation,
    Partnership,
    RegisteredWorker,
    SharedInformation,
    User,
    WorkerEmployment,
)
from partners.roles import Role
from veille.core import papers
from veille.core.normalise import sort_text
from veille.demonstration.dice import data
from veille.demonstration.documents import invented_paper
from veille.demonstration.frames import Frame, World

_REGISTERED = {
    Role.LANDLORD_REFERENT: ("social_referent", "extended_cesf", None),
    Role.LANDLORD_CASE_WORKER: ("case_worker", "extended_cesf", Decimal(12)),
    Role.ASSOCIATION_WORKER: ("case_worker", "social_worker", Decimal(20)),
}
_SINCE, _UPDATED = date(2015, 1, 5), date(2018, 9, 17)
_SIGNED = date(2014, 12, 18)


def make(world: World) -> None:
    _register(world)
    _directory(world)
    _conventions(world)


def _register(world: World) -> None:
    """Everybody who refers or accompanies, once; posts held in two organisations are shared between them."""
    employers: dict[User, list[tuple[str, str]]] = {}
    for user, organisation, role in world.people:
        if role in _REGISTERED:
            employers.setdefault(user, []).append((organisation, role))
    by_key = {str(organisation.pk): organisation for organisation in world.organisations.values()}
    for user, held in employers.items():
        shares = dict(zip((by_key[key] for key, _ in held), (100,) if len(held) == 1 else (60, 40), strict=False))
        _enlist(world, held[0][1], shares, user=user)
    pooled = {world.organisations["h62"]: 50, world.organisations["hdn"]: 50}
    volunteer = {"profile": "volunteer_manager", "first_name": "Josiane", "last_name": "Wattel"}
    _enlist(world, Role.LANDLORD_CASE_WORKER, pooled, **volunteer)


def _enlist(world: World, role: str, shares: dict[Organisation, int], **fields) -> None:
    function, profile, maximum = _REGISTERED[role]
    keeper = next(iter(shares))
    line = {
        "function": function,
        "profile": profile,
        "maximum_weight": maximum,
        "competences": keeper.competences[:2],
        "starts_on": _SINCE,
    } | fields
    is_social_worker = line["profile"] == "social_worker"
    worker = world.rows.add(RegisteredWorker, organisation=keeper, is_social_worker=is_social_worker, **line)
    for organisation, percent in shares.items():
        world.rows.add(WorkerEmployment, worker=worker, organisation=organisation, percent=percent)
    for territory in _territories(world, keeper):
        _link(world, RegisteredWorker.territories.through, registeredworker_id=worker.pk, territory_id=territory.pk)


def _territories(world: World, organisation: Organisation) -> list:
    """Where a partner works: what its line says, else everywhere its dispositif is."""
    key = next(key for key, known in world.organisations.items() if known is organisation)
    codes = data("network.json")["cards"].get(key, {}).get("territories", ())
    found = [world.frames["vs"].territories[code] for code in codes]
    frames = (frame for frame in world.frames.values() if frame.key != "vs" and _is_partner(world, frame, organisation))
    return found or [territory for frame in frames for territory in frame.territories.values()]


def _is_partner(world: World, frame: Frame, organisation: Organisation) -> bool:
    held = (row for row in world.rows.of(Partnership) if row.dispositif_id == frame.dispositif.pk)
    return any(row.organisation_id == organisation.pk for row in held)


def _link(world: World, through: type, **keys) -> None:
    world.links.append(through(**keys))


def _directory(world: World) -> None:
    content = data("network.json")
    for key, card in content["cards"].items():
        there = [territory.pk for territory in _territories(world, world.organisations[key])]
        reached = {"email": f"accueil.{key}@demo.veille.invalid"}
        _write(world, world.organisations[key], card | reached, there, ())
    for relay in content["relays"]:
        _relay(world, world.frames["vs"], relay)


def _relay(world: World, frame: Frame, relay: dict) -> None:
    names = ("name", "kind", "type_code", "competences")
    fields = {name: relay[name] for name in names} | {"sort_name": sort_text(relay["name"])}
    service = world.rows.add(Organisation, **fields)
    world.rows.add(
        Partnership, dispositif=frame.dispositif, organisation=service, part="relay", starts_on=date(2016, 3, 1)
    )
    _write(world, service, relay, [frame.territories[relay["territory"]].pk], relay["communes"])


def _write(world: World, organisation: Organisation, card: dict, territories: list, communes: list | tuple) -> None:
    names = ("mission", "phone", "opening", "how_to_refer")
    words = " ".join([organisation.acronym, *organisation.aliases, card["mission"], card["how_to_refer"]])
    entry = world.rows.add(
        DirectoryEntry,
        organisation=organisation,
        email=card.get("email", ""),
        search_text=sort_text(words),
        updated_on=_UPDATED,
        **{name: card[name] for name in names},
    )
    for territory in territories:
        _link(world, DirectoryEntry.territories.through, directoryentry_id=entry.pk, territory_id=territory)
    for code in communes:
        _link(world, DirectoryEntry.communes.through, directoryentry_id=entry.pk, commune_id=code)


def _conventions(world: World) -> None:
    vs, isolated, asae = (world.frames[key].dispositif for key in ("vs", "hn", "au"))
    _partnership(world, vs)
    _sharing(world, vs)
    funding = _convention(
        world,
        vs,
        ("funding", "Fonds de soutien à l’innovation", "FSI 2015-18"),
        "Aider pendant deux ans la cellule, le réseau et l’évaluation de Veille sociale.",
        (date(2015, 1, 1), date(2016, 12, 31)),
        {"pl": "carrier", "cgl": "funder"},
    )
    funding.stopped_on, funding.stopped_because = date(2017, 1, 16), "Aide versée, solde arrêté : pas de reconduction."
    places = _convention(
        world,
        isolated,
        ("partnership", "Accompagnement de vingt personnes isolées", ""),
        "ABEJ Solidarité accompagne les personnes relogées par Habitat du Nord, avec suspension et reprise possibles.",
        (date(2018, 1, 1), date(2018, 12, 31)),
        {"hdn": "landlord", "abej": "operator", "mel": "funder", "ddtm": "state"},
    )
    _buy(world, places, "abej", 20, "place", Decimal("7200"), (date(2018, 1, 1), date(2018, 12, 31)))
    _convention(
        world,
        asae,
        ("partnership", "Diagnostics et mesures de l’Aude", ""),
        "ADAFF rend les diagnostics ; ADAFF et SOLIHA conduisent les mesures que le comité décide.",
        (date(2016, 1, 1), date(2020, 12, 31)),
        {"alogea": "carrier", "ha": "landlord", "adaff": "operator", "soliha": "operator", "ddcspp": "state"},
    )


def _partnership(world: World, dispositif: Dispositif) -> None:
    """It ends with the year: its pilot and its signatories are reminded of it."""
    parts = {"pl": "carrier", "h62": "landlord", "hdn": "landlord", "essonne": "landlord", "lt": "landlord"}
    parts |= dict.fromkeys(("lva", "pose", "ads", "couleurs", "ahu", "ftda", "aurore"), "operator")
    convention = _convention(
        world,
        dispositif,
        ("partnership", "Veille sociale : convention de partenariat", "VS-2015"),
        "Accompagner cent ménages, vers le logement ou pour y rester ; tenir la cellule chaque mois.",
        (date(2015, 1, 1), date(2018, 12, 31)),
        parts,
    )
    convention.kept_at = "Siège de Pierres et Lumières"
    pilot = next(user for user, _, role in world.people if role == Role.PROJECT_MANAGER)
    paper = world.rows.add(ConventionPaper, convention=convention, title="Convention signée", added_by=pilot)
    papers.keep_in(paper, invented_paper("pdf"))
    for key, number in {"lva": 18, "pose": 10, "ads": 12, "couleurs": 8, "ahu": 6}.items():
        _buy(world, convention, key, number, "measure", Decimal("1500"), (date(2015, 1, 1), date(2018, 12, 31)))


def _sharing(world: World, dispositif: Dispositif) -> None:
    """Toit et Joie and Aurore: what each may tell the other, being signed."""
    convention = _convention(
        world,
        dispositif,
        ("sharing", "Toit et Joie – Aurore : partage d’informations", ""),
        "Dire ce que le bailleur transmet à l’équipe mobile, et ce que l’équipe mobile lui rend.",
        (date(2019, 1, 1), date(2020, 12, 31)),
        {"tj": "landlord", "aurore": "operator"},
        signed_on=None,
    )
    lines = (
        ("housing", "Préparer la première visite", "social_action", "aurore"),
        ("arrears", "Prévenir l’expulsion", "social_action", "aurore"),
        ("summary", "Savoir où en est l’accompagnement", "person_agrees", "tj"),
    )
    for section, purpose, basis, recipient in lines:
        line = world.rows.add(SharedInformation, convention=convention, section=section, purpose=purpose, basis=basis)
        keys = {"sharedinformation_id": line.pk, "organisation_id": world.organisations[recipient].pk}
        _link(world, SharedInformation.recipients.through, **keys)


def _convention(
    world: World,
    dispositif: Dispositif,
    named: tuple[str, str, str],
    purpose: str,
    days: tuple[date, date],
    parts: dict[str, str],
    signed_on: date | None = _SIGNED,
) -> Convention:
    kind, title, reference = named
    starts_on, ends_on = days
    convention = world.rows.add(
        Convention,
        dispositif=dispositif,
        kind=kind,
        title=title,
        reference=reference,
        purpose=purpose,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    for key, part in parts.items():
        signatory = {"convention": convention, "organisation": world.organisations[key], "part": part}
        world.rows.add(ConventionSignatory, signed_on=signed_on and min(signed_on, starts_on), **signatory)
    return convention


def _buy(
    world: World, convention: Convention, key: str, number: int, unit: str, price: Decimal, days: tuple[date, date]
) -> None:
    world.rows.add(
        ConventionPurchase,
        convention=convention,
        provider=world.organisations[key],
        quantity=number,
        unit=unit,
        unit_price=price,
        starts_on=days[0],
        ends_on=days[1],
    )
