"""The register of social referents and chargés de gestion sociale."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from partners import network_permissions as permissions
from partners import services
from partners.forms.network import RegisterFilter, WorkerForm
from partners.models import RegisteredWorker
from partners.network import listed_workers
from partners.views.writing import write
from veille.core.pages import page_of
from veille.core.sending import require_form

_LIST = "partners:worker_list"


@require_safe
def worker_list(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_register(request.actor):
        raise PermissionDenied
    form = RegisterFilter(request.GET or None, actor=request.actor)
    chosen = form.chosen() if form.is_bound else {}
    page = page_of(listed_workers(request.actor, **chosen), request)
    context = {
        "form": form,
        "page": page,
        "lines": [(worker, permissions.can_keep_worker(request.actor, worker)) for worker in page],
        "is_filtered": bool(chosen),
        "total": page.paginator.in_words("personne inscrite", "personnes inscrites"),
        "can_add": permissions.can_keep_register(request.actor),
    }
    return render(request, "partners/worker_list.html", context)


@require_form
def worker_create(request: HttpRequest) -> HttpResponse:
    if not permissions.can_keep_register(request.actor):
        raise PermissionDenied
    form = WorkerForm(request.POST or None, actor=request.actor)

    def act() -> str:
        services.register_worker(by=request.actor, **form.line())
        return reverse(_LIST)

    words = {"title": "Inscrire une personne au registre", "verb": "Inscrire", "back": reverse(_LIST)}
    return write(request, form, act, done="La personne est inscrite au registre.", **words)


def _kept(request: HttpRequest, pk: UUID) -> RegisteredWorker:
    workers = RegisteredWorker.objects.visible_to(request.actor).select_related("user", "organisation")
    worker = get_object_or_404(workers, pk=pk)
    if not permissions.can_keep_worker(request.actor, worker):
        raise PermissionDenied
    return worker


@require_form
def worker_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    worker = _kept(request, pk)
    initial = {"version": services.worker_version(worker)}
    form = WorkerForm(request.POST or None, instance=worker, actor=request.actor, initial=initial)

    def act() -> str:
        version = form.cleaned_data["version"]
        services.correct_worker(worker=worker, version=version, by=request.actor, **form.line())
        return reverse(_LIST)

    words = {"title": str(worker), "verb": "Enregistrer", "back": reverse(_LIST)}
    return write(request, form, act, done="L’inscription est corrigée.", **words)


@require_POST
def worker_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.end_worker(worker=_kept(request, pk), by=request.actor)
    messages.success(request, "L’inscription a pris fin.")
    return redirect(_LIST)
