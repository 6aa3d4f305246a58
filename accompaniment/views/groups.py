"""Note once what concerned several households, and see who was there."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accompaniment import services
from accompaniment.forms.groups import GroupEntryForm
from accompaniment.groups import can_note_groups, dispositifs_of, households_of, present_at, sites_of
from accompaniment.models import GroupEntry
from households.banner import household_names
from households.models import Case
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@confidential
@require_form
def group_create(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if not can_note_groups(actor):
        raise PermissionDenied
    cases, households = households_of(actor)
    reads.record([case.pk for case in cases], section="list", kind=AccessKind.LIST)
    options = {"dispositifs": dispositifs_of(actor), "sites": sites_of(actor), "households": households}
    form = GroupEntryForm(request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, lambda: _record(request, form, cases))
        if sent:
            messages.success(request, "C’est noté dans le dossier de chaque ménage présent.")
            return sent
    return show(request, "accompaniment/group_form.html", {"may_note": bool(cases)}, form=form)


def _record(request: HttpRequest, form: GroupEntryForm, cases: list[Case]) -> str:
    ticked = set(form.cleaned_data["households"])
    present = [case for case in cases if str(case.pk) in ticked]
    entry = services.record_group(cases=present, by=request.actor, **form.answer())
    return reverse("accompaniment:group_detail", args=[entry.pk])


@require_safe
@confidential
def group_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    entries = GroupEntry.objects.visible_to(request.actor).select_related("site__landlord", "dispositif", "author")
    entry = get_object_or_404(entries, pk=pk)
    present = present_at(request.actor, entry)
    cases = [row.case for row in present]
    reads.record([case.pk for case in cases], section="interventions", kind=AccessKind.LIST)
    names = household_names(request.actor, cases)
    rows = [(case, names.get(case.household_id, "")) for case in cases]
    return render(request, "accompaniment/group_detail.html", {"entry": entry, "rows": rows})
