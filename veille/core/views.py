"""Drafts and runs: each belongs to one person, acting for one organisation."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from veille.core import drafts, free_text, runs
from veille.core.actor import ActingRequest
from veille.core.formats import spaced
from veille.core.models import Draft, Run, RunState
from veille.core.pages import whole_number

# What a browser adds to a form and nobody typed.
_NOT_TYPED = {
    "csrfmiddlewaretoken",
    "acting_organisation",
    "submission_key",
    "draft_version",
    "draft_object",
    "text_checked",
}
_LONGEST_NAME = Draft._meta.get_field("form").max_length or 0


@require_POST
def draft_save(request: ActingRequest, form: str) -> HttpResponse:
    """Keep what is being typed; 409 when another window of hers saved later."""
    if len(form) > _LONGEST_NAME:
        raise Http404
    data = {name: values for name, values in request.POST.lists() if name not in _NOT_TYPED}
    version, object_id = request.POST.get("draft_version", ""), request.POST.get("draft_object", "")
    try:
        draft = drafts.save(
            by=request.actor,
            form=form,
            data=data,
            object_id=UUID(object_id) if object_id else None,
            version=whole_number(version),
        )
    except ValueError:
        return JsonResponse({"error": "Brouillon illisible."}, status=400)
    except drafts.StaleDraft as stale:
        refusal = {"error": "Ce brouillon a été modifié dans une autre fenêtre.", "version": stale.version}
        return JsonResponse(refusal, status=409)
    return JsonResponse({"version": draft.version})


@require_POST
def text_check(request: ActingRequest) -> HttpResponse:
    """What a text being typed should not hold; the text is read and forgotten."""
    found = free_text.warnings(request.POST.get("text", ""))
    return JsonResponse({"warnings": [spaced(warning.sentence) for warning in found]})


def _own_run(request: ActingRequest, pk: UUID) -> Run:
    return get_object_or_404(Run, pk=pk, requested_by=request.actor.user_id, organisation=request.actor.organisation_id)


@require_safe
def run_detail(request: ActingRequest, pk: UUID) -> HttpResponse:
    return render(request, "core/run_detail.html", {"run": _own_run(request, pk)})


@require_safe
def run_fragment(request: ActingRequest, pk: UUID) -> HttpResponse:
    """How far it is. At the end the page of its result is shown anew: its own words still said « en cours »."""
    run = _own_run(request, pk)
    if run.is_finished and _watched_from_its_result(request, run):
        return HttpResponseClientRefresh()
    return render(request, "core/_run.html", {"run": run})


def _watched_from_its_result(request: ActingRequest, run: Run) -> bool:
    opens = (run.result or {}).get("opens")
    return bool(opens) and request.htmx.current_url_abs_path == reverse(opens, args=[run.result["pk"]])


@require_POST
def run_again(request: ActingRequest, pk: UUID) -> HttpResponse:
    run = _own_run(request, pk)
    if run.state == RunState.FAILED:
        run = runs.ask_again(run=run, by=request.actor)
    return redirect("core:run_detail", pk=run.pk)
