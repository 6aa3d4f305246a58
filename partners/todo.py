"""What awaits in the network: conventions that come to their end."""

from django.urls import reverse

from partners.conventions import to_renew
from partners.models import Convention
from partners.network_permissions import can_follow_convention, can_read_conventions
from partners.object_rights import roles_with
from veille.core.actor import Actor
from veille.core.todo import Kind, Topic, WorkItem, group_for

_ENDING = Kind("convention_ends", "Convention qui prend fin", Topic.PAPERS)

_SIGNING_MANAGERS = roles_with("convention", "R", scope="own")
_WRITERS = roles_with("convention", "W")


def work_items(actor: Actor) -> list[WorkItem]:
    """For the pilot, and for the managers of those who sign; others who read conventions have nothing to do."""
    if not can_read_conventions(actor) or not actor.has_role(*_SIGNING_MANAGERS, *_WRITERS):
        return []
    ending = to_renew(Convention.objects.visible_to(actor)).order_by("ends_on", "pk")
    return [_item(actor, convention) for convention in ending]


def _item(actor: Actor, convention: Convention) -> WorkItem:
    writes = can_follow_convention(actor, convention)
    return WorkItem(
        kind=_ENDING,
        about=str(convention.pk),
        group=group_for(convention.ends_on),
        title=f"Convention « {convention.title} » : elle prend fin, rien n’est préparé pour la suite",
        since=convention.reminded_on,
        due=convention.ends_on,
        url=reverse("partners:convention_detail", args=[convention.pk]),
        action_label="Préparer la suite" if writes else "Lire la convention",
    )
