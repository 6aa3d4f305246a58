"""What is asked of a team: noted in one tap or in full, answered, without object; the list of what waits."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment import solicitation_lists as lists
from accompaniment import solicited
from accompaniment.forms.solicitations import (
    AnswerForm,
    DropForm,
    SolicitationFilterForm,
    SolicitationForm,
    effective,
)
from accompaniment.models import Intervention, Solicitation
from accompaniment.permissions import can_lead
from accompaniment.services import solicitations as services
from accompaniment.solicitation_choices import SolicitationOrigin
from accompaniment.solicitation_permissions import can_answer, can_drop, can_list, can_note, written_by
from households.banner import household_names
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer, answer_on
from partners.configuration import SatisfiedBy
from partners.roles import Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import clock_time
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form

_SECTIONS = (Section.INTERVENTIONS, Section.INTERVENTIONS_SHARED)
_FORM = "accompaniment/solicitation_form.html"
# The contacts among which an answer is looked for.
_RECENT = 12


def _back(page: CasePage) -> str:
    return reverse("households:case_followup", args=[page.case.pk])


@confidential
@require_form
def solicitation_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_note(page.actor, page.rights))
    page.record(Section.STATE)
    form = SolicitationForm(
        request.POST or None,
        actor=page.actor,
        organisations=solicited.organisations(page.actor, page.case),
        leads=can_lead(page.rights),
    )

    def act() -> None:
        services.record_solicitation(case=page.case, by=page.actor, **form.answer())

    writing = Writing("Noter une sollicitation", "Enregistrer", _back(page), "La sollicitation est notée.")
    return answer(request, page, form, act, writing)


@confidential
@require_POST
def solicitation_tap(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« On m’a sollicitée »: the household, just now; the rest may be said later."""
    page = open_page(request, pk)
    page.require(can_note(page.actor, page.rights))
    page.record(Section.STATE)
    noted = []

    def act() -> None:
        noted.append(services.record_solicitation(case=page.case, by=page.actor))

    sent = do_once(request, act, _back(page))
    for solicitation in noted:
        messages.success(request, _noted_words(solicitation))
    return sent


def _noted_words(solicitation: Solicitation) -> str:
    now = solicitation.received_at.astimezone(clock.PARIS)
    until = lists.waiting_words(solicitation, now)
    return f"Sollicitation reçue à {clock_time(now)} : {until}."


def _find(request: HttpRequest, pk: UUID) -> tuple[Solicitation, CasePage]:
    """The solicitation she reads, and the page of its file; 404 for any other."""
    rows = lists.with_list_data(Solicitation.objects.visible_to(request.actor))
    solicitation = get_object_or_404(rows, pk=pk)
    page = open_page(request, solicitation.case_id)
    page.record(*_SECTIONS)
    return solicitation, page


@confidential
@require_form
def solicitation_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    solicitation, page = _find(request, pk)
    page.require(can_answer(page, solicitation))
    day = solicitation.received_at.astimezone(clock.PARIS).date()
    contacts = effective(Intervention.objects.visible_to(page.actor)).filter(case=page.case, happened_on__gte=day)
    contacts = [row for row in contacts[:_RECENT] if services.answers(solicitation, row)]
    form = AnswerForm(request.POST or None, solicitation=solicitation, interventions=contacts)

    def act() -> None:
        services.answer_solicitation(solicitation=solicitation, by=page.actor, **form.answer())

    writing = Writing("Répondre à une sollicitation", "Enregistrer la réponse", _back(page), "La réponse est notée.")
    context = {
        "page": page,
        "line": _line(solicitation),
        "lacks_intervention": solicitation.satisfied_by == SatisfiedBy.INTERVENTION and not contacts,
        "is_answered_by_contact": solicitation.origin == SolicitationOrigin.HOUSEHOLD,
        "is_shared": solicitation.is_shared,
    }
    return answer_on(request, "accompaniment/solicitation_answer.html", context, form, act, writing)


def _line(solicitation: Solicitation) -> lists.Line:
    return lists.lines([solicitation], lambda row: {})[0]


@confidential
@require_form
def solicitation_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    solicitation, page = _find(request, pk)
    page.require(can_drop(page, solicitation))
    form = DropForm(request.POST or None)

    def act() -> None:
        services.drop_solicitation(solicitation=solicitation, by=page.actor, reason=form.cleaned_data["reason"])

    done = "Plus personne n’attend de réponse."
    writing = Writing("Sollicitation sans objet", "Enregistrer", _back(page), done)
    context = {"page": page, "line": _line(solicitation)}
    return answer_on(request, _FORM, context, form, act, writing)


@confidential
@require_POST
def solicitation_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    solicitation, page = _find(request, pk)
    page.require(can_drop(page, solicitation))
    try:
        return do_once(
            request, lambda: services.reopen_solicitation(solicitation=solicitation, by=page.actor), _back(page)
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_back(page))


@confidential
@require_safe
def solicitation_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer in the files she reads, and how it was kept."""
    actor = request.actor
    if not can_list(actor):
        raise PermissionDenied
    form = SolicitationFilterForm(request.GET)
    mine = Solicitation.objects.visible_to(actor)
    rows = lists.waiting_first(lists.narrowed(mine, form.values(), actor))
    page = page_of(lists.with_list_data(rows), request)
    cases = [row.case for row in page]
    if cases:
        reads.record({case.pk for case in cases}, section=Section.INTERVENTIONS, kind=AccessKind.LIST)
    names = household_names(actor, cases)
    context = {
        "page": page,
        "lines": lists.lines(page, _acts(actor, page), names),
        "form": form,
        "is_filtered": any(form.values().values()),
        "total": page.paginator.in_words("sollicitation"),
        "kept": lists.kept(mine.filter(organisation=actor.organisation_id), clock.now()),
    }
    return render(request, "accompaniment/solicitation_list.html", context)


def _acts(actor: Actor, rows: Iterable[Solicitation]) -> Callable[[Solicitation], dict[str, bool]]:
    """From the list, she answers what her organisation was asked; the other acts are in the file."""
    written = written_by(actor, rows)
    return lambda row: {"answer": row.is_open and row.organisation_id == actor.organisation_id and row.pk in written}
