"""The half-days of a month, prefilled from what was noted, declared by who worked them."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accompaniment.forms.time_sheet import MonthFilter, TimeSheetForm
from accompaniment.groups import dispositifs_of
from accompaniment.half_days import proposed
from funding.models import TimeEntry
from funding.services import declare_month, month_version
from partners.models import Membership, User
from partners.object_rights import may, roles_with
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import month, of_name, plus_months
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@confidential
@require_form
def time_sheet(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if not may(actor, "time_entries", "W"):
        raise PermissionDenied
    filters = MonthFilter(request.GET, people=_team(actor), may_choose=_keeps_team(actor))
    chosen = filters.values()
    user = chosen.get("personne") or actor.user
    first = (chosen.get("mois") or clock.today()).replace(day=1)
    form, fresh = _form(request, actor, user, first)
    version = request.POST.get("version") or fresh
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, lambda: _declare(request, user, first, form, version))
        if sent:
            messages.success(request, _done(actor, user, first))
            return sent
        version = fresh  # the page now shows what stands beside what she typed
    context = {
        "filters": filters,
        "user": user,
        "first": first,
        "before": plus_months(first, -1),
        "after": plus_months(first, 1),
        "lines": list(form.lines()),
        "declared": len(form.declared),
        "version": version,
    }
    return show(request, "accompaniment/time_sheet.html", context, form=form)


def _keeps_team(actor: Actor) -> bool:
    return actor.has_role(*roles_with("time_entries", "W", scope="own"))


def _team(actor: Actor) -> QuerySet[User]:
    """Those whose sheet a manager keeps: the people of her organisation (docs/rights/others.csv, « W own »)."""
    if not _keeps_team(actor):
        return User.objects.none()
    working = Membership.objects.current().filter(
        organisation=actor.organisation_id, role__in=roles_with("time_entries", "W")
    )
    return User.objects.filter(pk__in=working.values("user")).order_by("last_name", "first_name", "pk")


def _form(request: HttpRequest, actor: Actor, user: User, first: date) -> tuple[TimeSheetForm, str]:
    """The sheet, and what it is made from."""
    last = plus_months(first, 1) - timedelta(days=1)
    seen = TimeEntry.objects.visible_to(actor).filter(user=user, organisation=actor.organisation_id)
    entries = list(seen.filter(worked_on__range=(first, last)).select_related("dispositif"))
    form = TimeSheetForm(
        request.POST or None,
        month=first,
        dispositifs=dispositifs_of(actor),
        declared={(entry.worked_on, entry.half): entry.dispositif for entry in entries},
        proposed=proposed(user, actor.organisation, first, last),
    )
    return form, month_version(entries)


def _done(actor: Actor, user: User, first: date) -> str:
    if user == actor.user:
        return f"Vos demi-journées de {month(first)} sont déclarées."
    return f"Les demi-journées {of_name(user)} en {month(first)} sont déclarées."


def _declare(request: HttpRequest, user: User, first: date, form: TimeSheetForm, version: str) -> str:
    declare_month(user=user, month=first, halves=form.answer(), version=version, by=request.actor)
    return f"{reverse('accompaniment:time_sheet')}?{request.GET.urlencode()}"
