"""Passation: the whole caseload of a person on one screen, previewed, then passed in one act."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accompaniment import services
from accompaniment.forms.team import HandoverForm
from accompaniment.team import passing
from accompaniment.team.load import loads
from accompaniment.team.people import can_hand_over, can_read_load, receivers
from accompaniment.views.loads import person_of
from households.banner import household_names
from partners.models import User
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

_CHANGED = "Ce qui sera passé a changé depuis l’aperçu : relisez-le avant de confirmer."


@confidential
@require_form
def handover_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    former = person_of(request.actor, pk)
    if not can_hand_over(request.actor):
        raise PermissionDenied
    rows = passing.caseload(request.actor, former)
    reads.record([row.case.pk for row in rows], section="list", kind=AccessKind.LIST)
    people = receivers(request.actor, former)
    form = HandoverForm(request.POST or None, rows=rows, people=people)
    context = {
        "former": former,
        "has_left": not _is_here(request, former),
        "readers": passing.note_readers(request.actor.organisation),
        "most": passing.MOST,
        "has_restricted": any(row.case.is_restricted for row in rows),
    }
    asked = request.POST.get("step", "")
    if request.method == "POST" and asked != "correct" and form.is_valid():
        if asked == "confirm" and (sent := _confirm(request, form, former)):
            return sent
        if not form.errors:
            context |= _preview(request, form, former)
            return render(request, "accompaniment/handover_preview.html", context)
    return show(request, "accompaniment/handover_form.html", context, form=form)


def _is_here(request: HttpRequest, former: User) -> bool:
    (load,) = loads(request.actor, [former])
    return not load.has_left


def _preview(request: HttpRequest, form: HandoverForm, former: User) -> dict:
    passings = form.passings()
    rows = {row.case.pk: row for row, _ in form.lines}
    takers = list({one.receiver.pk: one.receiver for one in passings}.values())
    left = [row for row, _ in form.lines if row.case.pk not in {one.case for one in passings}]
    return {
        "changes": passing.changes(passings, rows.values(), loads(request.actor, takers)),
        "files": [(one, rows[one.case]) for one in passings],
        "left": left,
        "following": passing.following(request.actor, former, [one.case for one in passings]),
        "kept_until": form.cleaned_data["kept_until"],
        "typed": [*form.typed(), ("previewed", passing.digest(passings))],
    }


def _confirm(request: HttpRequest, form: HandoverForm, former: User) -> HttpResponse | None:
    """What was previewed is what is done; refused, the screen comes back as it was answered."""
    if not form.was_previewed():
        form.add_error(None, _CHANGED)
        return None

    def act() -> str:
        kept_until = form.cleaned_data["kept_until"]
        done = services.hand_over(former=former, files=form.passings(), kept_until=kept_until, by=request.actor)
        return reverse("accompaniment:handover_detail", args=[done.pk])

    sent = send(request, form, act)
    if sent:
        messages.success(request, "Les dossiers sont passés. Les personnes qui les reprennent en sont prévenues.")
    return sent


@require_safe
@confidential
def handover_list(request: HttpRequest) -> HttpResponse:
    if not can_read_load(request.actor):
        raise PermissionDenied
    page = page_of(passing.handovers_of(request.actor), request)
    counts = passing.counts_of(request.actor, page)
    context = {
        "page": page,
        "lines": [(one, counts.get(one.pk, 0)) for one in page],
        "total": page.paginator.in_words("passation"),
        "can_hand_over": can_hand_over(request.actor),
    }
    return render(request, "accompaniment/handover_list.html", context)


@require_safe
@confidential
def handover_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not can_read_load(request.actor):
        raise PermissionDenied
    handover = get_object_or_404(passing.handovers_of(request.actor), pk=pk)
    files = list(passing.handed_files(request.actor, handover))
    cases = [file.case for file in files]
    reads.record([case.pk for case in cases], section="list", kind=AccessKind.LIST)
    names = household_names(request.actor, cases)
    notes = passing.notes_of(request.actor, files)
    lines = [(file, names.get(file.case.household_id, ""), notes.get(file.note_id)) for file in files]
    kept_until = files[0].kept_until if files else None
    context = {"handover": handover, "lines": lines, "kept_until": kept_until}
    return render(request, "accompaniment/handover_detail.html", context)
