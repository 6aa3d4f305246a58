"""What one does with a line of « À faire » besides clearing it; each page works without a script, and in its line."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from households.forms.waiting_lines import HandBackForm, HandOnForm, PutOffForm
from households.models import HandedOn, PutOff
from households.services import waiting_lines as services
from households.set_aside import colleagues_seeing, desk_of
from households.views.writing import Writing, answer_on
from veille.core import reads
from veille.core.forms import LaidOutForm
from veille.core.models import AccessKind
from veille.core.reads import confidential
from veille.core.sending import INVALID, require_form, send
from veille.core.todo import KINDS, WorkItem

_SET_BACK = "households/line_set_back.html"


@require_form
@confidential
def put_off(request: HttpRequest, kind: str, about: str) -> HttpResponse:
    line = _line(request, kind, about)
    form = PutOffForm(request.POST or None, auto_id=f"put-off-{about}-%s")
    writing = _writing("Reporter cette ligne", "Reporter", "La ligne reviendra d’elle-même ce jour-là.")
    return _answer(request, line, form, partial(services.put_off, line=line), writing)


@require_form
@confidential
def hand_on(request: HttpRequest, kind: str, about: str) -> HttpResponse:
    line = _line(request, kind, about)
    if line.case is None:
        raise Http404  # what hangs on no file is given to nobody: no button says so
    colleagues = colleagues_seeing(request.actor, line.case)
    form = HandOnForm(request.POST or None, colleagues=colleagues, auto_id=f"hand-on-{about}-%s")
    writing = _writing("Confier cette ligne à un·e collègue", "Confier", "La ligne attend maintenant votre collègue.")
    return _answer(request, line, form, partial(services.hand_on, line=line), writing)


@require_form
@confidential
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The line waits again: her own, or that of somebody of her team. Taken up twice, it is taken up once."""
    row = PutOff.objects.visible_to(request.actor).select_related("user").filter(pk=pk).first()
    if row is None and request.method != "POST":
        raise Http404
    if row:
        _record(row.case_id)

    def act() -> None:
        if row is None:
            raise Http404
        services.take_up(row=row, by=request.actor)

    writing = _writing("Lever le report", "Lever le report", "La ligne attend de nouveau.")
    form = LaidOutForm(request.POST if request.method == "POST" else None)
    return answer_on(request, _SET_BACK, {"row": row, "kind": row and KINDS.get(row.kind)}, form, act, writing)


@require_form
@confidential
def hand_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Handed back by who received it, taken back by who gave it."""
    actor = request.actor
    row = get_object_or_404(HandedOn.objects.visible_to(actor).select_related("giver", "taker"), pk=pk)
    if actor.user_id not in {row.giver_id, row.taker_id}:
        raise Http404
    _record(row.case_id)
    if row.giver_id == actor.user_id:
        writing = _writing("Reprendre cette ligne", "Reprendre", "La ligne vous attend de nouveau.")
    else:
        writing = _writing("Rendre cette ligne", "Rendre", f"La ligne attend de nouveau {row.giver}.")
    form = HandBackForm(request.POST or None)
    act = lambda: services.hand_back(row=row, by=actor, **form.cleaned_data)  # noqa: E731
    return answer_on(request, _SET_BACK, {"row": row, "kind": KINDS.get(row.kind)}, form, act, writing)


def _line(request: HttpRequest, kind: str, about: str) -> WorkItem:
    """Looked for among what awaits her: no address of a line opens anything that her page does not show."""
    with reads.unshown(request.actor):
        line = desk_of(request.actor).find_anywhere(kind, about)
    if line is None:
        raise Http404
    _record(line.case)
    return line


def _record(case: UUID | None) -> None:
    if case:
        reads.record([case], section="todo", kind=AccessKind.LIST)


def _writing(title: str, verb: str, done: str) -> Writing:
    return Writing(title=title, verb=verb, back=reverse("home"), done=done)


def _answer(
    request: HttpRequest, line: WorkItem, form: forms.Form, act: Callable[..., object], writing: Writing
) -> HttpResponse:
    """Asked from its line, the form comes under it and the answer takes its place; elsewhere it is a page."""

    def done() -> str:
        act(by=request.actor, **form.cleaned_data)
        return writing.back

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, done)):
        if request.htmx:
            return _in_place(request, line, writing)
        messages.success(request, writing.done)
        return sent
    template = "households/_line_form.html" if request.htmx else "households/line_form.html"
    context = {"line": line, "form": form, "writing": writing, "path": request.path, "in_place": request.htmx}
    return render(request, template, context, status=INVALID if form.errors else 200)


def _in_place(request: HttpRequest, line: WorkItem, writing: Writing) -> HttpResponse:
    response = render(request, "households/_line_done.html", {"line": line, "done": writing.done})
    response["HX-Retarget"], response["HX-Reswap"] = f"#{line.anchor}", "outerHTML"
    return response
