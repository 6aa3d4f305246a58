"""What operators and landlords declare, and what a household looks for."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.capacity import team_load
from cellule.models import AvailableDwelling, HousingWish, PlaceDeclaration
from households.models import Case
from households.versions import hold_case
from partners.models import Commune, Dispositif, Organisation, PartnershipPart, Site, Territory
from partners.partnerships import partners_of
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.versions import STALE, version_of

# How long a declaration holds when nobody says otherwise, and at most.
HOLDS, LONGEST = timedelta(days=30), timedelta(days=183)
_KEPT = timedelta(days=730)


def _check_term(day: date, column: str) -> None:
    today = clock.today()
    if day < today:
        raise ValidationError({column: "Indiquez un jour à venir."})
    if day > today + LONGEST:
        raise ValidationError({column: "Une déclaration vaut six mois au plus : elle se renouvelle."})


def _check_part(actor: Actor, dispositif: Dispositif, part: str) -> None:
    if not partners_of(dispositif, part).filter(pk=actor.organisation_id).exists():
        raise ValidationError("Votre organisme ne tient pas cette part dans ce dispositif.")


@transaction.atomic
def declare_places(
    *,
    dispositif: Dispositif,
    territory: Territory | None,
    places: Decimal,
    remark: str,
    valid_until: date,
    by: Actor,
) -> PlaceDeclaration:
    """Say how many places are open, with the load of the team that day; what was said before is replaced."""
    Organisation.objects.select_for_update().get(pk=by.organisation_id)  # one declaration at a time
    _check_part(by, dispositif, PartnershipPart.OPERATOR)
    _check_term(valid_until, "valid_until")
    load = team_load(by)
    former = PlaceDeclaration.objects.standing().filter(
        dispositif=dispositif, operator=by.organisation_id, territory=territory
    )
    former.update(replaced_on=clock.today())
    declaration = PlaceDeclaration(
        dispositif=dispositif,
        operator=by.organisation,
        territory=territory,
        places=places,
        weight_in_use=load.weight,
        maximum_weight=load.maximum,
        remark=remark,
        declared_on=clock.today(),
        declared_by=by.user_id,
        valid_until=valid_until,
    )
    declaration.full_clean()
    declaration.save()
    audit.record("places.declared", declaration, by=by, changes={"places": str(places)})
    return declaration


@transaction.atomic
def declare_dwellings(*, dispositif: Dispositif, by: Actor, **fields) -> AvailableDwelling:
    """Say which dwellings may become available. Raises ValidationError."""
    _check_part(by, dispositif, PartnershipPart.LANDLORD)
    dwelling = AvailableDwelling(dispositif=dispositif, landlord=by.organisation)
    _say(dwelling, by, fields)
    audit.record("available_dwelling.declared", dwelling, by=by, changes={"number": dwelling.number})
    return dwelling


@transaction.atomic
def correct_dwellings(*, dwelling: AvailableDwelling, version: str, by: Actor, **fields) -> AvailableDwelling:
    """Say it anew, from today. Raises ValidationError when somebody was faster, or took it off."""
    stored = _standing(dwelling)
    if version_of(stored) != version:
        raise ValidationError(STALE, code="stale")
    _say(stored, by, fields)
    audit.record("available_dwelling.corrected", stored, by=by, changes={"number": stored.number})
    return stored


def _standing(dwelling: AvailableDwelling) -> AvailableDwelling:
    stored = AvailableDwelling.objects.select_for_update(of=("self",)).get(pk=dwelling.pk)
    if stored.withdrawn_on:
        raise ValidationError("Ces logements sont déjà retirés.")
    return stored


def _say(dwelling: AvailableDwelling, by: Actor, fields: dict) -> None:
    site: Site | None = fields.get("site")
    territory: Territory = fields["territory"]
    _check_term(fields["expires_on"], "expires_on")
    if site and (site.landlord_id != by.organisation_id or site.territory_id != territory.pk):
        raise ValidationError({"site": "Ce site n’est pas de votre organisme sur ce territoire."})
    if territory.dispositif_id != dwelling.dispositif_id:
        raise ValidationError({"territory": "Ce territoire n’est pas de ce dispositif."})
    for name, value in fields.items():
        setattr(dwelling, name, value)
    dwelling.said_on, dwelling.said_by = clock.today(), by.user_id
    dwelling.full_clean()
    dwelling.save()


@transaction.atomic
def confirm_dwellings(*, dwelling: AvailableDwelling, by: Actor) -> AvailableDwelling:
    """The same holds again, from today."""
    stored = _standing(dwelling)
    stored.said_on, stored.said_by, stored.expires_on = clock.today(), by.user_id, clock.today() + HOLDS
    stored.save(update_fields=["said_on", "said_by", "expires_on"])
    audit.record("available_dwelling.confirmed", stored, by=by)
    return stored


@transaction.atomic
def withdraw_dwellings(*, dwelling: AvailableDwelling, by: Actor) -> AvailableDwelling:
    """They are let, or no longer to be had."""
    stored = _standing(dwelling)
    stored.withdrawn_on = clock.today()
    stored.save(update_fields=["withdrawn_on"])
    audit.record("available_dwelling.withdrawn", stored, by=by)
    return stored


@transaction.atomic
def note_wish(*, case: Case, communes: Iterable[Commune], version: str, by: Actor, **fields) -> HousingWish:
    """Note what the household looks for; the former wish stays in the history.

    A restricted file names no commune: where somebody hopes to live must not be found. Raises ValidationError.
    """
    held, communes = hold_case(case.pk), list(communes)
    last = HousingWish.objects.last_of(held)
    if wish_version(last) != version:
        raise ValidationError(STALE, code="stale")
    if held.is_restricted and communes:
        raise ValidationError({"communes": "Sur ce dossier en accès restreint, le territoire suffit."})
    wish = HousingWish(case=held, noted_on=clock.today(), noted_by=by.user, **fields)
    wish.full_clean()
    wish.save()
    wish.communes.set(communes)
    audit.record("housing_wish.noted", wish, by=by)
    return wish


def wish_version(wish: HousingWish | None) -> str:
    """What a form was made from; empty when nothing was noted."""
    return version_of(wish) if wish else ""


def forget_places_of(case: Case) -> int:
    """A file becomes restricted: the communes it named are not kept; returns how many."""
    return HousingWish.communes.through.objects.filter(housingwish__case=case).delete()[0]


def forget_old_declarations() -> int:
    """Delete what was declared two years ago; returns how many rows."""
    day = clock.today() - _KEPT
    places, _ = PlaceDeclaration.objects.filter(valid_until__lt=day).delete()
    dwellings, _ = AvailableDwelling.objects.filter(expires_on__lt=day).delete()
    return places + dwellings
