"""Residents' cooperatives: the list, one of them, its charter, its members, what is lent to it, its year on a page."""

from datetime import date
from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment.collective.cooperatives import cooperative_lines, page_context, year_of
from accompaniment.collective.querysets import keeps_lists
from accompaniment.collective.rights import can_keep, sees_actions
from accompaniment.forms.cooperatives import CharterForm, CooperativeForm, LoanForm, MemberForm
from accompaniment.models import CooperativeLoan, CooperativeMember, ResidentCooperative
from accompaniment.services import cooperatives as services
from accompaniment.views.collective_forms import COOPERATIVES, Writing, acted, answer, require
from veille.core import clock, reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.pdf import make_pdf, pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form
from veille.core.versions import version_of


@require_safe
@confidential
def cooperative_list(request: HttpRequest) -> HttpResponse:
    require(sees_actions(request.actor))
    page = page_of(ResidentCooperative.objects.visible_to(request.actor).with_list_data(), request)
    context = {"page": page, "lines": cooperative_lines(request.actor, page)}
    context["total"] = page.paginator.in_words("coopérative")
    return render(request, "accompaniment/cooperative_list.html", context)


def _found(request: HttpRequest, pk: UUID) -> ResidentCooperative:
    return get_object_or_404(ResidentCooperative.objects.visible_to(request.actor).with_list_data(), pk=pk)


def _kept(request: HttpRequest, pk: UUID) -> ResidentCooperative:
    cooperative = _found(request, pk)
    require(can_keep(request.actor, cooperative))
    return cooperative


def _address(cooperative: ResidentCooperative) -> str:
    return reverse("accompaniment:cooperative_detail", args=[cooperative.pk])


@require_safe
@confidential
def cooperative_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    cooperative = _found(request, pk)
    context = page_context(request.actor, cooperative)
    if context["members"]:
        reads.record((), section="collective_list", kind=AccessKind.LIST)
    return render(request, "accompaniment/cooperative_detail.html", context)


@confidential
@require_form
def cooperative_open(request: HttpRequest) -> HttpResponse:
    require(sees_actions(request.actor))
    form = CooperativeForm(request.POST or None, actor=request.actor)

    def open_it() -> str:
        return _address(services.open_cooperative(by=request.actor, **form.answer()))

    back = reverse("accompaniment:cooperative_list")
    writing = Writing("Ouvrir une coopérative d’habitants", "Ouvrir", back, "La coopérative est ouverte.", COOPERATIVES)
    return answer(request, form, open_it, writing)


@confidential
@require_form
def cooperative_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    cooperative = _kept(request, pk)
    told = {name: getattr(cooperative, f"{name}_id", None) or getattr(cooperative, name) for name in services.FIELDS}
    told["version"] = version_of(cooperative)
    form = CooperativeForm(request.POST or None, actor=request.actor, initial=told)

    def change() -> None:
        version = form.cleaned_data["version"]
        services.change_cooperative(cooperative=cooperative, version=version, by=request.actor, **form.answer())

    writing = Writing(
        f"Modifier : {cooperative.name}", "Enregistrer", _address(cooperative), "C’est modifié.", COOPERATIVES
    )
    return answer(request, form, change, writing)


@confidential
@require_form
def charter_adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next version starts from the words of the last one."""
    cooperative = _kept(request, pk)
    last = cooperative.charters.order_by("-number").first()
    form = CharterForm(request.POST or None, initial={"text": last.text if last else ""})

    def adopt() -> None:
        services.adopt_charter(cooperative=cooperative, by=request.actor, **form.cleaned_data)

    title = f"Charte : {cooperative.name}"
    writing = Writing(title, "Garder cette version", _address(cooperative), "La charte est gardée.", COOPERATIVES)
    return answer(request, form, adopt, writing)


def _lists_of(request: HttpRequest, pk: UUID) -> ResidentCooperative:
    cooperative = _kept(request, pk)
    require(keeps_lists(request.actor))
    return cooperative


@confidential
@require_form
def member_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    cooperative = _lists_of(request, pk)
    form = MemberForm(request.POST or None)

    def add() -> None:
        services.add_member(cooperative=cooperative, by=request.actor, **form.answer())

    writing = Writing("Un membre rejoint la coopérative", "Ajouter", _address(cooperative), "C’est noté.", COOPERATIVES)
    return answer(request, form, add, writing)


def _member(request: HttpRequest, pk: UUID) -> CooperativeMember:
    members = CooperativeMember.objects.visible_to(request.actor)
    return get_object_or_404(members.select_related("cooperative"), pk=pk)


@confidential
@require_form
def member_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = _member(request, pk)
    told = {name: getattr(member, name) for name in MemberForm.base_fields if hasattr(member, name)}
    told |= {"has_signed": member.charter_id is not None, "version": version_of(member)}
    form = MemberForm(request.POST or None, initial=told)
    reads.record((), section="collective_list", kind=AccessKind.PAGE)

    def change() -> None:
        version = form.cleaned_data["version"]
        services.change_member(member=member, version=version, by=request.actor, **form.answer())

    back = _address(member.cooperative)
    writing = Writing("Un membre de la coopérative", "Enregistrer", back, "C’est noté.", COOPERATIVES)
    return answer(request, form, change, writing)


@require_POST
@confidential
def member_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = _member(request, pk)
    act = partial(services.remove_member, member=member, by=request.actor)
    return acted(request, act, _address(member.cooperative), "C’est oublié : la personne n’est plus sur la liste.")


@confidential
@require_form
def loan_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    cooperative = _kept(request, pk)
    form = LoanForm(request.POST or None, actor=request.actor, cooperative=cooperative)

    def note() -> None:
        services.note_loan(cooperative=cooperative, by=request.actor, **form.answer())

    writing = Writing("Un terrain ou une salle", "Noter le prêt", _address(cooperative), "C’est noté.", COOPERATIVES)
    return answer(request, form, note, writing)


@confidential
@require_form
def loan_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    loans = CooperativeLoan.objects.visible_to(request.actor).select_related("cooperative")
    loan = get_object_or_404(loans, pk=pk)
    require(can_keep(request.actor, loan.cooperative))
    columns = [name for name in LoanForm.base_fields if name != "version"]
    told = {name: getattr(loan, f"{name}_id", None) or getattr(loan, name) for name in columns}
    told["version"] = version_of(loan)
    form = LoanForm(request.POST or None, actor=request.actor, cooperative=loan.cooperative, initial=told)

    def change() -> None:
        version = form.cleaned_data["version"]
        services.change_loan(loan=loan, version=version, by=request.actor, **form.answer())

    writing = Writing(
        "Un terrain ou une salle", "Enregistrer", _address(loan.cooperative), "C’est modifié.", COOPERATIVES
    )
    return answer(request, form, change, writing)


@require_safe
@confidential
def cooperative_year(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """A year on one page, without a name: whole for who counted, masked for the landlord that prints its own."""
    cooperative = _found(request, pk)
    if not cooperative.starts_on.year <= year <= clock.today().year:
        raise Http404
    context = year_of(request.actor, cooperative, date(year, 1, 1))
    context |= {"today": clock.today(), "demo": settings.IS_DEMO}
    return pdf_response(make_pdf("accompaniment/cooperative_year_pdf.html", context), "bilan-annuel.pdf")
