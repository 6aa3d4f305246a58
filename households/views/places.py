"""The inventory of transitional places: its list, its figures, a place, what is written of it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households import place_board, place_occupancy, services
from households.forms.places import (
    NewPlaceForm,
    OccupancyFilter,
    PlaceChangeForm,
    PlaceFilter,
    WithdrawPlaceForm,
)
from households.models import Case, Dwelling, HousingPeriod, TransitionalPlace
from households.place_permissions import can_keep, can_keep_places, can_read_places
from partners.models import Organisation, OrganisationKind, User
from partners.object_rights import roles_with
from partners.partnerships import dispositifs_reached, partners_of
from partners.roles import Right, Section
from partners.views.writing import write
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form

_LIST = "households:place_list"
_READING = roles_with("place_inventory", "R")


@require_safe
@confidential
def place_list(request: HttpRequest) -> HttpResponse:
    if not can_read_places(request.actor):
        raise PermissionDenied
    actor = request.actor
    form = PlaceFilter(request.GET, dispositifs=place_board.dispositifs_of(actor))
    filters = form.values()
    page = page_of(place_board.narrowed(actor, filters), request)
    rows = place_board.rows_of(actor, page.object_list)
    _journal(rows)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "taken_today": place_occupancy.today_of(actor),
        "total": page.paginator.in_words("place"),
        "is_filtered": any(filters.values()),
        "reads_rows": actor.has_role(*_READING),
        "keeps": can_keep_places(actor),
    }
    return render(request, "households/place_list.html", context)


def _journal(rows: list[place_board.PlaceRow]) -> None:
    """The households named in the list."""
    named = sorted({row.resident.case for row in rows if row.resident})
    if named:
        reads.record(named, section="list", kind=AccessKind.LIST)


@require_safe
@confidential
def place_history(request: HttpRequest) -> HttpResponse:
    """How far the places were occupied over a period: by month, then place by place for who reads them."""
    if not can_read_places(request.actor):
        raise PermissionDenied
    dispositifs = place_board.dispositifs_of(request.actor)
    period = OccupancyFilter(request.GET, dispositifs=dispositifs).period()
    form = OccupancyFilter(initial=period, dispositifs=dispositifs)  # says the days that were kept
    context = {"form": form, "period": period, "history": place_occupancy.history(request.actor, **period)}
    return render(request, "households/place_history.html", context)


def visible_place(request: HttpRequest, pk: UUID) -> TransitionalPlace:
    return get_object_or_404(TransitionalPlace.objects.visible_to(request.actor).with_list_data(), pk=pk)


@require_safe
@confidential
def place_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    place = visible_place(request, pk)
    (row,) = place_board.rows_of(request.actor, [place])
    stays = HousingPeriod.objects.visible_to(request.actor).filter(place_held=place, case__in=_known(request.actor))
    stays = list(stays.select_related("case").order_by("-starts_on", "pk")[:50])
    shown = sorted({stay.case_id for stay in stays})
    if shown:
        reads.record(shown, section="list", kind=AccessKind.LIST)
    context = {"row": row, "place": place, "stays": stays, "can_keep": row.can_write}
    return render(request, "households/place_detail.html", context)


def _known(actor) -> QuerySet:
    """The files of which she reads the state: of the others, no number."""
    return Case.objects.visible_to(actor, Section.STATE, Right.READ).values("pk")


@require_form
@confidential
def place_create(request: HttpRequest) -> HttpResponse:
    if not can_keep_places(request.actor):
        raise PermissionDenied
    form = _new_form(request)

    def act() -> str:
        place = services.add_place(by=request.actor, **form.answer())
        return reverse("households:place_detail", args=[place.pk])

    words = {"title": "Inscrire une place", "verb": "Inscrire", "back": reverse(_LIST)}
    lead = "Un logement, ou une chambre d’un logement partagé, pour un ménage à la fois."
    return write(request, form, act, done="La place est inscrite.", lead=lead, **words)


def _new_form(request: HttpRequest) -> NewPlaceForm:
    actor = request.actor
    dispositifs = dispositifs_reached(actor, *roles_with("place_inventory", "W")).order_by("name", "pk")
    held = TransitionalPlace.objects.visible_to(actor).standing()
    dwellings = Dwelling.objects.kept_by(actor).select_related("commune", "landlord")
    dwellings = dwellings.filter(places__in=held.values("pk")).distinct()
    return NewPlaceForm(
        request.POST or None,
        dispositifs=dispositifs,
        operators=_of_kind(actor, dispositifs, OrganisationKind.ASSOCIATION).exclude(pk=actor.organisation_id),
        landlords=_of_kind(actor, dispositifs, OrganisationKind.LANDLORD),
        dwellings=dwellings.prefetch_related(Prefetch("places", held)).order_by("residence", "commune__name", "pk"),
    )


def _of_kind(actor, dispositifs, kind: str) -> QuerySet[Organisation]:
    """Her partners of a kind; a landlord writes about its own dwellings."""
    if kind == actor.organisation.kind == OrganisationKind.LANDLORD:
        return Organisation.objects.filter(pk=actor.organisation_id)
    found = Organisation.objects.none()
    for dispositif in dispositifs:
        found |= partners_of(dispositif).filter(kind=kind)
    return found


@require_form
@confidential
def place_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    place = _kept(request, pk)
    form = PlaceChangeForm(
        request.POST or None,
        initial=_initial(place),
        operators=partners_of(place.dispositif_id)
        .filter(kind=OrganisationKind.ASSOCIATION)
        .exclude(pk=place.manager_id),
        people=_people(place) if place.where.is_secret else None,
    )
    back = reverse("households:place_detail", args=[pk])

    def act() -> str:
        version = form.cleaned_data["version"]
        services.change_place(place=place, version=version, by=request.actor, **form.answer())
        return back

    words = {"title": f"Modifier : {place.name}", "verb": "Enregistrer", "back": back}
    return write(request, form, act, done="La place est corrigée.", **words)


def _kept(request: HttpRequest, pk: UUID) -> TransitionalPlace:
    place = visible_place(request, pk)
    if not can_keep(request.actor, place):
        raise PermissionDenied
    return place


def _initial(place: TransitionalPlace) -> dict:
    named = {"named_people": place.named_people.all()} if place.where.is_secret else {}
    columns = ("name", "modality", "capacity", "operator", "available_from", "equipment")
    told = {name: getattr(place, name) for name in columns}
    version = services.place_version(place)
    return told | named | {"available_until": place.where.available_until, "version": version}


def _people(place: TransitionalPlace) -> QuerySet[User]:
    """Those whom their role and their organisation let read a place."""
    organisations = [place.manager_id, *([place.operator_id] if place.operator_id else [])]
    held = User.objects.filter(
        memberships__organisation__in=organisations, memberships__role__in=sorted(_READING), memberships__ends_on=None
    )
    return held.distinct().order_by("last_name", "first_name", "pk")


@require_form
@confidential
def place_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    place = _kept(request, pk)
    form = WithdrawPlaceForm(request.POST or None)

    def act() -> str:
        services.withdraw_place(place=place, on=form.cleaned_data["withdrawn_on"], by=request.actor)
        return reverse(_LIST)

    back = reverse("households:place_detail", args=[pk])
    words = {"title": f"Retirer : {place.name}", "verb": "Retirer de l’inventaire", "back": back}
    lead = "Une place occupée ne se retire pas. Celle-ci restera lisible, et comptée jusqu’à cette date."
    return write(request, form, act, done="La place est retirée.", lead=lead, **words)
