"""Orientations and sessions, taken away."""

from collections.abc import Mapping

from django.db.models import QuerySet

from cellule import capacity_exports, door_exports, expert_exports, permissions
from cellule.forms.referral_acts import ReceivedFilter, SentFilter
from cellule.models import Referral, Session
from cellule.querysets import instances_kept_by
from cellule.referral_lists import received_by, sent_by
from cellule.tracker import state_chip
from households.exports.base import FileRowListing
from partners.configuration import Door
from veille.core.actor import Actor
from veille.core.exports import Column, ColumnKind, Listing, RowListing
from veille.core.exports.listings import State


def lists() -> list[Listing]:
    others = [*expert_exports.lists(), *capacity_exports.lists(), *door_exports.lists()]
    return [SentReferrals(), ReceivedReferrals(), SessionList(), *others]


def _chosen(form) -> Mapping:
    return form.cleaned_data if form.is_valid() else {}


class SentReferrals(FileRowListing):
    """What her organisation sent. Who may name takes the number away; the others, what it counts."""

    name, title, back = "mes-orientations", "Mes orientations", "cellule:referral_mine"
    one, many = "orientation", "orientations"
    section = "state"

    def may(self, actor: Actor) -> bool:
        return permissions.can_refer(actor)

    def may_name(self, actor: Actor) -> bool:
        return super().may(actor)

    def all_rows(self, actor: Actor, state: State) -> QuerySet[Referral]:
        return sent_by(actor, _chosen(SentFilter(self.query(state))))

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("number", "Numéro de dossier", lambda row: row.case.number, is_named=True),
            Column("door", "Porte", lambda row: Door(row.case.door).label, width=12),
            Column("territory", "Territoire", lambda row: row.case.territory.name, width=24),
            Column("sent", "Transmise le", lambda row: row.submitted_on, ColumnKind.DAY, width=12),
            Column("urgency", "Urgence", lambda row: row.get_urgency_display()),
            Column("state", "État", self.state_of, width=30),
            Column("instance", "Instance", lambda row: row.instance.label, width=40),
        ]

    def state_of(self, row: Referral) -> str:
        """As its sender may know it."""
        return state_chip(row.told).label


class ReceivedReferrals(SentReferrals):
    """What the instances she keeps received; a secretary names nobody."""

    name, title, back = "orientations-recues", "Orientations reçues", "cellule:referral_list"

    def may(self, actor: Actor) -> bool:
        return instances_kept_by(actor).exists()

    def all_rows(self, actor: Actor, state: State) -> QuerySet[Referral]:
        return received_by(actor, _chosen(ReceivedFilter(self.query(state))))

    def columns(self, actor: Actor, state: State) -> list[Column]:
        sender = Column("sender", "Orienteur", lambda row: row.referrer_organisation.name, width=30)
        return [*super().columns(actor, state), sender]

    def state_of(self, row: Referral) -> str:
        return state_chip(row.state).label


class SessionList(RowListing):
    """The calendar of the instances she follows."""

    name, title, back = "seances", "Séances", "cellule:session_list"
    one, many = "séance", "séances"

    def may(self, actor: Actor) -> bool:
        """As the page: everybody opens it, empty for who follows no instance."""
        return True

    def rows(self, actor: Actor, state: State) -> QuerySet[Session]:
        return Session.objects.visible_to(actor).with_list_data()

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("day", "Date", lambda row: row.held_on, ColumnKind.DAY, width=12),
            Column("hour", "Heure", lambda row: f"{row.starts_at:%H:%M}", width=8),
            Column("instance", "Instance", lambda row: row.instance.label, width=40),
            Column("state", "État", lambda row: row.get_state_display()),
            Column("length", "Durée prévue (minutes)", lambda row: row.planned_minutes, ColumnKind.NUMBER, width=10),
        ]
