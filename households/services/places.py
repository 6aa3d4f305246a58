"""The inventory of transitional places, and who enters one.

The place is locked before anything is decided on it: of two entries at once, or an entry and a removal, the second
reads what the first wrote. The database refuses two households in one place whatever the way in.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from households.models import Case, Dwelling, HousingPeriod, TransitionalPlace
from households.services.housing import dwelling_for, end_housing, record_housing
from households.versions import STALE, hold_case, version_of
from partners.models import Dispositif, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import counted, far_date

_NOT_MANAGED = "Ce logement n’est pas de ceux que votre organisme tient."


@transaction.atomic
def add_place(
    *,
    dispositif: Dispositif,
    by: Actor,
    dwelling: Dwelling | None = None,
    dwelling_fields: dict | None = None,
    available_until: date | None = None,
    named_people: Iterable[User] = (),
    **fields,
) -> TransitionalPlace:
    """Write a dwelling, or one room more of a dwelling already there, in the inventory of her organisation.

    A secret place is shown to those named on it, who writes it among them. Raises ValidationError.
    """
    if dwelling and not Dwelling.objects.kept_by(by).filter(pk=dwelling.pk).exists():
        raise ValidationError({"dwelling": _NOT_MANAGED})
    where = dwelling or dwelling_for(by=by, fields=dwelling_fields)
    if where is None:
        raise ValidationError("Dites de quel logement il s’agit.")
    place = TransitionalPlace(dispositif=dispositif, manager=by.organisation, dwelling=where, **fields)
    _write(place, available_until or where.available_until)  # one room more, and the end of the whole dwelling stands
    if where.is_secret:
        place.named_people.set({by.user, *named_people})
    audit.record("transitional_place.added", place, by=by, changes={"capacity": place.capacity})
    return place


@transaction.atomic
def change_place(
    *,
    place: TransitionalPlace,
    version: str,
    by: Actor,
    available_until: date | None = None,
    named_people: Iterable[User] = (),
    **fields,
) -> TransitionalPlace:
    """Correct the line of a place. Raises ValidationError when somebody was faster, or if too many live there."""
    stored = _locked(place)
    if place_version(stored) != version:
        raise ValidationError(STALE, code="stale")
    present = HousingPeriod.objects.filter(place_held=stored).current(clock.today()).first()
    if present and fields.get("capacity", stored.capacity) < present.people_count:
        raise ValidationError({"capacity": "Plus de personnes que cela y vivent aujourd’hui."})
    for name, value in fields.items():
        setattr(stored, name, value)
    _write(stored, available_until)
    if stored.dwelling.is_secret:
        stored.named_people.set({by.user, *named_people})
    audit.record("transitional_place.changed", stored, by=by, changes={"capacity": stored.capacity})
    return stored


def place_version(place: TransitionalPlace) -> str:
    """The place with its dwelling, where the end of its availability is written."""
    return version_of(place, [place.dwelling])


def _write(place: TransitionalPlace, available_until: date | None) -> None:
    if available_until and available_until < place.available_from:
        raise ValidationError({"available_until": "La place finit avant d’être disponible."})
    if place.dwelling.available_until != available_until:
        place.dwelling.available_until = available_until
        place.dwelling.save(update_fields=["available_until"])
    place.full_clean()
    place.save()


@transaction.atomic
def withdraw_place(*, place: TransitionalPlace, on: date, by: Actor) -> TransitionalPlace:
    """Take a place out of the inventory from a day on; never one where somebody lives. Raises ValidationError."""
    stored = _locked(place)
    if stored.withdrawn_on:
        raise ValidationError("Cette place est déjà retirée.")
    if on > clock.today():
        raise ValidationError({"withdrawn_on": "Indiquez une date passée ou d’aujourd’hui."})
    if HousingPeriod.objects.filter(place_held=stored).exclude(ends_on__lt=on).exists():
        raise ValidationError("Cette place est occupée à cette date : elle ne peut pas être retirée.")
    stored.withdrawn_on = on
    stored.full_clean()
    stored.save(update_fields=["withdrawn_on"])
    audit.record("transitional_place.withdrawn", stored, by=by)
    return stored


def _locked(place: TransitionalPlace) -> TransitionalPlace:
    rows = TransitionalPlace.objects.select_for_update(of=("self",))
    return rows.select_related("dwelling__commune").get(pk=place.pk)


@transaction.atomic
def enter_place(
    *, case: Case, place: TransitionalPlace, starts_on: date, people_count: int, situation: str, by: Actor
) -> HousingPeriod:
    """The household enters: its situation is written with the place. Raises ValidationError.

    Another household there at these dates is refused by the database, without a word of who it is.
    """
    held = _locked(place)
    _check_entry(held, case, starts_on, people_count)
    where = held.dwelling
    return record_housing(
        case=case,
        starts_on=starts_on,
        by=by,
        dwelling=where,
        commune=None if where.is_secret else held.where.commune,
        situation=situation,
        modality=held.modality,
        place_held=held,
        people_count=people_count,
    )


def _check_entry(place: TransitionalPlace, case: Case, starts_on: date, people_count: int) -> None:
    if place.dispositif_id != case.rules.dispositif_id:
        raise ValidationError({"place": "Cette place est tenue pour un autre dispositif."})
    if people_count > place.capacity:
        raise ValidationError({"people_count": f"Cette place accueille {counted(place.capacity, 'personne')} au plus."})
    if starts_on < place.available_from:
        raise ValidationError({"starts_on": f"La place est disponible à partir du {far_date(place.available_from)}."})
    last = min((day for day in (_eve(place.withdrawn_on), place.dwelling.available_until) if day), default=None)
    if last and max(starts_on, clock.today()) > last:
        raise ValidationError({"place": f"Cette place n’est plus disponible depuis le {far_date(last)}."})


def _eve(day: date | None) -> date | None:
    return day and day - timedelta(days=1)


@transaction.atomic
def leave_place(*, period: HousingPeriod, on: date, by: Actor) -> HousingPeriod:
    """The household leaves; where it lives next is written as its new situation. Raises ValidationError."""
    hold_case(period.case_id)
    stored = HousingPeriod.objects.select_related("case__rules", "dwelling__landlord").get(pk=period.pk)
    if stored.ends_on:
        raise ValidationError("La sortie de cette place est déjà notée.")
    if on > clock.today():
        raise ValidationError({"ends_on": "Indiquez une date passée ou d’aujourd’hui."})
    return end_housing(period=stored, on=on, by=by)
