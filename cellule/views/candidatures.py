"""Landlords asked for a dwelling: the list, one of them, its answer."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import candidature_permissions as permissions
from cellule import searches
from cellule.candidature_choices import CandidatureState
from cellule.forms.candidatures import AnswerForm, AskForm, InsteadForm
from cellule.models import Candidature, Decision
from cellule.services import candidatures as services
from cellule.services.asking_instead import ask_instead
from households.pages import open_page
from households.views.writing import Writing, answer
from partners.roles import Section
from partners.views.writing import write
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form

_LIST = "cellule:candidature_list"


@require_safe
@confidential
def candidature_list(request: HttpRequest) -> HttpResponse:
    """Those that are hers: to answer, to follow, or decided by her instance; the others by their page."""
    if not permissions.follows_searches(request.actor):
        raise PermissionDenied
    over = request.GET.get("etat") == searches.OVER
    page = page_of(searches.narrowed(Candidature.objects.visible_to(request.actor), over=over), request)
    lines = searches.lines(request.actor, page)
    if lines:
        reads.record([line.candidature.case_id for line in lines], section=Section.CANDIDATURE, kind=AccessKind.LIST)
    context = {"page": page, "lines": lines, "over": over, "total": page.paginator.in_words("demande")}
    return render(request, "cellule/candidature_list.html", context)


def find_candidature(request: HttpRequest, pk: UUID) -> Candidature:
    """The candidature she sees, journalled; 404 for any other."""
    rows = Candidature.objects.visible_to(request.actor).with_list_data().prefetch_related("communes")
    candidature = get_object_or_404(rows.select_related("case__rules"), pk=pk)
    reads.record([candidature.case_id], section=Section.CANDIDATURE)
    return candidature


@require_safe
@confidential
def candidature_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, candidature = request.actor, find_candidature(request, pk)
    offers = searches.offer_lines(actor, candidature)
    context = {
        "line": searches.lines(actor, [candidature])[0],
        "candidature": candidature,
        "offers": offers,
        "passages": searches.passage_lines(actor, candidature=candidature),
        "can_answer": permissions.can_answer(actor, candidature),
        "can_withdraw": permissions.can_withdraw(actor, candidature),
        "can_propose": permissions.can_propose(actor, candidature) and not any(line.is_open for line in offers),
        "can_ask_instead": permissions.can_ask_instead(actor, candidature),
        "can_pass": permissions.can_pass_on(actor, candidature),
    }
    return render(request, "cellule/candidature_detail.html", context)


@require_form
@confidential
def candidature_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    candidature = find_candidature(request, pk)
    if not permissions.can_answer(request.actor, candidature):
        return _already_answered(request, candidature)
    form, back = AnswerForm(request.POST or None), reverse("cellule:candidature_detail", args=[pk])

    def act() -> str:
        services.answer_candidature(candidature=candidature, by=request.actor, **form.said())
        return back

    lead = "Votre réponse met fin à l’accès de votre organisme au dossier ; cette page reste ouverte."
    words = {"title": "Répondre à la demande de logement", "verb": "Envoyer la réponse", "back": back}
    return write(request, form, act, done="Votre réponse est envoyée.", lead=lead, **words)


def _already_answered(request: HttpRequest, candidature: Candidature) -> HttpResponse:
    """Sent a second time, by her or by a colleague: nothing is written, she reads what was recorded."""
    waits = candidature.state in (CandidatureState.PLANNED, CandidatureState.ASKED)
    if request.method != "POST" or waits or not permissions.is_asked(request.actor, candidature):
        raise PermissionDenied
    messages.info(request, f"Cette demande n’attend plus de réponse : {candidature.get_state_display().lower()}.")
    return redirect("cellule:candidature_detail", pk=candidature.pk)


@require_POST
@confidential
def candidature_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    candidature = find_candidature(request, pk)
    if not permissions.can_withdraw(request.actor, candidature):
        raise PermissionDenied
    try:
        services.withdraw_candidature(candidature=candidature, by=request.actor)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "La demande est retirée : ce bailleur n’ouvre plus le dossier.")
    return redirect("cellule:candidature_detail", pk=pk)


@require_form
@confidential
def candidature_instead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another landlord asked by the secretary, for what the session decided and nothing else."""
    candidature = find_candidature(request, pk)
    if not permissions.can_ask_instead(request.actor, candidature):
        raise PermissionDenied
    form = InsteadForm(request.POST or None, candidature=candidature, actor=request.actor)
    back = reverse("cellule:candidature_detail", args=[pk])

    def act() -> str:
        (first, *_others) = ask_instead(candidature=candidature, by=request.actor, **form.asked())
        return reverse("cellule:candidature_detail", args=[first.pk])

    lead = "Les mêmes types de logement, aux mêmes endroits : pour autre chose, la séance décide de nouveau."
    words = {"title": "Solliciter un autre bailleur", "verb": "Envoyer la demande", "back": back}
    return write(request, form, act, done="La demande est partie.", lead=lead, **words)


@require_form
@confidential
def candidature_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other landlords, asked by who leads the accompaniment."""
    page = open_page(request, pk)
    page.require(permissions.can_ask_landlords(page.case, page.rights, page.actor))
    page.record(Section.CANDIDATURE)
    form = AskForm(request.POST or None, case=page.case)

    def act() -> None:
        decision = _last_admission(request, page.case)
        services.ask_landlords(case=page.case, asking=form.asking(), decision=decision, by=page.actor)

    writing = Writing(
        "Solliciter un bailleur", "Envoyer la demande", reverse("households:case_housing", args=[pk]),
        "La demande est partie.",
    )  # fmt: skip
    return answer(request, page, form, act, writing)


def _last_admission(request: HttpRequest, case) -> Decision | None:
    """What the search hangs on, so that the secretary of the instance follows it too."""
    told = Decision.objects.visible_to(request.actor).told_to(request.actor).filter(case=case, corrected_by=None)
    return told.filter(measure__isnull=False).order_by("-decided_on", "-recorded_at").first()


@require_safe
@confidential
def candidature_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The search for a dwelling on the page of a file; without htmx, a page."""
    page = open_page(request, pk)
    page.require(page.sees[Section.CANDIDATURE])
    page.record(Section.CANDIDATURE)
    rows = Candidature.objects.visible_to(page.actor).filter(case=page.case).with_list_data()
    context = {
        "case": page.case,
        "lines": searches.lines(page.actor, rows),
        "passages": searches.passage_lines(page.actor, case=page.case),
        "can_ask": permissions.can_ask_landlords(page.case, page.rights, page.actor),
        "can_prepare": permissions.can_prepare_passage(page.actor, page.case, page.rights),
    }
    if request.htmx:
        return render(request, "cellule/_candidature_fragment.html", context)
    return render(request, "cellule/case_candidatures.html", {**context, "page": page})
