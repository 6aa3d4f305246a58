"""Accès: who opens this file, and the acts that change it from the next request on."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from households import access_panel, permissions, protection_panel, rights, services
from households.forms import NamedForm, TeamForm
from households.models import CaseTeamMember, NamedPerson
from households.openings import openings
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer
from partners.roles import Right, Section
from veille.core.reads import confidential
from veille.core.sending import require_form


def open_panel(request: HttpRequest, pk: UUID) -> CasePage:
    page = open_page(request, pk)
    page.require(page.rights[Section.ACCESS_PANEL] >= Right.READ)
    page.record(Section.ACCESS_PANEL)
    return page


def _back(page: CasePage, *, left: bool) -> HttpResponse:
    """To the panel, or to the list for who has just closed the file to herself."""
    return redirect("households:case_list") if left else redirect("households:case_access", pk=page.case.pk)


def panel_words(page: CasePage, title: str, verb: str, done: str) -> Writing:
    return Writing(title, verb, reverse("households:case_access", args=[page.case.pk]), done)


@require_safe
@confidential
def case_access(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    can_share = permissions.can_share(page.rights)
    context = {
        "page": page,
        "lines": access_panel.grant_lines(page, can_share),
        "team": access_panel.team(page),
        "named": access_panel.named(page),
        "agreements": access_panel.agreements(page),
        "requests": access_panel.requests(page),
        "can_ask": rights.can_ask(page.actor),
        "can_share": can_share,
        "can_open_to_partner": permissions.can_open_to_partner(page.actor, page.case, page.rights),
        "can_run_team": permissions.can_run_team(page.actor, page.rights),
        "can_name": permissions.can_name(page.actor, page.case, page.rights),
        "protection": protection_panel.protection(page),
        "openings": openings(page),
        "can_read_readings": permissions.can_read_readings(page.actor, page.case),
    }
    return render(request, "households/case_access.html", context)


@require_form
@confidential
def team_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_run_team(page.actor, page.rights))
    form = TeamForm(request.POST or None, people=access_panel.possible_colleagues(page))

    def act():
        services.add_team_member(
            case=page.case, organisation=page.actor.organisation, by=page.actor, **form.cleaned_data
        )

    words = panel_words(page, "Ajouter une personne à l’équipe", "Ajouter", "La personne ouvre désormais ce dossier.")
    return answer(request, page, form, act, words)


@require_POST
@confidential
def team_leave(request: HttpRequest, pk: UUID, member_pk: UUID) -> HttpResponse:
    """A worker leaves; her manager takes somebody of the organisation out."""
    page = open_panel(request, pk)
    member = get_object_or_404(
        CaseTeamMember.objects.visible_to(page.actor).current().filter(case=page.case), pk=member_pk
    )
    hers = member.user_id == page.actor.user_id
    ours = member.organisation_id == page.actor.organisation_id
    page.require(ours and (hers or permissions.can_run_team(page.actor, page.rights)))
    services.leave_team(member=member, by=page.actor)
    messages.success(request, "La place dans l’équipe a pris fin.")
    return _back(page, left=hers)


@require_form
@confidential
def named_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_name(page.actor, page.case, page.rights))
    form = NamedForm(request.POST or None, people=access_panel.possible_named(page))

    def act():
        services.name_person(case=page.case, user=form.cleaned_data["user"], by=page.actor)

    words = panel_words(page, "Nommer une personne", "Nommer", "La personne est nommée sur ce dossier.")
    return answer(request, page, form, act, words)


@require_POST
@confidential
def named_end(request: HttpRequest, pk: UUID, named_pk: UUID) -> HttpResponse:
    page = open_panel(request, pk)
    page.require(permissions.can_name(page.actor, page.case, page.rights))
    named = get_object_or_404(NamedPerson.objects.visible_to(page.actor).current().filter(case=page.case), pk=named_pk)
    try:
        services.end_naming(named=named, by=page.actor)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _back(page, left=False)
    return _back(page, left=named.user_id == page.actor.user_id)


@require_POST
@confidential
def conflict_declare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever sees the file may step back from it: it no longer exists for her."""
    page = open_page(request, pk)
    services.exclude_person(case=page.case, user=page.actor.user, by=page.actor)
    messages.success(request, "C’est noté : ce dossier ne vous est plus présenté. Aucun motif n’est conservé.")
    return redirect("households:case_list")
