"""The time of the experts: noted by them, followed in numbers by who pilots."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cellule.expert_lists import counted_by, is_late, state_chip
from cellule.expert_time import year_of
from cellule.expertise import can_answer, can_count
from cellule.expertise_querysets import dispositifs_advised_by, dispositifs_counted_by
from cellule.forms.experts import TimeForm
from cellule.models import ExpertTime
from cellule.services.experts import note_time
from partners.competences import competences_of
from partners.models import Dispositif
from veille.core import clock
from veille.core.forms import FilterForm
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


class YearFilter(FilterForm):
    """Which year of which dispositif."""

    year = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)
    dispositif = forms.ModelChoiceField(
        queryset=Dispositif.objects.none(), label="Dispositif", required=False, empty_label=None
    )

    def __init__(self, *args, dispositifs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        today = clock.today()
        first = min((one.starts_on.year for one in dispositifs if one.starts_on), default=today.year)
        years = range(today.year, min(first, today.year) - 1, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]


@require_safe
@confidential
def expert_time(request: HttpRequest) -> HttpResponse:
    """Spent against planned, then the requests of the year without a word of them."""
    if not can_count(request.actor):
        raise PermissionDenied
    dispositifs = dispositifs_counted_by(request.actor).order_by("name")
    form = YearFilter(request.GET, dispositifs=dispositifs)
    chosen = form.values()
    dispositif = chosen.get("dispositif") or dispositifs[0]
    year = chosen.get("year") or clock.today().year
    rows = counted_by(request.actor, {}).filter(dispositif=dispositif, asked_on__year=year)
    page = page_of(rows, request)
    for row in page:
        row.chip, row.is_late = state_chip(row), is_late(row)
    context = {
        "form": form,
        "dispositif": dispositif,
        "expertise": year_of(request.actor, dispositif, year),
        "page": page,
        "total": page.paginator.in_words("demande"),
    }
    return render(request, "cellule/expert_time.html", context)


@require_form
@confidential
def expert_time_note(request: HttpRequest) -> HttpResponse:
    """Time outside any request: sessions, trainings, local networks; below, what she noted lately."""
    if not can_answer(request.actor):
        raise PermissionDenied
    dispositifs = dispositifs_advised_by(request.actor).order_by("name")
    competences = competences_of(request.actor)
    form = TimeForm(
        request.POST or None,
        dispositifs=dispositifs,
        competences=competences,
        initial={"spent_on": clock.today()},
    )

    def act() -> str:
        note_time(by=request.actor, **form.cleaned_data)
        messages.success(request, "Le temps est noté.")
        return reverse("cellule:expert_time_note")

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    own = ExpertTime.objects.visible_to(request.actor).select_related("request").order_by("-spent_on", "id")
    page = page_of(own, request)
    context = {"page": page, "total": page.paginator.in_words("ligne"), "has_competence": bool(competences)}
    return show(request, "cellule/expert_time_note.html", context, form=form)
