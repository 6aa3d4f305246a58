"""Conventions: the list, one of them with its parts, and the acts of the pilot."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from partners import network_permissions as permissions
from partners import services
from partners.conventions import is_signed, listed_conventions, standing_of, with_standing
from partners.forms.conventions import (
    ConventionFilter,
    ConventionForm,
    FollowForm,
    PurchaseForm,
    SharingForm,
    SignatoryForm,
    SignatureForm,
    StopForm,
)
from partners.models import Convention, ConventionPurchase, ConventionSignatory, Organisation, SharedInformation
from partners.views.writing import write
from veille.core.formats import of_name, plus_months
from veille.core.pages import page_of
from veille.core.pdf import make_one_page_pdf, pdf_response
from veille.core.sending import require_form
from veille.core.versions import version_of

_SIZES = ("text-10", "text-9", "text-8", "text-7")


@require_safe
def convention_list(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_conventions(request.actor):
        raise PermissionDenied
    form = ConventionFilter(request.GET or None, conventions=Convention.objects.visible_to(request.actor))
    chosen = form.chosen() if form.is_bound else {}
    page = page_of(listed_conventions(request.actor, **chosen), request)
    context = {
        "form": form,
        "page": page,
        "lines": [(convention, standing_of(convention)) for convention in page],
        "is_filtered": bool(chosen),
        "total": page.paginator.in_words("convention"),
        "can_create": bool(permissions.convention_dispositifs(request.actor)),
    }
    return render(request, "partners/convention_list.html", context)


def find_convention(request: HttpRequest, pk: UUID, *, to_follow: bool = False) -> Convention:
    """A convention she reads; `to_follow`: one of those she pilots."""
    conventions = with_standing(Convention.objects.visible_to(request.actor)).with_list_data()
    convention = get_object_or_404(conventions.select_related("follows"), pk=pk)
    if to_follow and not permissions.can_follow_convention(request.actor, convention):
        raise PermissionDenied
    return convention


def _address(convention: Convention) -> str:
    return reverse("partners:convention_detail", args=[convention.pk])


def _parts(convention: Convention) -> dict:
    """What hangs on it, as the page and the PDF show it."""
    purchases = list(convention.purchases.select_related("provider").order_by("starts_on", "unit", "pk"))
    priced = [purchase.total for purchase in purchases if purchase.total is not None]
    shared = convention.shared_information.prefetch_related("recipients").order_by("section", "pk")
    return {
        "convention": convention,
        "standing": standing_of(convention),
        "signatories": convention.signatories.all(),
        "purchases": purchases,
        "total": sum(priced) if priced else None,
        "is_partly_priced": 0 < len(priced) < len(purchases),
        "shared": shared,
        "papers": convention.papers.defer("content").select_related("added_by").order_by("added_at", "pk"),
    }


@require_safe
def convention_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk)
    follows = permissions.can_follow_convention(request.actor, convention)
    context = _parts(convention) | {
        "follower": Convention.objects.visible_to(request.actor).filter(follows=convention).first(),
        "can_file": follows,
        "can_follow": follows and convention.stopped_on is None,
        "can_change": follows and convention.stopped_on is None and not is_signed(convention),
        "is_signed": is_signed(convention),
    }
    return render(request, "partners/convention_detail.html", context)


@require_safe
def convention_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    context = _parts(find_convention(request, pk)) | {"demo": settings.IS_DEMO}
    return pdf_response(make_one_page_pdf("partners/convention_pdf.html", context, sizes=_SIZES), "convention.pdf")


@require_form
def convention_create(request: HttpRequest) -> HttpResponse:
    dispositifs = permissions.convention_dispositifs(request.actor)
    if not dispositifs:
        raise PermissionDenied
    form = ConventionForm(request.POST or None, dispositifs=dispositifs)

    def act() -> str:
        fields = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return _address(services.create_convention(by=request.actor, **fields))

    back = reverse("partners:convention_list")
    words = {"title": "Nouvelle convention", "verb": "Préparer la convention", "back": back}
    return write(request, form, act, done="La convention est préparée : nommez ses signataires.", **words)


@require_form
def convention_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    form = ConventionForm(
        request.POST or None,
        instance=convention,
        dispositifs=permissions.convention_dispositifs(request.actor),
        is_signed=is_signed(convention),
        initial={"version": version_of(convention)},
    )

    def act() -> str:
        services.correct_convention(convention=convention, by=request.actor, **form.cleaned_data)
        return _address(convention)

    words = {"title": convention.title, "verb": "Enregistrer", "back": _address(convention)}
    return write(request, form, act, done="La convention est corrigée.", **words)


@require_form
def convention_follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An amendment or the next one, from this one."""
    convention = find_convention(request, pk, to_follow=True)
    form = FollowForm(request.POST or None, initial=_following(convention))

    def act() -> str:
        return _address(services.follow_convention(convention=convention, by=request.actor, **form.cleaned_data))

    words = {"title": f"Suite de « {convention.title} »", "verb": "Préparer la suite", "back": _address(convention)}
    lead = "Les signataires et l’annexe de partage sont repris ; chacun signera de nouveau."
    return write(request, form, act, done="La suite est préparée.", lead=lead, **words)


