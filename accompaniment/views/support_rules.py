"""« Règles de l’accompagnement », for who configures a dispositif: changed, previewed, published."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accompaniment.forms.support_rules import SupportRulesForm, as_typed
from accompaniment.rules_in_words import Change, changes
from accompaniment.services.support_rules import write_support_rules
from partners.configuration import parse
from partners.models import Dispositif, DispositifVersion
from partners.permissions import can_configure_dispositif, can_read_configuration
from partners.services.dispositifs import rules_known
from veille.core.forms import retype
from veille.core.sending import add_refusal, require_form, send, show


@require_form
def support_rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sent once, it says what would change; only what was shown so is published."""
    if not can_read_configuration(request.actor):
        raise PermissionDenied
    dispositif = get_object_or_404(Dispositif, pk=pk)
    if not can_configure_dispositif(request.actor, dispositif):
        raise PermissionDenied
    version = dispositif.rules
    rules = version.configuration
    form = SupportRulesForm(
        request.POST if request.method == "POST" else None,
        configuration=rules,
        initial=as_typed(rules, version.number),
    )

    def act() -> str:
        number = form.cleaned_data["number"]
        write_support_rules(dispositif=dispositif, number=number, rules=form.rules(), by=request.actor)
        messages.success(request, "Les règles sont publiées : les prochains dossiers les suivent.")
        return reverse("partners:dispositif_detail", args=[dispositif.pk])

    context = {"dispositif": dispositif}
    if request.method == "POST" and form.is_valid():
        _say_if_stale(dispositif, form)
        is_previewed = request.POST.get("publish") == form.seen() and not form.errors
        if is_previewed and (sent := send(request, form, act)):
            return sent
        context |= {"previewed": True, "changes": _changes(version, form), "seen": form.seen()}
    if form.is_bound:
        retype(form, number=dispositif.rules.number)
    return show(request, "accompaniment/support_rules.html", context, form=form)


def _say_if_stale(dispositif: Dispositif, form: SupportRulesForm) -> None:
    """Before the preview too: it then tells what she would undo of what somebody published."""
    try:
        with transaction.atomic():
            rules_known(dispositif, form.cleaned_data["number"])
    except ValidationError as refusal:
        add_refusal(form, refusal)


def _changes(version: DispositifVersion, form: SupportRulesForm) -> list[Change]:
    return changes(version.configuration, parse({**version.data, **form.rules()}))
