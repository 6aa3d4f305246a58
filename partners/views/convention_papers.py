"""The signed papers of a convention: deposit, read, take away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from partners import services
from partners.forms.conventions import ConventionPaperForm
from partners.models import Convention, ConventionPaper
from partners.views.conventions import find_convention
from veille.core.papers import paper_response
from veille.core.sending import do_once, require_form, send, show


def _papers_of(convention: Convention) -> str:
    return reverse("partners:convention_detail", args=[convention.pk]) + "#papers"


def _paper(request: HttpRequest, convention: Convention, pk: UUID) -> ConventionPaper:
    papers = ConventionPaper.objects.visible_to(request.actor).filter(convention=convention)
    return get_object_or_404(papers, pk=pk)


@require_form
def convention_paper_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    form = ConventionPaperForm(request.POST or None, request.FILES or None)

    def act() -> str:
        title, files = form.cleaned_data["title"], form.cleaned_data["files"]
        services.add_convention_paper(convention=convention, title=title, received=files[0], by=request.actor)
        return _papers_of(convention)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Le document est déposé : les signataires le lisent.")
        return sent
    return show(request, "partners/convention_paper_form.html", {"convention": convention}, form=form)


@require_safe
def convention_paper(request: HttpRequest, pk: UUID, paper_pk: UUID) -> HttpResponse:
    return paper_response(_paper(request, find_convention(request, pk), paper_pk))


@require_POST
def convention_paper_remove(request: HttpRequest, pk: UUID, paper_pk: UUID) -> HttpResponse:
    convention = find_convention(request, pk, to_follow=True)
    paper = _paper(request, convention, paper_pk)
    answer = do_once(
        request, lambda: services.remove_convention_paper(paper=paper, by=request.actor), _papers_of(convention)
    )
    messages.success(request, "Le document est retiré.")
    return answer
