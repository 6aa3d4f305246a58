"""What every page knows: who acts, for whom, on which day, and where she may go."""

from django.conf import settings
from django.http import HttpRequest

from veille.core import clock
from veille.navigation import navigation, primary_entry, search_url


def frame(request: HttpRequest) -> dict:
    """The frame of a page; error pages made before the middleware ran have no actor."""
    actor = getattr(request, "actor", None)
    match = request.resolver_match
    return {
        "demo": settings.IS_DEMO,
        "today": clock.today(),
        "actor": actor,
        "role_label": ", ".join(sorted({m.get_role_display() for m in actor.memberships})) if actor else "",
        "search_url": search_url(actor) if actor else "",
        "switchable": actor.others if actor else (),
        "navigation": navigation(actor, match.view_name if match else "") if actor else [],
        "primary_entry": primary_entry(actor) if actor else None,
    }
