"""The calendar of sessions, and the address by which her own agenda follows it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from cellule.calendar import WEEKDAYS, Span, entries_of, sessions_in, span_of, weeks_of
from cellule.forms.calendar import YEAR, CalendarFilter
from cellule.ics import calendar_of
from cellule.models import CalendarFeed, Session
from cellule.querysets import instances_kept_by
from cellule.services.feeds import feed_of, give_feed, revoke_feed, sessions_followed
from partners.models import User
from partners.object_rights import may
from veille.core import clock, links
from veille.core.agenda import CONTENT_TYPE
from veille.core.offers import offered
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once


@require_safe
@confidential
def session_calendar(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    asked = request.GET.copy()
    asked.setdefault("mois", f"{clock.today():%Y-%m}")
    form = CalendarFilter(asked, actor=actor)
    chosen = form.values()
    span = span_of(chosen.get("mois"), is_year=chosen.get("vue") == YEAR)
    found = sessions_in(actor, span, chosen)
    page = page_of(found, request)
    kept = list(instances_kept_by(actor).filter(is_active=True).order_by("label", "id"))
    context = {
        "form": form,
        "span": span,
        "rows": entries_of(actor, page),
        "page": page,
        "weekdays": WEEKDAYS,
        "weeks": [] if span.is_year else weeks_of(span, entries_of(actor, found)),
        "is_filtered": bool(chosen.get("instance") or chosen.get("territory")),
        "elsewhere": _nearest(request, span, found),
        "kept": kept if may(actor, "session_agenda", "W") else [],
    }
    return render(request, "cellule/session_calendar.html", context)


def _nearest(request: HttpRequest, span: Span, found) -> Session | None:
    """When nothing is shown, the next session that would be: the empty page leads there."""
    if found.exists():
        return None
    return Session.objects.dated_for(request.actor).filter(held_on__gte=span.first).order_by("held_on", "id").first()


@require_safe
@confidential
def feed_detail(request: HttpRequest) -> HttpResponse:
    feed = CalendarFeed.objects.visible_to(request.actor).in_force().first()
    return render(request, "cellule/feed_detail.html", {"feed": feed, "address": ""})


@require_POST
@confidential
def feed_give(request: HttpRequest) -> HttpResponse:
    """The address is shown by this very answer, and by no other page."""
    token = give_feed(by=request.actor)
    feed = CalendarFeed.objects.visible_to(request.actor).in_force().first()
    address = settings.SITE_ORIGIN + reverse("cellule:feed_read", args=[token])
    response = render(request, "cellule/feed_detail.html", {"feed": feed, "address": address})
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_POST
@confidential
def feed_revoke(request: HttpRequest) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed.objects.visible_to(request.actor).in_force())
    messages.success(request, "L’adresse ne donne plus rien.")
    return do_once(request, lambda: revoke_feed(feed=feed, by=request.actor), reverse("cellule:feed_detail"))


@require_safe
def feed_read(request: HttpRequest, token: str) -> HttpResponse:
    """What an agenda reads, without signing in: her sessions and her visits while she has any to follow, else 404."""
    links.refuse_after_tries(request, "feed")
    feed = feed_of(token)
    calendar = _calendar(feed.user) if feed else None
    if calendar is None:
        links.count_a_try(request, "feed")
        raise Http404
    response = HttpResponse(calendar, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="seances.ics"'
    return links.sealed(response)


def _calendar(user: User) -> bytes | None:
    """None once nothing seats her any more and no role of hers has anything to offer."""
    sessions = sessions_followed(user)
    told = [events for events in (tell(user) for tell in offered("agenda")) if events is not None]
    if sessions is None and not told:
        return None
    return calendar_of(sessions or (), [event for events in told for event in events])
