"""Two files of one household: compare them, make one of them, take it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from households import merge_preview, permissions, services
from households.forms.merging import COMPARE, MergeForm, OtherFileForm
from households.models import Case, CaseMerge
from households.pages import CasePage, open_page
from households.permissions import section_rights
from partners.roles import Section
from veille.core import reads
from veille.core.forms import LaidOutForm
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

_NOT_FOUND = "Aucun de vos dossiers qui puisse être réuni à celui-ci ne porte ce numéro."


def _open_whole(request: HttpRequest, pk: UUID) -> CasePage:
    page = open_page(request, pk)
    page.require(permissions.can_recompose(page.actor, page.case, page.rights))
    return page


def _other_file(page: CasePage, **where) -> Case:
    """A file she may rewrite as wholly as this one; any other does not exist."""
    other = get_object_or_404(Case.objects.visible_to(page.actor).with_list_data(), **where)
    rights = section_rights(page.actor, other)
    if not permissions.can_recompose(page.actor, other, rights) or not services.are_of_one_world(page.case, other):
        raise Http404
    return other


@require_form
@confidential
def merge_find(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which other file, by its number."""
    page = _open_whole(request, pk)
    form = OtherFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            other = _other_file(page, number__iexact=form.cleaned_data["number"].strip())
        except Http404:
            form.add_error("number", _NOT_FOUND)
        else:
            return redirect("households:merge_prepare", pk=page.case.pk, other_pk=other.pk)
    return show(request, "households/merge_find.html", {"page": page}, form=form)


@require_form
@confidential
def merge_prepare(request: HttpRequest, pk: UUID, other_pk: UUID) -> HttpResponse:
    """The two files side by side; POST compares again, or merges."""
    page = _open_whole(request, pk)
    if CaseMerge.objects.visible_to(page.actor).filter(case=page.case, former_case=other_pk).exists():
        return redirect("households:case_household", pk=page.case.pk)  # a second click: it is done already
    other = _other_file(page, pk=other_pk)
    form = MergeForm(request.POST or None, actor=page.actor, kept=page.case, merged=other)
    if request.method == "POST":
        if request.POST.get("action") == COMPARE:
            form.compare_again()
        elif form.is_valid() and (sent := _merge(request, page, other, form)):
            messages.success(request, f"Les deux dossiers n’en font plus qu’un, {page.case.number}.")
            return sent
    for case in (page.case, other):
        reads.record([case.pk], section=Section.IDENTITY)
    return show(request, "households/merge_prepare.html", _comparison(page, other, form), form=form)


def _merge(request: HttpRequest, page: CasePage, other: Case, form: MergeForm) -> HttpResponse | None:
    def act() -> str:
        services.merge_cases(kept=page.case, merged=other, choices=form.choices(), by=page.actor)
        return reverse("households:case_household", args=[page.case.pk])

    return send(request, form, act)


def _comparison(page: CasePage, other: Case, form: MergeForm) -> dict:
    return {
        "page": page,
        "other": other,
        "refusals": services.merge_refusals(page.case, other, form.pairs()),
        "counts": merge_preview.moving_counts(page.actor, other),
        "readers": merge_preview.readers(page.actor, page.case, other),
    }


@require_form
@confidential
def merge_undo(request: HttpRequest, pk: UUID, merge_pk: UUID) -> HttpResponse:
    """Two files again, within thirty days."""
    page = _open_whole(request, pk)
    form = LaidOutForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        services.undo_merge(merge=_merge_of(page, merge_pk), by=page.actor)
        return reverse("households:case_household", args=[page.case.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Les deux dossiers sont séparés de nouveau, chacun tel qu’il était.")
        return sent
    merge = _merge_of(page, merge_pk)
    context = {"page": page, "merge": merge, "can_undo": services.can_still_undo(merge)}
    return show(request, "households/merge_undo.html", context, form=form)


def _merge_of(page: CasePage, pk: UUID) -> CaseMerge:
    return get_object_or_404(CaseMerge.objects.visible_to(page.actor).filter(case=page.case), pk=pk)
