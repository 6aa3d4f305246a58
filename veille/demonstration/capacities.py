"""The capacity board in December 2018: what operators and landlords say, what households look for."""

from datetime import date, timedelta
from decimal import Decimal

from accompaniment.choices import RUNNING_STATES, MeasureState
from accompaniment.models import Measure, MeasureLevel
from cellule.choices import ReferralState
from cellule.models import AvailableDwelling, HousingWish, PlaceDeclaration, Referral
from partners.configuration import Door
from partners.models import Organisation, Site, WorkerEmployment
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File
from veille.demonstration.frames import World

# Operator → places, days since they were said, remark.
_PLACES = {
    "lva": ("3.5", 10, ""),
    "pose": ("1", 10, "À partir du 7 janvier, au retour d’une collègue."),
    "ads": ("2", 38, ""),
    "aurore": ("1.5", 4, "Troubles psychiques seulement."),
    "couleurs": ("0", 4, "Complet jusqu’à fin janvier."),
    "ahu": ("2", 17, "Baux glissants à Orléans."),
}
# Commune of the site → type, number, rent, reservation, whether confirmed, accessible, conditions.
_DWELLINGS = {
    "Harnes": ("t3", 2, 280, "none", False, None, ""),
    "Saint-Pol-sur-Mer": ("t2", 1, 210, "prefecture", True, True, "Rez-de-chaussée, disponible le 15 janvier."),
    "Maubeuge": ("t4", 1, 345, "unknown", False, None, "Après travaux."),
    "Ronchin": ("t2", 1, 372, "employers", False, False, ""),
    "Ris-Orangis": ("t3", 1, 520, "prefecture", False, None, ""),
    "Orléans": ("t2", 2, 330, "none", True, True, "Bail glissant possible avec l’AHU."),
    "Sartrouville": ("t2", 1, 440, "town", False, None, ""),
    "Stains": ("t3", 1, 410, "none", False, False, "Sans ascenseur, deuxième étage."),
}
_WAITING = (ReferralState.COMPLETE, ReferralState.SCHEDULED, ReferralState.DEFERRED, ReferralState.WAITLISTED)
_TAKING = {MeasureState.NOT_STARTED, *RUNNING_STATES} - {MeasureState.SUSPENDED}
_HOLDS = timedelta(days=31)
# By the number of people of the household.
_TYPES = (["t1", "t2"], ["t2", "t3"], ["t3"], ["t3", "t4"])


def make(world: World) -> None:
    _places(world)
    _dwellings(world)
    _wishes(world)


def _places(world: World) -> None:
    weights = _weights(world)
    for key, (places, days, remark) in _PLACES.items():
        operator, said_on = world.organisations[key], STORY_DAY - timedelta(days=days)
        world.rows.add(
            PlaceDeclaration,
            dispositif=world.frames["vs"].dispositif,
            operator=operator,
            places=Decimal(places),
            weight_in_use=weights.get(operator.pk, Decimal(0)),
            maximum_weight=_maximum(world, operator),
            remark=remark,
            declared_on=said_on,
            valid_until=said_on + _HOLDS,
        )


def _maximum(world: World, operator: Organisation) -> Decimal:
    """What the register says of its people, for the share of their post that it pays."""
    shares = (share for share in world.rows.of(WorkerEmployment) if share.organisation_id == operator.pk)
    known = ((share.worker.maximum_weight, share.percent) for share in shares if share.worker.user_id)
    return sum((maximum * percent / 100 for maximum, percent in known if maximum), Decimal(0))


def _weights(world: World) -> dict:
    """What each operator carries on the day of the story."""
    taking = {m.pk: m.operator_id for m in world.rows.of(Measure) if m.state in _TAKING}
    found: dict = {}
    for level in world.rows.of(MeasureLevel):
        if level.measure_id in taking and (level.ends_on is None or level.ends_on >= STORY_DAY):
            operator = taking[level.measure_id]
            found[operator] = found.get(operator, Decimal(0)) + Decimal(level.weight)
    return found


def _dwellings(world: World) -> None:
    sites = {site.pk: site for site in world.rows.of(Site)}
    placed = [link for link in world.links if type(link) is Site.communes.through]
    for name, said in _DWELLINGS.items():
        here = (link for link in placed if _commune_name(world, link.commune_id) == name)
        _say(world, sites[next(link for link in here if _is_small(placed, link)).site_id], said)


def _is_small(placed: list, link) -> bool:
    """A site of one commune: of the others, which commune is not known."""
    return sum(one.site_id == link.site_id for one in placed) == 1


def _commune_name(world: World, code: str) -> str:
    communes = (commune for pairs in world.frames["vs"].communes.values() for _, commune in pairs)
    return next(commune.name for commune in communes if commune.pk == code)


def _say(world: World, site: Site, said: tuple) -> None:
    kind, number, rent, reservation, is_confirmed, is_accessible, conditions = said
    said_on = date(2018, 12, 5)
    world.rows.add(
        AvailableDwelling,
        dispositif=site.dispositif,
        landlord=site.landlord,
        territory=site.territory,
        site=site,
        dwelling_type=kind,
        number=number,
        monthly_rent=Decimal(rent),
        reservation=reservation,
        is_confirmed=is_confirmed,
        is_accessible=is_accessible,
        conditions=conditions,
        said_on=said_on,
        expires_on=said_on + _HOLDS,
    )


def _wishes(world: World) -> None:
    """Households that wait for a dwelling have said what they look for; a protected one names no commune."""
    waiting = {row.case_id for row in world.rows.of(Referral) if row.state in _WAITING}
    seekers = [f for f in world.files if f.door == Door.ACCESS and f.case.pk in waiting and f.frame.key == "vs"]
    for number, file in enumerate(seekers):
        _wish(world, file, number)


def _wish(world: World, file: File, number: int) -> None:
    wish = file.add(
        HousingWish,
        dwelling_types=_TYPES[min(len(file.people), len(_TYPES)) - 1],
        maximum_rent=Decimal(300 + 40 * (number % 5)),
        needs_accessible=number % 6 == 5,
        reservations=["prefecture"] if number % 3 == 0 else [],
        noted_on=file.opened_on,
        noted_by=file.author,
    )
    if not file.case.is_restricted and file.commune and number % 2:
        world.links.append(HousingWish.communes.through(housingwish_id=wish.pk, commune_id=file.commune.pk))
