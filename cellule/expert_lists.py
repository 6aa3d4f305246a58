"""Requests to the experts as a list shows them, with what was decided of the delay."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from cellule.expertise_choices import EXPERT_ENDS, ExpertState
from cellule.models import ExpertRequest
from veille.core import clock
from veille.core.actor import Actor

TONES = {
    ExpertState.ASKED: "warning",
    ExpertState.ANALYSIS: "progress",
    ExpertState.ADVISED: "success",
    ExpertState.FIELD_SUPPORT: "success",
    ExpertState.CLOSED: "neutral",
    ExpertState.WITHDRAWN: "neutral",
}


def state_chip(request: ExpertRequest) -> dict[str, str]:
    return {"label": request.get_state_display(), "tone": TONES[ExpertState(request.state)]}


def is_late(request: ExpertRequest) -> bool:
    """Past the day it was wanted for, without any advice yet."""
    return request.advised_on is None and request.state not in EXPERT_ENDS and request.due_on < clock.today()


def narrowed(rows: QuerySet[ExpertRequest], chosen: Mapping[str, Any]) -> QuerySet[ExpertRequest]:
    """Running ones unless a step or all are asked."""
    state = chosen.get("state", "")
    if not state:
        rows = rows.exclude(state__in=EXPERT_ENDS)
    elif state != "all":
        rows = rows.filter(state=state)
    if chosen.get("competence"):
        rows = rows.filter(competence=chosen["competence"])
    return rows.with_list_data()


def seen_by(actor: Actor, chosen: Mapping[str, Any]) -> QuerySet[ExpertRequest]:
    """What her organisation asked, and what is addressed to her competence."""
    return narrowed(ExpertRequest.objects.visible_to(actor), chosen)


def counted_by(actor: Actor, chosen: Mapping[str, Any]) -> QuerySet[ExpertRequest]:
    """For who follows the dispositif: steps, delays and time, no text and no name."""
    rows = narrowed(ExpertRequest.objects.countable_by(actor), {"state": "all", **chosen})
    return rows.annotate(half_days=Coalesce(Sum("time__half_days"), 0))
