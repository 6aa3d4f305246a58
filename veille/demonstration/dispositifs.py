"""The three dispositifs, made from their templates, with their places, bodies, sites and dates."""

import csv
import json
from datetime import date
from pathlib import Path

from django.conf import settings

from partners.configuration import parse
from partners.models import (
    Commune,
    Dispositif,
    DispositifVersion,
    Instance,
    Milestone,
    Organisation,
    Partnership,
    Site,
    Territory,
)
from veille.demonstration.dice import data
from veille.demonstration.frames import Frame, World

_PARTNERS = Path(settings.BASE_DIR) / "partners"
_SITES = _PARTNERS / "data" / "pilot_sites_2014.csv"
_REGIONS = {
    "Nord-Pas-de-Calais": ("hauts-de-france", "Hauts-de-France"),
    "Île-de-France": ("ile-de-france", "Île-de-France"),
    "Centre": ("centre", "Centre"),
}
# Called when a situation asks for one: it is made with what is told of it.
_SYNTHESIS = "synthesis"
_AUDE = ("11069", "11262", "11206", "11076", "11203", "11397")
_NORTH = ("59350", "59512", "59599", "59009", "59360", "59328", "59017", "59392")


def make_dispositifs(world: World) -> None:
    organisations = world.organisations
    veille = _make(world, "vs", "veille_sociale", organisations["pl"], date(2015, 1, 1), date(2018, 12, 31))
    _open_health_notes(world, veille)
    _place_pilot_sites(world, veille)
    for code, territory in veille.territories.items():
        _body(world, veille, "cell", organisations["hr"], code, f"Cellule {territory.name}")
    isolated = _make(world, "hn", "personnes_isolees", organisations["hdn"], date(2015, 1, 1), date(2018, 12, 31))
    _place(world, isolated, "nord", "Métropole de Lille et Nord", _NORTH, [organisations["hdn"]])
    asae = _make(world, "au", "asae", organisations["alogea"], date(2016, 1, 1), date(2020, 12, 31))
    _place(world, asae, "aude", "Aude", _AUDE, [organisations["alogea"], organisations["ha"]])
    for frame, organiser in ((isolated, organisations["hdn"]), (asae, organisations["alogea"])):
        for rules in (rules for rules in frame.configuration.instances if rules.kind != _SYNTHESIS):
            _body(world, frame, rules.code, organiser, None, rules.label)


def insee_codes() -> list[str]:
    """The communes the demonstration lives in."""
    with _SITES.open() as source:
        sites = [code for line in csv.DictReader(source) for code in line["insee_codes"].split(";")]
    return sorted({*sites, *_AUDE, *_NORTH})


def _make(world: World, key: str, template: str, carrier: Organisation, starts_on: date, ends_on: date) -> Frame:
    content = json.loads((_PARTNERS / "dispositif_templates" / f"{template}.json").read_text())
    rules = parse(content)
    dispositif = world.rows.add(
        Dispositif,
        name=rules.name,
        public_name=rules.public_name,
        number_prefix=rules.code_prefix,
        carrier=carrier,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    version = world.rows.add(DispositifVersion, dispositif=dispositif, number=1, data=content, published_on=starts_on)
    for milestone in rules.milestones:
        fields = {name: getattr(milestone, name) for name in ("code", "label", "planned_on", "actual_on")}
        world.rows.add(Milestone, dispositif=dispositif, **fields)
    frame = world.frames[key] = Frame(key, dispositif, [version])
    _partners(world, frame, starts_on)
    return frame


def _partners(world: World, frame: Frame, starts_on: date) -> None:
    for part, keys in data("partnerships.json")[frame.key].items():
        for key in keys:
            world.rows.add(
                Partnership,
                dispositif=frame.dispositif,
                organisation=world.organisations[key],
                part=part,
                starts_on=starts_on,
            )


def _open_health_notes(world: World, frame: Frame) -> None:
    """A second version: the convention with the mental-health association opens notes of that level."""
    content = frame.versions[0].data | {"health_notes": True}
    version = world.rows.add(
        DispositifVersion, dispositif=frame.dispositif, number=2, data=content, published_on=date(2016, 9, 1)
    )
    frame.versions.append(version)


def _place_pilot_sites(world: World, frame: Frame) -> None:
    by_name = {organisation.name: organisation for organisation in world.organisations.values()}
    with _SITES.open() as source:
        for line in csv.DictReader(source):
            code, name = _REGIONS[line["region"]]
            communes = list(Commune.objects.filter(code__in=line["insee_codes"].split(";")).order_by("code"))
            _add_communes(world, frame, code, name, [(by_name[line["landlord"]], commune) for commune in communes])
            site = world.rows.add(
                Site,
                dispositif=frame.dispositif,
                landlord=by_name[line["landlord"]],
                territory=frame.territories[code],
                dwellings=int(line["dwellings"]),
                note=line["note"],
            )
            _link(world, Site.communes.through, communes, site=site)


def _place(world: World, frame: Frame, code: str, name: str, insee: tuple, landlords: list[Organisation]) -> None:
    communes = Commune.objects.filter(code__in=insee).order_by("code")
    pairs = [(landlords[index % len(landlords)], commune) for index, commune in enumerate(communes)]
    _add_communes(world, frame, code, name, pairs)


def _add_communes(world: World, frame: Frame, code: str, name: str, pairs: list) -> None:
    if code not in frame.territories:
        frame.territories[code] = world.rows.add(Territory, dispositif=frame.dispositif, code=code, name=name)
    known = frame.communes.setdefault(code, [])
    fresh = {commune.pk: commune for _, commune in pairs} | {}
    already = {commune.pk for _, commune in known}
    new = [commune for commune in fresh.values() if commune.pk not in already]
    _link(world, Territory.communes.through, new, territory=frame.territories[code])
    known.extend(pairs)


def _link(world: World, through: type, communes: list[Commune], **owner) -> None:
    name, row = next(iter(owner.items()))
    world.links.extend(through(**{f"{name}_id": row.pk, "commune_id": commune.pk}) for commune in communes)


def _body(
    world: World, frame: Frame, code: str, organiser: Organisation, territory: str | None, label: str
) -> Instance:
    key = f"{code}-{territory}" if territory else code
    frame.instances[key] = world.rows.add(
        Instance,
        dispositif=frame.dispositif,
        territory=frame.territories[territory] if territory else None,
        code=code,
        label=label,
        organiser=organiser,
    )
    return frame.instances[key]
