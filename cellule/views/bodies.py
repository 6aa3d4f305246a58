"""The instances of a dispositif and the rules of each kind, for who configures it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cellule.forms.bodies import BodyForm, InstanceChangeForm, InstanceForm, TerritoryForm, body_in_words
from cellule.intake import with_keeper
from cellule.seats import instances_filled_by
from cellule.services.bodies import change_instance, set_up_instance, write_body
from partners.models import Dispositif, Instance
from partners.permissions import can_configure_dispositif, can_read_configuration
from partners.services.dispositifs import add_territory
from veille.core.forms import retype
from veille.core.sending import require_form, send, show


def _find(request: HttpRequest, pk: UUID, *, to_write: bool = True) -> Dispositif:
    if not can_read_configuration(request.actor):
        raise PermissionDenied
    dispositif = get_object_or_404(Dispositif, pk=pk)
    if to_write and not can_configure_dispositif(request.actor, dispositif):
        raise PermissionDenied
    return dispositif


def _list_of(dispositif: Dispositif) -> str:
    return reverse("cellule:instance_list", args=[dispositif.pk])


@require_safe
def instance_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What meets, where, under which rules; who keeps it."""
    dispositif = _find(request, pk, to_write=False)
    bodies = {rules.code: rules for rules in dispositif.rules.configuration.instances}
    rows = with_keeper(dispositif.instances.all()).select_related("territory", "organiser").order_by("label", "pk")
    filled = set(instances_filled_by(request.actor).filter(dispositif=dispositif).values_list("pk", flat=True))
    context = {
        "dispositif": dispositif,
        "rows": [(row, bodies[row.code], row.pk in filled) for row in rows],
        "bodies": [(rules, body_in_words(rules)) for rules in bodies.values()],
        "territories": dispositif.territories.annotate(size=Count("communes")).order_by("name", "pk"),
        "writes": can_configure_dispositif(request.actor, dispositif),
    }
    return render(request, "cellule/instance_list.html", context)


@require_form
def instance_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispositif = _find(request, pk)
    organising = dispositif.instances.order_by("label").values_list("organiser", flat=True).first()
    usual = {"organiser": organising or request.actor.organisation_id, "code": request.GET.get("type", "")}
    form = InstanceForm(request.POST or None, dispositif=dispositif, initial=usual)

    def act() -> str:
        made = set_up_instance(dispositif=dispositif, by=request.actor, **form.cleaned_data)
        messages.success(request, f"« {made.label} » est installée : donnez-lui ses sièges, puis prévoyez ses séances.")
        return _list_of(dispositif)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/instance_create.html", {"dispositif": dispositif}, form=form)


@require_form
def instance_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not can_read_configuration(request.actor):
        raise PermissionDenied
    instance = get_object_or_404(Instance.objects.select_related("dispositif", "territory", "organiser"), pk=pk)
    if not can_configure_dispositif(request.actor, instance.dispositif):
        raise PermissionDenied
    stands = {"label": instance.label, "is_active": instance.is_active}
    form = InstanceChangeForm(request.POST or None, initial=stands)

    def act() -> str:
        change_instance(instance=instance, by=request.actor, **form.cleaned_data)
        messages.success(request, "L’instance est modifiée.")
        return _list_of(instance.dispositif)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    rules = instance.dispositif.rules.configuration.instance(instance.code)
    return show(request, "cellule/instance_edit.html", {"instance": instance, "words": body_in_words(rules)}, form=form)


@require_form
def territory_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispositif = _find(request, pk)
    form = TerritoryForm(request.POST or None)

    def act() -> str:
        add_territory(dispositif=dispositif, by=request.actor, **form.cleaned_data)
        messages.success(request, "Le territoire est ajouté : installez-y une instance.")
        return _list_of(dispositif)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/territory_create.html", {"dispositif": dispositif}, form=form)


@require_form
def body_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Then on to setting one up."""
    return _write_body(request, _find(request, pk), code="")


@require_form
def body_edit(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    dispositif = _find(request, pk)
    if code not in {rules.code for rules in dispositif.rules.configuration.instances}:
        raise Http404
    return _write_body(request, dispositif, code=code)


def _write_body(request: HttpRequest, dispositif: Dispositif, *, code: str) -> HttpResponse:
    version = dispositif.rules
    rules = version.configuration.instance(code) if code else None
    form = BodyForm(request.POST or None, configuration=version.configuration, number=version.number, rules=rules)

    def act() -> str:
        number = form.cleaned_data["number"]
        written = write_body(dispositif=dispositif, number=number, code=code, rules=form.rules, by=request.actor)
        messages.success(request, "Les règles sont publiées ; elles valent dès maintenant.")
        set_up = reverse("cellule:instance_create", args=[dispositif.pk])
        return _list_of(dispositif) if code else f"{set_up}?type={written}"

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    if form.is_bound:
        retype(form, number=dispositif.rules.number)
    labels = list(dispositif.instances.filter(code=code).order_by("label").values_list("label", flat=True))
    context = {"dispositif": dispositif, "rules": rules, "labels": labels}
    return show(request, "cellule/body_form.html", context, form=form)
