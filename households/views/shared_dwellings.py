"""A dwelling as a place: its rooms, its charter, what happens there. Nobody is named here but who is in her files."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from households import place_board, services
from households import place_permissions as permissions
from households.forms.shared_dwellings import CharterForm, FollowForm, IncidentForm
from households.models import Dwelling, DwellingCharter, DwellingIncident, TransitionalPlace
from households.versions import version_of
from partners.views.writing import write
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form


def _dwelling(request: HttpRequest, pk: UUID) -> Dwelling:
    found = Dwelling.objects.visible_to(request.actor).select_related("commune", "landlord")
    return get_object_or_404(found, pk=pk)


def _back(dwelling_pk: UUID) -> str:
    return reverse("households:shared_dwelling", args=[dwelling_pk])


@require_safe
@confidential
def shared_dwelling(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, dwelling = request.actor, _dwelling(request, pk)
    rows = place_board.rows_of(actor, TransitionalPlace.objects.visible_to(actor).with_list_data().filter(dwelling=pk))
    named = sorted({row.resident.case for row in rows if row.resident})
    if named:
        reads.record(named, section="list", kind=AccessKind.LIST)
    charters = list(DwellingCharter.objects.visible_to(actor).filter(dwelling=pk).order_by("-version", "pk"))
    incidents = DwellingIncident.objects.visible_to(actor).filter(dwelling=pk).select_related("organisation")
    page = page_of(incidents.order_by("-happened_on", "pk"), request)
    context = {
        "dwelling": dwelling,
        "where": dwelling.where.words,
        "rows": rows,
        "charter": next(iter(charters), None),
        "former_charters": charters[1:],
        "page": page,
        "total": page.paginator.in_words("incident"),
        "incidents": [(one, version_of(one), *permissions.acts_on(actor, one)) for one in page],
        "can_read_charter": permissions.can_read_charter(actor, dwelling),
        "can_write_charter": permissions.can_write_charter(actor, dwelling),
        "can_note": permissions.can_note_incident(actor, dwelling),
    }
    return render(request, "households/shared_dwelling.html", context)


@require_form
@confidential
def charter_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    dwelling = _dwelling(request, pk)
    if not permissions.can_write_charter(request.actor, dwelling):
        raise PermissionDenied
    last = DwellingCharter.objects.visible_to(request.actor).filter(dwelling=pk).order_by("-version").first()
    initial = {"after": last.version, "common_parts": last.common_parts, "text": last.text} if last else {"after": 0}
    form = CharterForm(request.POST or None, initial=initial)

    def act() -> str:
        services.write_charter(dwelling=dwelling, by=request.actor, **form.cleaned_data)
        return _back(pk)

    words = {"title": "Charte de vie", "verb": "Enregistrer cette version", "back": _back(pk)}
    lead = "Lue par le gestionnaire et par les associations des habitants, remise à chaque ménage qui y vit."
    return write(request, form, act, done="La charte est écrite.", lead=lead, **words)


@require_form
@confidential
def incident_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    dwelling = _dwelling(request, pk)
    if not permissions.can_note_incident(request.actor, dwelling):
        raise PermissionDenied
    form = IncidentForm(request.POST or None)

    def act() -> str:
        services.note_incident(dwelling=dwelling, by=request.actor, **form.cleaned_data)
        return _back(pk)

    words = {"title": "Noter un incident", "verb": "Noter", "back": _back(pk)}
    lead = permissions.incident_readers(request.actor)
    return write(request, form, act, done="L’incident est noté sur le logement.", lead=lead, **words)


def _incident(request: HttpRequest, pk: UUID) -> DwellingIncident:
    return get_object_or_404(DwellingIncident.objects.visible_to(request.actor), pk=pk)


@require_form
@confidential
def incident_follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    incident = _incident(request, pk)
    if not permissions.can_follow(request.actor, incident):
        raise PermissionDenied
    initial = {"follow_up": incident.follow_up, "closed_on": incident.closed_on, "version": version_of(incident)}
    form = FollowForm(request.POST or None, initial=initial)

    def act() -> str:
        services.follow_incident(incident=incident, by=request.actor, **form.cleaned_data)
        return _back(incident.dwelling_id)

    words = {"title": "Suites de l’incident", "verb": "Enregistrer", "back": _back(incident.dwelling_id)}
    lead = permissions.incident_readers(request.actor, incident)
    return write(request, form, act, done="Les suites sont notées.", lead=lead, **words)


@require_POST
@confidential
def incident_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    incident = _incident(request, pk)
    if not permissions.can_share(request.actor, incident):
        raise PermissionDenied
    version, back = request.POST.get("version", ""), _back(incident.dwelling_id)

    def act() -> None:
        services.share_incident(incident=incident, version=version, by=request.actor)

    try:
        return do_once(request, act, back)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(back)
