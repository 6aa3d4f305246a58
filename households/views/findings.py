"""Difficulties and strengths: the page, a difficulty noted, several looked at again, a strength."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from households import findings_panel, services
from households.forms import FindingForm, ReassessForm, StrengthForm
from households.models import Strength
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.roles import Section
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form

_FINDINGS = (Section.FINDINGS_LANDLORD, Section.FINDINGS_SUPPORT)


@require_safe
@confidential
def case_difficulties(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require_tab()
    page.record(*_FINDINGS)
    context = {
        "page": page,
        "areas": findings_panel.areas(page),
        "can_reassess": bool(findings_panel.to_reassess(page)),
        "may_write": _may(page) != (False, False),
    }
    return render(request, "households/case_difficulties.html", context)


def _may(page: CasePage) -> tuple[bool, bool]:
    """May she confide, may she tell the landlord."""
    return page.writes(Section.FINDINGS_SUPPORT), page.writes(Section.FINDINGS_LANDLORD)


def _words(page: CasePage, title: str, done: str, readers: str = "") -> Writing:
    return Writing(title, "Enregistrer", reverse("households:case_difficulties", args=[page.case.pk]), done, readers)


def _readers(page: CasePage, may_confide: bool, may_tell: bool) -> str:
    if may_confide and may_tell:
        return ""
    if may_confide:
        return f"Lu par l’équipe d’accompagnement. {capfirst(page.hidden_from_landlord)}."
    return (
        "Lu par le bailleur, l’instance qui décide et l’équipe d’accompagnement. Ce qui touche à la santé, aux "
        "violences ou à la justice n’est lu que par l’équipe d’accompagnement, même par vous."
    )


@require_form
@confidential
def finding_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    may_confide, may_tell = _may(page)
    page.require(may_confide or may_tell)
    form = FindingForm(request.POST or None, may_confide=may_confide, may_tell=may_tell)

    def act():
        services.record_finding(case=page.case, by=page.actor, **form.values())

    readers = _readers(page, may_confide, may_tell)
    return answer(request, page, form, act, _words(page, "Noter une difficulté", "La difficulté est notée.", readers))


@require_form
@confidential
def finding_reassess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One act for several: each stays under the eyes of those who read it before."""
    page = open_page(request, pk)
    page.require(_may(page) != (False, False))
    page.record(*_FINDINGS)
    former = findings_panel.to_reassess(page)
    form = ReassessForm(request.POST or None, former=former)

    def act():
        data = form.cleaned_data
        services.reassess_findings(
            case=page.case,
            former=former,
            severities=form.severities(),
            source=data["source"],
            on=data["found_on"],
            by=page.actor,
        )

    readers = "Chaque difficulté reste lue par les mêmes personnes qu’avant."
    return answer(request, page, form, act, _words(page, "Refaire le point", "Le point est noté.", readers))


@require_form
@confidential
def strength_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    may_confide, may_tell = _may(page)
    page.require(may_confide or may_tell)
    form = StrengthForm(request.POST or None, may_confide=may_confide, may_tell=may_tell)

    def act():
        services.record_strength(case=page.case, by=page.actor, **form.values())

    readers = _readers(page, may_confide, may_tell)
    return answer(request, page, form, act, _words(page, "Noter une force", "La force est notée.", readers))


@require_POST
@confidential
def strength_end(request: HttpRequest, pk: UUID, strength_pk: UUID) -> HttpResponse:
    """It no longer holds: one more row says so, the former stays."""
    page = open_page(request, pk)
    strength = get_object_or_404(Strength.objects.visible_to(page.actor).filter(case=page.case), pk=strength_pk)
    page.require(page.writes(_FINDINGS[strength.is_confided]))

    def act():
        services.record_strength(
            case=page.case,
            strength=strength.strength,
            source=strength.source,
            is_confided=strength.is_confided,
            holds=False,
            by=page.actor,
        )
        messages.success(request, "La force n’est plus notée comme actuelle ; l’historique la garde.")

    return do_once(request, act, reverse("households:case_difficulties", args=[page.case.pk]))
