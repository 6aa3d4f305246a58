"""The capacity board, what is declared on it, and its panel beside a decision."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import capacity
from cellule import capacity_permissions as permissions
from cellule.forms.capacity import BoardFilter, DwellingsForm, PlacesForm
from cellule.matching import criteria
from cellule.models import AgendaItem, AvailableDwelling, HousingWish
from cellule.permissions import keeps_session
from cellule.services import capacity as services
from partners.configuration import Door
from partners.models import Dispositif
from partners.roles import Section
from partners.views.writing import write
from veille.core import reads
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form
from veille.core.versions import version_of

_BOARD = "cellule:capacity_board"
# Beside a decision, the first lines are enough; the whole board is one click away.
_SHOWN = 12


@require_safe
@confidential
def capacity_board(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_board(request.actor):
        raise PermissionDenied
    boards = capacity.boards_of(request.actor)
    dispositif = _chosen(request, boards)
    form = BoardFilter(request.GET or None, dispositifs=boards, dispositif=dispositif)
    chosen = form.chosen() if form.is_bound else {}
    declares_dwellings = permissions.can_declare_dwellings(request.actor)
    declares_places = permissions.can_declare_places(request.actor)
    context = {
        "form": form,
        "dispositif": dispositif,
        "is_filtered": bool(chosen),
        "declares_places": declares_places,
        "declares_dwellings": declares_dwellings,
        "team": capacity.team_load(request.actor) if declares_places else None,
        "is_whole": bool(dispositif) and capacity.reads_whole(request.actor, dispositif),
    }
    if dispositif:
        context["operators"] = capacity.operator_lines(request.actor, dispositif)
        context |= _dwellings(request, dispositif, chosen)
    return render(request, "cellule/capacity_board.html", context)


def _chosen(request: HttpRequest, boards) -> Dispositif | None:
    """The one asked for, else the first where her organisation declared something, else the first she opens."""
    asked = [board for board in boards if str(board.pk) == request.GET.get("dispositif")]
    spoken = capacity.boards_spoken_of(request.actor)
    return next(iter(asked or [board for board in boards if board.pk in spoken] or boards), None)


def _dwellings(request: HttpRequest, dispositif: Dispositif, chosen: dict) -> dict:
    page = page_of(capacity.dwelling_lines(request.actor, dispositif, **chosen), request)
    can_declare = permissions.can_declare_dwellings(request.actor)
    return {
        "page": page,
        "dwellings": [(one, can_declare and one.landlord_id == request.actor.organisation_id) for one in page],
        "total": page.paginator.in_words("ligne"),
    }


@require_safe
@confidential
def capacity_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The panel of a situation being decided: places, dwellings, and criteria for who keeps the session."""
    items = AgendaItem.objects.visible_to(request.actor).exclude(case=None)
    items = items.select_related("session__instance__dispositif", "case__territory")
    item = get_object_or_404(items, pk=pk)
    if not permissions.can_read_board(request.actor):
        raise PermissionDenied
    dispositif = item.session.instance.dispositif
    operators = capacity.operator_lines(request.actor, dispositif)
    context = {
        "item": item,
        "told": [line for line in operators if line.places is not None],
        "silent": [line.operator for line in operators if line.places is None],
        "territory": item.case.territory,
        "is_access": False,
        "more": 0,
    }
    if item.case.door == Door.ACCESS:
        context |= _matched(request, item, dispositif)
    return render(request, "cellule/_capacity_fragment.html", context)


def _matched(request: HttpRequest, item: AgendaItem, dispositif: Dispositif) -> dict:
    """Dwellings of the territory of the file, with the criteria of the household for who keeps the session."""
    territory = item.case.territory
    found = capacity.dwelling_lines(request.actor, dispositif, territory=territory.pk)
    wish = _wish(request, item) if keeps_session(request.actor, item.session) else None
    lines = [(one, criteria(wish, one, territory) if wish else ()) for one in found[:_SHOWN]]
    return {"wish": wish, "dwellings": lines, "more": max(found.count() - _SHOWN, 0), "is_access": True}


def _wish(request: HttpRequest, item: AgendaItem) -> HousingWish | None:
    """What the household looks for: read of a named file, and said to the journal."""
    wish = HousingWish.objects.visible_to(request.actor).last_of(item.case)
    if wish:
        reads.record([item.case_id], section=Section.HOUSING)
    return wish


@require_form
@confidential
def places_declare(request: HttpRequest) -> HttpResponse:
    if not permissions.can_declare_places(request.actor):
        raise PermissionDenied
    team = capacity.team_load(request.actor)
    form = PlacesForm(request.POST or None, actor=request.actor, initial={"places": _plain(team.left)})

    def act() -> str:
        services.declare_places(by=request.actor, **form.cleaned_data)
        return reverse(_BOARD)

    words = {"title": "Déclarer les places ouvertes", "verb": "Déclarer", "back": reverse(_BOARD)}
    lead = "Le secrétariat, les membres et le pilote liront ce nombre, et la charge totale de votre équipe ce jour."
    return write(request, form, act, done="Les places sont déclarées.", lead=lead, **words)


def _plain(places: Decimal | None) -> str:
    """« 43 » rather than « 43.00 », as a field of numbers wants it."""
    return "" if places is None else f"{places:f}".rstrip("0").rstrip(".") if places % 1 else str(int(places))


@require_form
def dwelling_create(request: HttpRequest) -> HttpResponse:
    if not permissions.can_declare_dwellings(request.actor):
        raise PermissionDenied
    form = DwellingsForm(request.POST or None, actor=request.actor)

    def act() -> str:
        said = form.said()
        services.declare_dwellings(dispositif=said["territory"].dispositif, by=request.actor, **said)
        return reverse(_BOARD)

    words = {"title": "Logements qui peuvent se libérer", "verb": "Ajouter au tableau", "back": reverse(_BOARD)}
    lead = "Un site ou une commune, un type, un nombre : jamais une adresse. « Sous réserve » ne promet rien."
    return write(request, form, act, done="La ligne est au tableau.", lead=lead, **words)


def _own(request: HttpRequest, pk: UUID) -> AvailableDwelling:
    dwellings = AvailableDwelling.objects.visible_to(request.actor).filter(withdrawn_on=None)
    dwelling = get_object_or_404(dwellings.select_related("dispositif", "territory", "site"), pk=pk)
    if not permissions.can_change_dwelling(request.actor, dwelling):
        raise PermissionDenied
    return dwelling


@require_form
def dwelling_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    dwelling = _own(request, pk)
    initial = {"version": version_of(dwelling)}
    form = DwellingsForm(request.POST or None, instance=dwelling, actor=request.actor, initial=initial)

    def act() -> str:
        version = form.cleaned_data["version"]
        services.correct_dwellings(dwelling=dwelling, version=version, by=request.actor, **form.said())
        return reverse(_BOARD)

    words = {"title": "Logements qui peuvent se libérer", "verb": "Enregistrer", "back": reverse(_BOARD)}
    return write(request, form, act, done="La ligne est corrigée.", **words)


@require_POST
def dwelling_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _do(request, pk, services.confirm_dwellings, "C’est confirmé pour trente jours.")


@require_POST
def dwelling_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _do(request, pk, services.withdraw_dwellings, "La ligne est retirée du tableau.")


def _do(request: HttpRequest, pk: UUID, act, done: str) -> HttpResponse:
    dwelling = _own(request, pk)
    try:
        act(dwelling=dwelling, by=request.actor)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, done)
    return redirect(_BOARD)
