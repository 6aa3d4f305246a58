"""Collective actions: the list, one of them, what is planned, ended, assessed; their numbers."""

from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment.collective.choices import ENDED_STATES, CollectiveState
from accompaniment.collective.lists import line_of, lines, listed, place_words, session_chip
from accompaniment.collective.numbers import DEFINITIONS
from accompaniment.collective.querysets import keeps_lists
from accompaniment.collective.rights import can_keep, counts_actions, counts_whole, sees_actions
from accompaniment.collective.totals import Asked, tables
from accompaniment.forms.collective import ActionForm, AssessmentForm, CollectiveFilterForm, NewActionForm
from accompaniment.forms.collective_numbers import NumbersForm
from accompaniment.models import CollectiveAction
from accompaniment.services import collective as services
from accompaniment.views.collective_forms import Writing, acted, answer, require
from veille.core import clock
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form
from veille.core.versions import version_of

_APART = (
    "Une séance ou une série, liée à aucun dossier. Personne n’y est nommé, sauf dans la liste courte qu’une "
    "association tient pour elle-même et qu’aucun bailleur ne lit."
)


@require_safe
@confidential
def collective_list(request: HttpRequest) -> HttpResponse:
    require(sees_actions(request.actor))
    form = CollectiveFilterForm(request.GET, actor=request.actor)
    chosen = form.values()
    page = page_of(listed(request.actor, chosen), request)
    context = {
        "page": page,
        "lines": lines(request.actor, page),
        "total": page.paginator.in_words("action"),
        "form": form,
        "is_filtered": any(chosen.values()),
    }
    return render(request, "accompaniment/collective_list.html", context)


@require_safe
@confidential
def collective_numbers(request: HttpRequest) -> HttpResponse:
    """How many sessions and people, by theme; rows open for who may read them."""
    require(counts_actions(request.actor))
    form = NumbersForm(request.GET, actor=request.actor)
    chosen = form.values()
    asked = Asked(chosen.get("year") or clock.today().year, chosen.get("dispositif"))
    context = {
        "form": form,
        "year": asked.year,
        "tables": tables(request.actor, asked),
        "definitions": DEFINITIONS,
        "opens_rows": sees_actions(request.actor),
    }
    return render(request, "accompaniment/collective_numbers.html", context)


def found(request: HttpRequest, pk: UUID) -> CollectiveAction:
    return get_object_or_404(CollectiveAction.objects.visible_to(request.actor).with_list_data(), pk=pk)


def kept(request: HttpRequest, pk: UUID) -> CollectiveAction:
    """Seen by who organises it beside, written by who keeps it."""
    action = found(request, pk)
    require(can_keep(request.actor, action))
    return action


def address_of(action: CollectiveAction) -> str:
    return reverse("accompaniment:collective_detail", args=[action.pk])


@require_safe
@confidential
def collective_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, action = request.actor, found(request, pk)
    context = {
        "action": action,
        "line": line_of(actor, action),
        "place": place_words(action),
        "sessions": [(session, session_chip(session)) for session in action.sessions.all()],
        "beside": [row.organisation for row in action.co_organisers.all()],
        "keeps": can_keep(actor, action),
        "keeps_lists": keeps_lists(actor),
        "counts_whole": counts_whole(actor, action),
        "is_running": action.state == CollectiveState.PLANNED,
        "is_ended": action.state in ENDED_STATES,
        "definitions": DEFINITIONS,
        "today": clock.today(),
    }
    return render(request, "accompaniment/collective_detail.html", context)


@confidential
@require_form
def collective_plan(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    require(sees_actions(actor))
    asked = {"cooperative": request.GET.get("cooperative")} if request.GET.get("cooperative") else None
    form = NewActionForm(request.POST or None, actor=actor, initial=asked)

    def plan() -> str:
        told = {name: form.cleaned_data[name] for name in ("times", "weeks")}
        return address_of(services.plan_action(by=actor, first=form.first(), **told, **form.answer()))

    back = reverse("accompaniment:collective_list")
    writing = Writing("Prévoir une action collective", "Prévoir", back, "C’est prévu.", lead=_APART)
    return answer(request, form, plan, writing)


@confidential
@require_form
def collective_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = kept(request, pk)
    if action.state == CollectiveState.CANCELLED:
        raise PermissionDenied
    told = {name: getattr(action, f"{name}_id", None) or getattr(action, name) for name in services.FIELDS}
    told |= {"beside": [row.organisation_id for row in action.co_organisers.all()], "version": version_of(action)}
    form = ActionForm(request.POST or None, actor=request.actor, initial=told)

    def change() -> None:
        version = form.cleaned_data["version"]
        services.change_action(action=action, version=version, by=request.actor, **form.answer())

    writing = Writing(f"Modifier : {action.title}", "Enregistrer", address_of(action), "L’action est modifiée.")
    return answer(request, form, change, writing)


@confidential
@require_form
def collective_assess(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = kept(request, pk)
    require(action.state in ENDED_STATES)
    form = AssessmentForm(request.POST or None, initial={"assessment": action.assessment})

    def assess() -> None:
        services.assess_action(action=action, words=form.cleaned_data["assessment"], by=request.actor)

    writing = Writing(f"Bilan : {action.title}", "Enregistrer le bilan", address_of(action), "Le bilan est noté.")
    return answer(request, form, assess, writing)


@require_POST
@confidential
def collective_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = kept(request, pk)
    act = partial(services.end_action, action=action, by=request.actor)
    assess = reverse("accompaniment:collective_assess", args=[action.pk])
    said = "L’action est terminée : dites ce qu’elle a donné."
    return acted(request, act, assess, said, refused=address_of(action))


@require_POST
@confidential
def collective_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = kept(request, pk)
    act = partial(services.cancel_action, action=action, by=request.actor)
    return acted(request, act, address_of(action), "L’action est annulée.")


@require_POST
@confidential
def collective_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = kept(request, pk)
    act = partial(services.plan_action_again, action=action, by=request.actor)
    return acted(request, act, address_of(action), "L’action est de nouveau prévue.")
