"""Emergency accesses that await somebody's opinion; the line says nothing of the file."""

from django.urls import reverse

from households.models import EmergencyAccess
from veille.core.actor import Actor
from veille.core.todo import Kind, Topic, WorkItem, group_for

_REVIEW = Kind("emergency_review", "Accès d’urgence à revoir", Topic.RIGHTS)


def work_items(actor: Actor) -> list[WorkItem]:
    """Those she may review, never her own; due the day they were opened."""
    waiting = EmergencyAccess.objects.visible_to(actor).filter(reviewed_on=None).exclude(user=actor.user_id)
    return [
        WorkItem(
            kind=_REVIEW,
            about=str(access.pk),
            group=group_for(access.opened_at.date()),
            title="Revoir un accès d’urgence",
            since=access.opened_at.date(),
            due=access.opened_at.date(),
            url=reverse("households:emergency_review", args=[access.pk]),
            action_label="Donner mon avis",
        )
        for access in waiting.order_by("opened_at", "pk")
    ]
