"""The page and the poster of a dispositif for those who refer; without signing in when its pilot published it."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import delays
from cellule.announced import announced
from cellule.forms.prescribers import PrescriberForm, PublishForm
from cellule.held_permissions import pilots
from cellule.permissions import can_refer
from cellule.poster import poster_pdf
from cellule.services import prescribers
from partners.configuration import Door
from partners.models import Dispositif, Instance
from partners.object_rights import may
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import INVALID, add_refusal, do_once, require_form, send, show


def _read_by_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing confidential is on it; to nobody in particular it exists only once published."""

    @wraps(view)
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        dispositif = Dispositif.objects.filter(pk=pk, is_active=True).first()
        published = prescribers.publication_of(dispositif) if dispositif else None
        if request.actor is None and published is None:
            return redirect_to_login(request.get_full_path())
        if dispositif is None:
            raise Http404
        if request.actor is not None and not may(request.actor, "prescriber_page", "R"):
            raise PermissionDenied
        return view(request, dispositif, published)

    return page


def _told(request: HttpRequest, dispositif: Dispositif) -> dict:
    """The same words and the same masked figures for everybody."""
    rules = dispositif.rules.configuration
    return {
        "dispositif": dispositif,
        "texts": prescribers.texts_of(dispositif),
        "doors": [Door(door) for door in Door.values if door in rules.doors],
        "announced": announced(rules),
        "delays": delays.published(dispositif),
        "counted_until": delays.counted_until(),
        "months": delays.WINDOW.days // 30,
        "instances": _deciding(dispositif),
    }


def _deciding(dispositif: Dispositif) -> list[Instance]:
    codes = [rules.code for rules in dispositif.rules.configuration.instances if rules.decides_doors]
    found = Instance.objects.filter(dispositif=dispositif, code__in=codes, is_active=True)
    return list(found.select_related("territory").order_by("label", "territory__name", "pk"))


@require_safe
@_read_by_all
def prescriber_page(request: HttpRequest, dispositif: Dispositif, published) -> HttpResponse:
    return _show(request, dispositif, published)


def _show(request: HttpRequest, dispositif: Dispositif, published, status: int = 200, form=None) -> HttpResponse:
    actor = request.actor
    context = {
        **_told(request, dispositif),
        "published": published,
        "can_write": actor is not None and pilots(actor, "prescriber_page", dispositif),
        "can_refer": actor is not None and can_refer(actor),
        "publish_form": form or PublishForm(),
        "base": "base.html" if actor else "entrance.html",
    }
    return render(request, "cellule/prescriber_page.html", context, status=status)


@require_safe
@_read_by_all
def prescriber_poster(request: HttpRequest, dispositif: Dispositif, published) -> HttpResponse:
    return pdf_response(poster_pdf(_told(request, dispositif)), "orienter-un-menage.pdf")


def _piloted(request: HttpRequest, pk: UUID) -> Dispositif:
    dispositif = get_object_or_404(Dispositif, pk=pk, is_active=True)
    if not pilots(request.actor, "prescriber_page", dispositif):
        raise PermissionDenied
    return dispositif


def _address(dispositif: Dispositif) -> str:
    return reverse("cellule:prescriber_page", args=[dispositif.pk])


@require_form
@confidential
def prescriber_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispositif = _piloted(request, pk)
    form = PrescriberForm(request.POST or None, initial=prescribers.texts_of(dispositif))

    def act() -> str:
        prescribers.write_page(dispositif=dispositif, by=request.actor, **form.cleaned_data)
        return _address(dispositif)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Nouvelle version enregistrée.")
        return sent
    return show(request, "cellule/prescriber_form.html", {"dispositif": dispositif}, form=form)


@require_POST
@confidential
def prescriber_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A reasoned act: everybody reads it from then on."""
    dispositif, form = _piloted(request, pk), PublishForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            sent = do_once(
                request,
                lambda: prescribers.publish_page(dispositif=dispositif, reason=reason, by=request.actor),
                _address(dispositif),
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, "Page publiée : elle se lit sans compte à cette adresse.")
            return sent
    return _show(request, dispositif, prescribers.publication_of(dispositif), INVALID, form)


@require_POST
@confidential
def prescriber_unpublish(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispositif = _piloted(request, pk)
    try:
        sent = do_once(
            request, lambda: prescribers.unpublish_page(dispositif=dispositif, by=request.actor), _address(dispositif)
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(_address(dispositif))
    messages.success(request, "Page dépubliée.")
    return sent
