"""What was declared on the capacity board and no longer holds: to say anew, or to take off."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from cellule.capacity_permissions import can_declare_dwellings, can_declare_places
from cellule.models import AvailableDwelling, PlaceDeclaration
from partners.object_rights import roles_with
from veille.core import clock
from veille.core.actor import Actor
from veille.core.todo import Kind, Topic, WorkItem, group_for

_PLACES = Kind("places_to_renew", "Places ouvertes à redéclarer", Topic.PAPERS)
_DWELLINGS = Kind("dwellings_to_confirm", "Logements annoncés à confirmer", Topic.PAPERS)

_DECLARING = roles_with("capacity_board", "W", scope="own")
# A declaration nobody renewed for a month is forgotten by the page, not by the reminder of its first weeks.
_REMINDED = timedelta(days=30)


def capacity_items(actor: Actor) -> list[WorkItem]:
    if not actor.has_role(*_DECLARING):
        return []
    return [*_places(actor), *_dwellings(actor)]


def _places(actor: Actor) -> Iterator[WorkItem]:
    today = clock.today()
    expired = PlaceDeclaration.objects.kept_by(actor).standing().filter(valid_until__range=(today - _REMINDED, today))
    expired = list(expired.with_list_data())
    if not expired or not can_declare_places(actor):
        return
    for one in expired:
        where = f" – {one.territory.name}" if one.territory else ""
        yield WorkItem(
            kind=_PLACES,
            about=str(one.pk),
            group=group_for(one.valid_until),
            title=f"Places ouvertes à redéclarer{where} ({one.dispositif.public_name})",
            since=one.declared_on,
            due=one.valid_until,
            url=reverse("cellule:places_declare"),
            action_label="Déclarer nos places",
        )


def _dwellings(actor: Actor) -> Iterator[WorkItem]:
    """One line for all of them: they are confirmed together, on the board."""
    today = clock.today()
    ending = AvailableDwelling.objects.kept_by(actor).filter(
        withdrawn_on=None, expires_on__range=(today - _REMINDED, today)
    )
    first = ending.order_by("expires_on", "pk").first()
    if first is None or not can_declare_dwellings(actor):
        return
    yield WorkItem(
        kind=_DWELLINGS,
        about="all",
        group=group_for(first.expires_on),
        title="Logements annoncés à la cellule : à confirmer ou à retirer",
        since=first.said_on,
        due=first.expires_on,
        url=reverse("cellule:capacity_board"),
        action_label="Ouvrir le tableau",
    )
