"""The directory of partners: who does what, where, and how to refer there."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from partners import network_permissions as permissions
from partners import services
from partners.conventions import standing_of, with_standing
from partners.forms.network import DirectoryFilter, EntryForm, RelayForm
from partners.models import Convention, Dispositif, Organisation, Partnership, PartnershipPart, RegisteredWorker
from partners.network import entry_of, known_dispositifs, listed_partners, listed_workers, relays_of
from partners.permissions import dispositifs_piloted_by
from partners.views.writing import write
from veille.core.pages import page_of
from veille.core.sending import require_form

_LIST = "partners:directory_list"
_RELAYS, _WORKERS = 20, 20  # the whole directory, the whole register are one click away


@require_safe
def directory_list(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_partners(request.actor):
        raise PermissionDenied
    form = DirectoryFilter(request.GET or None, actor=request.actor)
    chosen = form.chosen() if form.is_bound else {}
    page = page_of(listed_partners(request.actor, **chosen), request)
    context = {
        "form": form,
        "page": page,
        "lines": [(partner, getattr(partner, "directory_entry", None)) for partner in page],
        "is_filtered": bool(chosen),
        "total": page.paginator.in_words("organisme"),
        "can_add": permissions.can_add_relay(request.actor),
        "writes_own": permissions.can_write_entry(request.actor, request.actor.organisation),
    }
    return render(request, "partners/directory_list.html", context)


def _partner(request: HttpRequest, pk: UUID) -> Organisation:
    """A partner of a dispositif she works in; hers is one even outside any."""
    if not permissions.can_read_partners(request.actor):
        raise PermissionDenied
    if pk == request.actor.organisation_id:
        return request.actor.organisation
    return get_object_or_404(listed_partners(request.actor), pk=pk)


@require_safe
def directory_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    partner = _partner(request, pk)
    piloted = dispositifs_piloted_by(request.actor)
    parts = Partnership.objects.current().filter(
        organisation=partner, dispositif__in=known_dispositifs(request.actor).values("pk")
    )
    conventions = Convention.objects.visible_to(request.actor).filter(signatories__organisation=partner)
    reads_register = permissions.can_read_register(request.actor)
    workers = listed_workers(request.actor, organisation=partner) if reads_register else RegisteredWorker.objects.none()
    context = {
        "partner": partner,
        "entry": entry_of(partner),
        "parts": [
            (part, part.part == PartnershipPart.RELAY and part.dispositif_id in piloted)
            for part in parts.select_related("dispositif").order_by("dispositif__name", "part", "pk")
        ],
        "workers": workers[:_WORKERS],
        "more_workers": max(workers.count() - _WORKERS, 0),
        "conventions": [
            (convention, standing_of(convention)) for convention in with_standing(conventions).with_list_data()
        ],
        "can_write": permissions.can_write_entry(request.actor, partner),
    }
    return render(request, "partners/directory_detail.html", context)


@require_form
def directory_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    partner = _partner(request, pk)
    if not permissions.can_write_entry(request.actor, partner):
        raise PermissionDenied
    entry, back = entry_of(partner), reverse("partners:directory_detail", args=[partner.pk])
    initial = {"version": services.entry_version(entry)}
    form = EntryForm(request.POST or None, instance=entry, actor=request.actor, organisation=partner, initial=initial)

    def act() -> str:
        services.write_entry(organisation=partner, by=request.actor, **form.cleaned_data)
        return back

    words = {"title": f"Fiche de l’annuaire – {partner.short_name}", "verb": "Enregistrer", "back": back}
    lead = "Tous les partenaires du dispositif la lisent : rien d’une personne, rien d’un ménage."
    return write(request, form, act, done="La fiche est à jour.", lead=lead, **words)


@require_form
def relay_add(request: HttpRequest) -> HttpResponse:
    if not permissions.can_add_relay(request.actor):
        raise PermissionDenied
    dispositifs = Dispositif.objects.filter(pk__in=dispositifs_piloted_by(request.actor)).order_by("name")
    form = RelayForm(request.POST or None, dispositifs=dispositifs)

    def act() -> str:
        relay = services.add_relay(by=request.actor, **form.cleaned_data)
        return reverse("partners:directory_detail", args=[relay.organisation_id])

    words = {"title": "Ajouter un relais local", "verb": "Ajouter le relais", "back": reverse(_LIST)}
    lead = "Un service vers lequel réorienter, ou qui prend le relais. Aucun dossier ne lui est ouvert."
    return write(request, form, act, done="Le relais figure dans l’annuaire.", lead=lead, **words)


@require_safe
def relay_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who may take over in a dispositif: shown where a relay or another way is chosen."""
    if not permissions.can_read_partners(request.actor):
        raise PermissionDenied
    dispositif = get_object_or_404(known_dispositifs(request.actor), pk=pk)
    relays = relays_of(dispositif).select_related("directory_entry")
    context = {
        "dispositif": dispositif,
        "relays": [(relay, getattr(relay, "directory_entry", None)) for relay in relays[:_RELAYS]],
        "more": max(relays.count() - _RELAYS, 0),
    }
    return render(request, "partners/_relay_fragment.html", context)


@require_POST
def relay_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    piloted = dispositifs_piloted_by(request.actor)
    relays = Partnership.objects.current().filter(part=PartnershipPart.RELAY, dispositif__in=piloted)
    relay = get_object_or_404(relays, pk=pk)
    if not permissions.can_add_relay(request.actor):
        raise PermissionDenied
    services.end_relay(relay=relay, by=request.actor)
    messages.success(request, "Le relais ne figure plus dans l’annuaire du dispositif.")
    return redirect(_LIST)
