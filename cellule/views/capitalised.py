"""What was capitalised: searched, read, proposed from a request, reread by somebody else."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import capitalisation
from cellule.capitalised_rights import can_propose_again, can_publish, can_set_aside, reads_capitalised, rereads
from cellule.expertise_choices import CapitalisedSource, CapitalisedState
from cellule.forms.capitalised import CapitalisedFilter, CapitaliseForm, SetAsideForm
from cellule.models import Capitalised, ExpertRequest
from cellule.services.capitalising import (
    TEXTS,
    capitalise,
    propose_again,
    publish_capitalised,
    set_aside_capitalised,
)
from cellule.views.experts import find_request
from cellule.views.identifying import Warned
from households import searching
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

_TONES = {
    CapitalisedState.TO_REREAD: "warning",
    CapitalisedState.PUBLISHED: "success",
    CapitalisedState.SET_ASIDE: "neutral",
}


@require_safe
@confidential
def capitalised_list(request: HttpRequest) -> HttpResponse:
    """By words, by competence, by origin; what waits for a reader, for those who reread."""
    if not reads_capitalised(request.actor):
        raise PermissionDenied
    text, form = searching.remembered(request, key=capitalisation.KEY), _filter(request)
    chosen = form.values()
    page = page_of(capitalisation.found_by(request.actor, text, chosen), request)
    for row in page:
        row.chip = chip_of(row)
    context = {
        "page": page,
        "total": page.paginator.in_words("réponse"),
        "form": form,
        "text": text,
        "is_filtered": bool(text or any(chosen.values())),
        "waiting": _waiting(request),
    }
    return render(request, "cellule/capitalised_list.html", context)


def _filter(request: HttpRequest) -> CapitalisedFilter:
    return CapitalisedFilter(request.GET, rereads=rereads(request.actor))


def _waiting(request: HttpRequest) -> int:
    """How many wait for her second reading."""
    kept = Capitalised.objects.kept_by(request.actor).filter(state=CapitalisedState.TO_REREAD)
    return kept.exclude(proposed_by=request.actor.user_id).count()


def chip_of(row: Capitalised) -> dict[str, str]:
    return {"label": row.get_state_display(), "tone": _TONES[CapitalisedState(row.state)]}


@require_POST
def capitalised_search(request: HttpRequest) -> HttpResponse:
    """The words travel in the body and wait, sealed, in the session: one may have typed a name."""
    searching.remember(request, request.POST.get("q", ""), key=capitalisation.KEY)
    return redirect("cellule:capitalised_list")


def _find(request: HttpRequest, pk: UUID) -> Capitalised:
    rows = Capitalised.objects.visible_to(request.actor).with_list_data()
    return get_object_or_404(rows.select_related("reread_by", "request", "agenda_item"), pk=pk)


@require_safe
@confidential
def capitalised_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _find(request, pk)
    return _detail(request, found, SetAsideForm())


def _detail(request: HttpRequest, found: Capitalised, form: SetAsideForm) -> HttpResponse:
    context = {
        "capitalised": found,
        "chip": chip_of(found),
        "can_reread": can_publish(request.actor, found) or can_propose_again(request.actor, found),
        "can_set_aside": can_set_aside(request.actor, found),
        "rereads": rereads(request.actor),
    }
    return show(request, "cellule/capitalised_detail.html", context, form=form)


@require_form
@confidential
def expert_capitalise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose the answer of a request; the form starts from its texts, to be made general."""
    found, sides = find_request(request, pk)
    if not sides.can_capitalise:
        raise PermissionDenied
    form = CapitaliseForm(request.POST or None, initial=_texts_of(found))
    warned = Warned(request)

    def act(confirmed: bool) -> str:
        proposed = capitalise(
            dispositif=found.dispositif,
            source=CapitalisedSource.EXPERT_REQUEST,
            competence=found.competence,
            request=found,
            by=request.actor,
            confirmed=confirmed,
            **form.cleaned_data,
        )
        messages.success(request, "C’est proposé : une autre personne va relire avant publication.")
        return reverse("cellule:capitalised_detail", args=[proposed.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, warned.guard(act))):
        return sent
    context = {"asked": found, "warned": warned}
    return show(request, "cellule/capitalised_propose.html", context, form=form)


def _texts_of(found: ExpertRequest) -> dict[str, str]:
    return {
        "title": found.subject,
        "question": found.question,
        "answer": found.answer,
        "recommendation": found.recommendation,
    }


@require_form
@confidential
def capitalised_reread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second reading publishes; what was set aside is corrected and proposed again."""
    found = _find(request, pk)
    publishes = can_publish(request.actor, found)
    if not publishes and not can_propose_again(request.actor, found):
        raise PermissionDenied
    form = CapitaliseForm(request.POST or None, initial={name: getattr(found, name) for name in TEXTS})
    warned = Warned(request)

    def act(confirmed: bool) -> str:
        write = publish_capitalised if publishes else propose_again
        write(capitalised=found, texts=form.cleaned_data, by=request.actor, confirmed=confirmed)
        return reverse("cellule:capitalised_detail", args=[found.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, warned.guard(act))):
        return sent
    context = {"capitalised": found, "publishes": publishes, "warned": warned}
    return show(request, "cellule/capitalised_reread.html", context, form=form)


@require_POST
@confidential
def capitalised_set_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _find(request, pk)
    if not can_set_aside(request.actor, found):
        raise PermissionDenied
    form = SetAsideForm(request.POST)

    def act() -> str:
        set_aside_capitalised(capitalised=found, by=request.actor, **form.cleaned_data)
        return reverse("cellule:capitalised_detail", args=[found.pk])

    if form.is_valid() and (sent := send(request, form, act)):
        return sent
    return _detail(request, found, form)
