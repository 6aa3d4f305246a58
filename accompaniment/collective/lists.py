"""Collective actions as they are listed and chosen from: filters, sites, lines, who animates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accompaniment.collective.choices import CollectiveSessionState, CollectiveState
from accompaniment.collective.numbers import Figures, figures_of
from accompaniment.collective.querysets import ACTION
from accompaniment.groups import dispositifs_of
from accompaniment.models import CollectiveAction, CollectiveSession, ResidentCooperative
from funding.models import BudgetLine, PlanState
from partners.models import Commune, Membership, Organisation, OrganisationKind, Partnership, Territory, User
from partners.object_rights import roles_with
from veille.core import clock
from veille.core.actor import Actor

TONES = {
    CollectiveState.PLANNED: "info",
    CollectiveState.HELD: "warning",
    CollectiveState.ASSESSED: "success",
    CollectiveState.CANCELLED: "neutral",
}
SESSION_TONES = {
    CollectiveSessionState.PLANNED: "info",
    CollectiveSessionState.HELD: "success",
    CollectiveSessionState.CANCELLED: "neutral",
}
_ORGANISING = (OrganisationKind.LANDLORD, OrganisationKind.ASSOCIATION)
_LINE = "collective_action"


@dataclass(frozen=True)
class Line:
    """An action of the list: its sessions in dates, its numbers as far as she reads them."""

    action: CollectiveAction
    chip: dict[str, str]
    figures: Figures
    first: date | None
    last: date | None
    coming: CollectiveSession | None
    is_hers: bool


def listed(actor: Actor, chosen: Mapping[str, Any]) -> QuerySet[CollectiveAction]:
    """Those she sees, the latest first."""
    rows = CollectiveAction.objects.visible_to(actor)
    for name in ("state", "theme", "dispositif", "site"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("year"):
        year = CollectiveSession.objects.visible_to(actor).filter(action=OuterRef("pk"), held_on__year=chosen["year"])
        rows = rows.filter(Exists(year))
    return rows.with_list_data()


def lines(actor: Actor, rows: Iterable[CollectiveAction]) -> list[Line]:
    return [line_of(actor, action) for action in rows]


def line_of(actor: Actor, action: CollectiveAction) -> Line:
    days = [one for one in action.sessions.all() if one.state != CollectiveSessionState.CANCELLED]
    coming = (one for one in days if one.state == CollectiveSessionState.PLANNED and one.held_on >= clock.today())
    return Line(
        action=action,
        chip=state_chip(action),
        figures=figures_of(actor, action),
        first=days[0].held_on if days else None,
        last=days[-1].held_on if days else None,
        coming=next(coming, None),
        is_hers=action.organisation_id == actor.organisation_id,
    )


def state_chip(action: CollectiveAction) -> dict[str, str]:
    return {"label": action.get_state_display(), "tone": TONES[CollectiveState(action.state)]}


def session_chip(session: CollectiveSession) -> dict[str, str]:
    return {"label": session.get_state_display(), "tone": SESSION_TONES[CollectiveSessionState(session.state)]}


def place_words(row: CollectiveAction | ResidentCooperative) -> str:
    """Where: the room, then the site or the commune."""
    parts = [getattr(row, "place", "")]
    if row.site:
        parts.append(", ".join(commune.name for commune in row.site.communes.all()))
    elif row.commune:
        parts.append(row.commune.name)
    return " – ".join(part for part in parts if part)


def organisations_around(actor: Actor) -> QuerySet[Organisation]:
    """Landlords and associations of her dispositifs: those that may organise with hers."""
    parts = Partnership.objects.current().filter(
        dispositif__in=dispositifs_of(actor).order_by().values("pk"), organisation=OuterRef("pk")
    )
    others = Organisation.objects.filter(Exists(parts), is_active=True, kind__in=_ORGANISING)
    return others.exclude(pk=actor.organisation_id).order_by("sort_name", "pk")


def communes_around(actor: Actor) -> QuerySet[Commune]:
    """The communes of the territories of her dispositifs."""
    territories = Territory.objects.filter(dispositif__in=dispositifs_of(actor).order_by().values("pk"))
    held = Territory.communes.through.objects.filter(territory__in=territories.values("pk"))
    return Commune.objects.filter(pk__in=held.values("commune")).order_by("sort_name", "code")


def budget_lines(actor: Actor) -> QuerySet[BudgetLine]:
    """Lines of collective actions that her organisation carries, or nobody: their code and name, no amount.

    `collective_action` says « W own »: who holds the action says on which line it goes, as `landlord_line` lets a
    landlord's referent do for its own acts, without opening the plan.
    """
    found = BudgetLine.objects.filter(
        Q(carrier=None) | Q(carrier=actor.organisation_id),
        kind=_LINE,
        volet__plan__state=PlanState.VALIDATED,
        volet__plan__dispositif__in=dispositifs_of(actor).order_by().values("pk"),
    )
    return found.order_by("volet__code", "code", "pk")


def animators_of(actor: Actor) -> QuerySet[User]:
    """The people of her organisation who may animate."""
    held = Membership.objects.current().filter(
        organisation=actor.organisation_id, role__in=roles_with(ACTION, "W", scope="own"), user=OuterRef("pk")
    )
    return User.objects.filter(Exists(held), is_active=True).order_by("last_name", "first_name", "pk")