def _following(convention: Convention) -> dict:
    """The same length, from the day after."""
    if convention.ends_on is None:
        return {"title": convention.title}
    months = round((convention.ends_on - convention.starts_on).days / 30.44)
    start = plus_months(convention.starts_on, months)
    start = max(start, convention.ends_on)
    return {"title": convention.title, "starts_on": start, "ends_on": plus_months(convention.ends_on, months)}


@require_form
def convention_stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    form = StopForm(request.POST or None)

    def act() -> str:
        services.stop_convention(convention=convention, by=request.actor, **form.cleaned_data)
        return _address(convention)

    words = {"title": f"« {convention.title} » n’a pas de suite", "verb": "Confirmer", "back": _address(convention)}
    return write(request, form, act, done="C’est noté : elle ne sera plus rappelée.", **words)


def _possible(convention: Convention) -> QuerySet[Organisation]:
    """Who may sign or provide: any organisation in activity; those of the dispositif are the first found."""
    return Organisation.objects.filter(is_active=True).order_by("sort_name", "id")


@require_form
def signatory_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    named = convention.signatories.values("organisation")
    form = SignatoryForm(request.POST or None, organisations=_possible(convention).exclude(pk__in=named))
    return _add(request, convention, form, services.add_signatory, "Nommer un signataire", "Le signataire est nommé.")


@require_form
def purchase_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    days = {"starts_on": convention.starts_on, "ends_on": convention.ends_on}
    form = PurchaseForm(request.POST or None, organisations=_possible(convention), initial=days)
    return _add(request, convention, form, services.add_purchase, "Places ou mesures", "L’achat est noté.")


@require_form
def sharing_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    form = SharingForm(request.POST or None, convention=convention)
    return _add(request, convention, form, services.add_sharing, "Données partagées", "L’annexe est complétée.")


def _add(request: HttpRequest, convention: Convention, form, service: Callable, title: str, done: str) -> HttpResponse:
    def act() -> str:
        service(convention=convention, by=request.actor, **form.cleaned_data)
        return _address(convention)

    words = {"title": title, "verb": "Ajouter", "back": _address(convention), "lead": f"{convention.title}."}
    return write(request, form, act, done=done, **words)


@require_form
def signature_note(request: HttpRequest, pk: UUID, part_pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    signatory = get_object_or_404(convention.signatories.select_related("organisation"), pk=part_pk)
    form = SignatureForm(request.POST or None, initial={"signed_on": signatory.signed_on})

    def act() -> str:
        services.note_signature(signatory=signatory, by=request.actor, **form.cleaned_data)
        return _address(convention)

    title = f"Signature {of_name(signatory.organisation.short_name)}"
    return write(
        request, form, act, done="La signature est notée.", title=title, verb="Noter", back=_address(convention)
    )


@require_POST
def signatory_remove(request: HttpRequest, pk: UUID, part_pk: UUID) -> HttpResponse:
    signatory = _part(request, pk, part_pk, ConventionSignatory)
    return _remove(request, pk, lambda: services.remove_signatory(signatory=signatory, by=request.actor))


@require_POST
def purchase_remove(request: HttpRequest, pk: UUID, part_pk: UUID) -> HttpResponse:
    purchase = _part(request, pk, part_pk, ConventionPurchase)
    return _remove(request, pk, lambda: services.remove_purchase(purchase=purchase, by=request.actor))


@require_POST
def sharing_remove(request: HttpRequest, pk: UUID, part_pk: UUID) -> HttpResponse:
    line = _part(request, pk, part_pk, SharedInformation)
    return _remove(request, pk, lambda: services.remove_sharing(line=line, by=request.actor))


def _part(request: HttpRequest, pk: UUID, part_pk: UUID, model: type):
    convention = find_convention(request, pk, to_follow=True)
    return get_object_or_404(model.objects.visible_to(request.actor), pk=part_pk, convention=convention)


def _remove(request: HttpRequest, pk: UUID, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "C’est retiré.")
    return redirect("partners:convention_detail", pk=pk)
