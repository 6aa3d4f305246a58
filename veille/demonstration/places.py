"""The places where some households live for a time: an inventory, a shared dwelling with its charter, what happened."""

from datetime import date, timedelta

from accompaniment import services
from accompaniment.plan_choices import SignatureWay, SignerPart
from households.models import DwellingCharter, DwellingIncident, HousingPeriod, TransitionalPlace
from partners.actors import actor_of
from partners.models import Organisation
from partners.roles import Role
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File
from veille.demonstration.frames import World

# A house that still waits, and two rooms beside one where somebody lives.
_FREE_SINCE = STORY_DAY - timedelta(days=140)
_COMMON = "Cuisine, salle de bain et cour sont partagées. Chacun a sa clé et sa boîte aux lettres."
_RULES = (
    "Chacun range la cuisine après son repas.\n"
    "Les visites sont possibles jusqu’à 22 heures ; pour une nuit, on prévient les autres.\n"
    "Les animaux sont les bienvenus s’ils ne gênent personne.\n"
    "On se réunit le premier mardi du mois, avec l’association."
)
# Days before the story: kind, what was done, what followed, closed after so many days.
_INCIDENTS = (
    (96, "equipment", "Chaudière arrêtée un dimanche, astreinte appelée, remise en route le soir.", "", 1),
    (41, "noise", "Voisins gênés tard le soir. Réunion dans la maison, règle rappelée.", "Point prévu en janvier.", 0),
    (12, "hygiene", "Traces de nuisibles dans la cuisine.", "Passage de l’entreprise demandé au bailleur.", 0),
)


def make(world: World) -> None:
    """The dwellings of the temporary stays become places; nobody moves."""
    stays = [(file, period) for file in world.files for period in _temporary(world, file)]
    for number, (file, period) in enumerate(stays, 1):
        _hold(world, file, period, f"Logement {number}")
    shared = next(((file, period) for file, period in stays if period.ends_on is None), None)
    if shared:
        _share(world, *shared)


def _temporary(world: World, file: File) -> list[HousingPeriod]:
    if file.case.is_restricted or not file.lead or not file.operator:
        return []
    kinds = file.case.rules.configuration.stay.modalities
    mine = [row for row in world.rows.of(HousingPeriod) if row.case is file.case and row.modality in kinds]
    return [row for row in mine if row.dwelling and not row.dwelling.is_secret]


def _hold(world: World, file: File, period: HousingPeriod, name: str) -> None:
    period.place_held = _place(world, file, period, name, period.starts_on - timedelta(days=30), len(file.people) + 1)
    period.people_count = len(file.people)


def _place(world: World, file: File, period: HousingPeriod, name: str, since: date, capacity: int) -> TransitionalPlace:
    return world.rows.add(
        TransitionalPlace,
        dispositif=file.frame.dispositif,
        manager=file.operator,
        dwelling=period.dwelling,
        name=name,
        modality=period.modality,
        capacity=capacity,
        available_from=since,
        equipment="Meublé, cuisine équipée",
    )


def _share(world: World, file: File, period: HousingPeriod) -> None:
    """One dwelling is shared: two more rooms, a charter, three incidents, one told to the landlord."""
    period.place_held.name = "Chambre 1"
    for name in ("Chambre 2", "Chambre 3"):
        _place(world, file, period, name, _FREE_SINCE, 1)
    author = next(iter(world.workers(file.operator, Role.ASSOCIATION_MANAGER)), file.lead)
    written = {"dwelling": period.dwelling, "organisation": file.operator, "author": author}
    since = max(period.starts_on, _FREE_SINCE)
    world.rows.add(DwellingCharter, **written, common_parts=_COMMON, text=_RULES, written_on=since)
    for told in _INCIDENTS:
        _happen(world, file.operator, period, author, told)


def _happen(world: World, operator: Organisation, period: HousingPeriod, author, told: tuple) -> None:
    days, kind, done, follow_up, closed_after = told
    day = STORY_DAY - timedelta(days=days)
    is_shared = "bailleur" in follow_up
    world.rows.add(
        DwellingIncident,
        dwelling=period.dwelling,
        happened_on=day,
        kind=kind,
        done=done,
        follow_up=follow_up,
        closed_on=day + timedelta(days=closed_after) if closed_after else None,
        organisation=operator,
        noted_by=author,
        shared_on=day if is_shared else None,
        shared_by=author.pk if is_shared else None,
    )


def tell(world: World) -> None:
    """The household of the shared dwelling was given the charter, and agreed to it by word of mouth."""
    shared = DwellingCharter.objects.values("dwelling")
    rows = HousingPeriod.objects.filter(dwelling__in=shared, ends_on=None).exclude(place_held=None)
    files = {file.case.pk: file for file in world.files}
    for period in rows.order_by("pk"):
        file = files[period.case_id]
        by = actor_of(file.lead, file.operator.pk)
        if by is None:
            continue
        given = services.give_charter(period=period, by=by)
        services.sign(
            subject=given,
            digest=given.digest,
            part=SignerPart.HOUSEHOLD,
            name=file.people[0].full_name,
            way=SignatureWay.ORAL,
            by=by,
        )
