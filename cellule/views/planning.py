"""Sessions of an instance planned ahead from its rule, its habits, the days it does not meet."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from cellule.called_meetings import SYNTHESIS
from cellule.forms.calendar import AheadForm, ClosingForm, HabitsForm, usual_end
from cellule.instance_rules import rules_of
from cellule.models import ClosingPeriod
from cellule.querysets import instances_kept_by
from cellule.recurrence import recurs, rule_in_words
from cellule.seats import instances_seen_by
from cellule.services.planning import (
    add_closing,
    habits_of,
    keep_habits,
    plan_ahead,
    proposals,
    remove_closing,
)
from partners.models import Instance
from veille.core import clock
from veille.core.formats import counted
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show

_HABITS = ("starts_at", "place", "planned_minutes")


def kept_instance(request: HttpRequest, pk: UUID) -> Instance:
    """An instance she keeps; 403 when she only sits there or pilots it, 404 when she knows nothing of it."""
    instance = get_object_or_404(instances_seen_by(request.actor).select_related("dispositif"), pk=pk)
    if not instances_kept_by(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return instance


@require_form
@confidential
def session_ahead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The dates first, then the writing: what she has not seen is not planned."""
    instance = kept_instance(request, pk)
    habits = habits_of(instance)
    asked = request.POST or (request.GET if "last" in request.GET else None)
    first = clock.today()
    usual = {name: getattr(habits, name) for name in _HABITS} | {"first": first, "last": usual_end(first)}
    form = AheadForm(asked, initial=usual)

    def act() -> str:
        made = plan_ahead(instance=instance, days=_chosen_days(request), by=request.actor, **form.cleaned_data)
        messages.success(request, f"{counted(len(made), 'séance prévue', 'séances prévues')}.")
        return reverse("cellule:session_calendar")

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/session_ahead.html", _ahead(request, instance, form), form=form)


def _ahead(request: HttpRequest, instance: Instance, form: AheadForm) -> dict:
    rules = rules_of(instance)
    shown = form.is_bound and form.is_valid() and recurs(rules)
    closings = ClosingPeriod.objects.visible_to(request.actor).filter(instance=instance)
    return {
        "instance": instance,
        "recurs": recurs(rules),
        "rule": rule_in_words(rules),
        "is_synthesis": rules.kind == SYNTHESIS,
        "proposals": proposals(instance, form.cleaned_data["first"], form.cleaned_data["last"]) if shown else None,
        "closings": closings.filter(ends_on__gte=clock.today()),
        "months_ahead": habits_of(instance).months_ahead,
    }


def _chosen_days(request: HttpRequest) -> set[date]:
    """The days left ticked; anything else that could be sent is no day of the rule and plans nothing."""
    found = set()
    for text in request.POST.getlist("days"):
        try:
            found.add(date.fromisoformat(text))
        except ValueError:
            continue
    return found


@require_form
@confidential
def habits_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    instance = kept_instance(request, pk)
    habits = habits_of(instance)
    form = HabitsForm(
        request.POST or None, initial={name: getattr(habits, name) for name in (*_HABITS, "months_ahead")}
    )

    def act() -> str:
        keep_habits(instance=instance, by=request.actor, **form.cleaned_data)
        return reverse("cellule:session_ahead", args=[instance.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Les habitudes de l’instance sont gardées.")
        return sent
    return show(request, "cellule/habits_form.html", {"instance": instance}, form=form)


@require_form
@confidential
def closing_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    instance = kept_instance(request, pk)
    form = ClosingForm(request.POST or None)

    def act() -> str:
        add_closing(instance=instance, by=request.actor, **form.cleaned_data)
        return reverse("cellule:session_ahead", args=[instance.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Aucune séance ne sera proposée ces jours-là.")
        return sent
    return show(request, "cellule/closing_form.html", {"instance": instance}, form=form)


@require_POST
@confidential
def closing_remove(request: HttpRequest, pk: UUID, closing: UUID) -> HttpResponse:
    instance = kept_instance(request, pk)
    found = get_object_or_404(ClosingPeriod.objects.visible_to(request.actor), pk=closing, instance=instance)
    target = reverse("cellule:session_ahead", args=[instance.pk])
    return do_once(request, lambda: remove_closing(closing=found, by=request.actor), target)
