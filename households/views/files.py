"""The pages of a file. Boxes of the packages to the right are loaded by address and ask their own right."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from households import findings_panel, household_panel, permissions, summary
from households.arrears import arrears_trend
from households.models import ProtectedDetail
from households.pages import CasePage, open_page
from households.procedure_panel import ProcedurePanel
from partners.roles import Section
from veille.core import clock
from veille.core.reads import confidential


@require_safe
@confidential
def case_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.record(*_SUMMARY_SECTIONS)
    information = summary.information(page)
    context = {
        "page": page,
        "contacts": summary.contacts(page),
        "difficulties": findings_panel.difficulties(page),
        "housing": page.housing,
        "trend": arrears_trend(page),
        "procedure": ProcedurePanel(page),
        "last_contact": summary.last_contact(page),
        "information": information,
        "information_is_late": summary.information_is_late(information),
        "adhesion": summary.adhesion(page),
        "reason": summary.reason_shown(page),
        "profile": summary.profile_shown(page),
        "can_note_information": permissions.can_note_information(page.rights),
    }
    return render(request, "households/case_detail.html", context)


_SUMMARY_SECTIONS = (
    Section.STATE,
    Section.IDENTITY,
    Section.CONTACT,
    Section.CONFIDED,
    Section.HOUSING,
    Section.ARREARS,
    Section.PROCEDURE,
    Section.FINDINGS_LANDLORD,
    Section.FINDINGS_SUPPORT,
)


@require_safe
@confidential
def case_household(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require_tab()
    page.record(Section.IDENTITY, Section.CONTACT, Section.CONFIDED)
    context = {
        "page": page,
        "members": household_panel.members(page),
        "references": household_panel.references(page),
        "former_files": household_panel.former_files(page),
        "twins": household_panel.twins(page),
        "spells": household_panel.spells(page),
        "can_recompose": permissions.can_recompose(page.actor, page.case, page.rights),
        "can_reopen": permissions.can_reopen(page.case, page.rights),
        "can_close": permissions.can_close(page.case, page.rights),
        "contacts": summary.contacts(page),
        "protected": _protected(page),
        "informations": page.informations,
        "adhesions": page.adhesions,
        "can_note_information": permissions.can_note_information(page.rights),
        "today": clock.today(),
    }
    return render(request, "households/case_household.html", context)


def _protected(page: CasePage) -> list[ProtectedDetail] | None:
    """The protected details to open one by one; None for who is not named, as if there were none."""
    if not permissions.is_named(page.actor, page.case):
        return None
    return list(ProtectedDetail.objects.visible_to(page.actor).filter(case=page.case).order_by("recorded_at", "pk"))


def _boxes(request: HttpRequest, pk: UUID, template: str) -> HttpResponse:
    """A page whose content comes from a package to the right, which journals what it shows."""
    page = open_page(request, pk)
    page.require_tab()
    page.record(Section.STATE)
    return render(request, template, {"page": page})


@require_safe
@confidential
def case_followup(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _boxes(request, pk, "households/case_followup.html")


@require_safe
@confidential
def case_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _boxes(request, pk, "households/case_plan.html")


@require_safe
@confidential
def case_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _boxes(request, pk, "households/case_sessions.html")
