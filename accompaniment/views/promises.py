"""What a dispositif promises to who asks, for who configures it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accompaniment.forms.promises import PromiseForm, as_typed
from accompaniment.services.promises import write_promise
from partners.models import Dispositif
from partners.permissions import can_configure_dispositif, can_read_configuration
from veille.core.forms import retype
from veille.core.sending import require_form, send, show


@require_form
def promise_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not can_read_configuration(request.actor):
        raise PermissionDenied
    dispositif = get_object_or_404(Dispositif, pk=pk)
    if not can_configure_dispositif(request.actor, dispositif):
        raise PermissionDenied
    rules = dispositif.rules
    form = PromiseForm(request.POST or None, initial=as_typed(rules.configuration.promise, rules.number))

    def act() -> str:
        number, promise = form.cleaned_data["number"], form.promise()
        write_promise(dispositif=dispositif, number=number, promise=promise, by=request.actor)
        messages.success(request, "La promesse est publiée : les prochains dossiers la suivent.")
        return reverse("partners:dispositif_detail", args=[dispositif.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    if form.is_bound:
        retype(form, number=dispositif.rules.number)
    return show(request, "accompaniment/promise_form.html", {"dispositif": dispositif}, form=form)
