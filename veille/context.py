"""What every page knows: who acts, for whom, on which day, and where she may go."""

from django.conf import settings
from django.http import HttpRequest

from veille.core import clock
from veille.navigation import folded, lines_of, primary_entry, search_url


def frame(request: HttpRequest) -> dict:
    """The frame of a page; error pages made before the middleware ran have no actor."""
    actor = getattr(request, "actor", None)
    match = request.resolver_match
    lines = lines_of(actor, match.view_name if match else "") if actor else []
    return {
        "demo": settings.IS_DEMO,
        "today": clock.today(),
        "actor": actor,
        "role_label": ", ".join(sorted({m.get_role_display() for m in actor.memberships})) if actor else "",
        "search_url": search_url(actor) if actor else "",
        "switchable": actor.others if actor else (),
        "navigation": folded(lines),
        "quick_lines": lines[:2],
        "primary_entry": primary_entry(actor) if actor else None,
    }
