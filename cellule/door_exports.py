"""The lists before and after a session, taken away: links, approvals, alerts, delays, searches for a dwelling.

Nothing that was written leaves, and no third person is named: dates, states, organisations.
"""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from cellule import delays, searches
from cellule.candidature_choices import CandidatureState
from cellule.candidature_permissions import follows_searches
from cellule.choices import HeldWay
from cellule.held_permissions import can_give_links, follows_approvals, handles_alerts
from cellule.models import Candidature, HeldReferral, Referral, SocialAlert
from cellule.querysets import instances_kept_by
from cellule.services.link_deposits import attach_links
from households.exports.base import FileRowListing
from partners.configuration import Door
from partners.object_rights import may
from veille.core import reference
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind, Listing, RowListing
from veille.core.exports.listings import State


def lists() -> list[Listing]:
    return [GivenLinks(), Approvals(), Alerts(), Delays(), Searches(), KeptSearches()]


class GivenLinks(RowListing):
    """To whom, and where what came by it stands."""

    name, title, back = "liens-remis", "Liens remis", "cellule:held_list"
    one, many = "lien remis", "liens remis"

    def may(self, actor: Actor) -> bool:
        return can_give_links(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[HeldReferral]:
        return HeldReferral.objects.visible_to(actor).filter(way=HeldWay.LINK).with_list_data()

    def batches(self, actor: Actor, state: State):
        for rows in super().batches(actor, state):
            attach_links(rows)
            yield rows

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("organisation", "Organisme", lambda row: row.organisation.name, width=36),
            Column("service", "Service", lambda row: row.service, width=30),
            Column("instance", "Instance", lambda row: row.instance.label, width=40),
            Column("state", "Étape", lambda row: row.get_state_display(), width=26),
            Column("given", "Remis le", lambda row: row.opened_on, ColumnKind.DAY, width=12),
            Column("sent", "Envoyée le", lambda row: row.sent_on, ColumnKind.DAY, width=12),
            Column("until", "Ouvert jusqu’au", _open_until, ColumnKind.DAY, width=14),
        ]


def _open_until(row):
    return row.link.open_until if row.link and row.link.opens else None


class Approvals(RowListing):
    """What went through the organisation's own reading."""

    name, title, back = "orientations-a-valider", "Validation interne", "cellule:approval_list"
    one, many = "orientation", "orientations"

    def may(self, actor: Actor) -> bool:
        return follows_approvals(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[HeldReferral]:
        return HeldReferral.objects.visible_to(actor).filter(way=HeldWay.VALIDATION).with_list_data()

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("author", "Écrite par", lambda row: str(row.author), width=30),
            Column("door", "Porte", lambda row: Door(row.door).label, width=12),
            Column("state", "Étape", lambda row: row.get_state_display(), width=26),
            Column("sent", "Envoyée le", lambda row: row.sent_on, ColumnKind.DAY, width=12),
            Column("answered", "Réponse le", lambda row: row.answered_on, ColumnKind.DAY, width=12),
            Column("instance", "Instance", lambda row: row.instance.label, width=40),
        ]


class Alerts(RowListing):
    """When something was seen and what became of it; neither where, nor what, nor by whom: her page says it."""

    name, title, back = "alertes-recues", "Alertes reçues", "cellule:alert_list"
    one, many = "alerte", "alertes"

    def may(self, actor: Actor) -> bool:
        return handles_alerts(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[SocialAlert]:
        return SocialAlert.objects.visible_to(actor).select_related("handled_by").in_order_of_work()

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("seen", "Constaté le", lambda row: row.happened_on, ColumnKind.DAY, width=12),
            Column("sent", "Reçue le", lambda row: row.sent_on, ColumnKind.DAY, width=12),
            Column("state", "Étape", lambda row: row.get_state_display(), width=26),
            Column("handled", "Traitée le", lambda row: row.handled_on, ColumnKind.DAY, width=12),
            Column("by", "Suivie par", lambda row: str(row.handled_by or ""), width=30),
        ]


class Delays(FileRowListing):
    """The days of each stage, for who keeps the instance."""

    name, title, back = "delais-des-orientations", "Délais des orientations", "cellule:referral_delays"
    one, many = "orientation", "orientations"
    section = "state"

    def may(self, actor: Actor) -> bool:
        return may(actor, "referral_delays", "N") and instances_kept_by(actor).exists()

    def may_name(self, actor: Actor) -> bool:
        return super().may(actor)

    def all_rows(self, actor: Actor, state: State) -> QuerySet[Referral]:
        return delays.rows_kept_by(actor)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("number", "Numéro de dossier", lambda row: row.case.number, is_named=True),
            Column("door", "Porte", lambda row: Door(row.case.door).label, width=12),
            Column("instance", "Instance", lambda row: row.instance.label, width=40),
            Column("sent", "Transmise le", lambda row: row.submitted_on, ColumnKind.DAY, width=12),
            *(_stage(code, label, column) for code, label, column in delays.STAGES),
        ]


def _stage(code: str, label: str, column: str) -> Column:
    return Column(code, label, lambda row: getattr(row, column), ColumnKind.DAY, width=14)


class Searches(FileRowListing):
    """The landlords asked, by who accompanies."""

    name, title, back = "propositions-de-logement", "Propositions de logement", "cellule:candidature_list"
    one, many = "demande", "demandes"
    section = "candidature"

    def may(self, actor: Actor) -> bool:
        return super().may(actor) and follows_searches(actor)

    def all_rows(self, actor: Actor, state: State) -> QuerySet[Candidature]:
        return _narrowed(Candidature.objects.led_by(actor), self.query(state).get("etat", ""))

    def columns(self, actor: Actor, state: State) -> list[Column]:
        number = Column("number", "Numéro de dossier", lambda row: row.case.number, is_named=True)
        return [number, *_search_columns()]


class KeptSearches(RowListing):
    """The same for the secretary, under the names of the session: no file opens by it."""

    name, title, back = "bailleurs-sollicites", "Bailleurs sollicités", "cellule:candidature_list"
    one, many = "demande", "demandes"
    section = "candidature"

    def may(self, actor: Actor) -> bool:
        return may(actor, "candidature", "W") and instances_kept_by(actor).exists()

    def state(self, request: ActingRequest) -> State:
        return {"over": request.GET.get("etat", "")}

    def rows(self, actor: Actor, state: State) -> QuerySet[Candidature]:
        return _narrowed(Candidature.objects.kept_by(actor), state.get("over", ""))

    def columns(self, actor: Actor, state: State) -> list[Column]:
        session = Column("session", "Séance", _session_day, ColumnKind.DAY, width=12)
        return [Column("name", "Situation", lambda row: row.decision.agenda_item.name), session, *_search_columns()]

    def cases(self, row: Candidature) -> tuple[UUID, ...]:
        return (row.case_id,)

    def still_open(self, actor: Actor, cases: Sequence[UUID]) -> bool:
        kept = Candidature.objects.kept_by(actor).filter(case__in=cases)
        return kept.order_by().values("case").distinct().count() == len(set(cases))

    def standing(self, actor: Actor, cases: Sequence[UUID]) -> str:
        return hashlib.sha256(json.dumps(sorted(actor.roles)).encode()).hexdigest()

    def behind(self, actor: Actor, state: State, cases: Sequence[UUID]) -> set[str]:
        rows = Candidature.objects.kept_by(actor).filter(case__in=cases).order_by()
        return {key.hex for key in rows.values_list("pk", flat=True)}


def _narrowed(rows: QuerySet[Candidature], over: str) -> QuerySet[Candidature]:
    return searches.narrowed(rows, over=over == searches.OVER).select_related("decision__agenda_item__session")


def _session_day(row: Candidature):
    return row.decision.agenda_item.session.held_on


def _search_columns() -> list[Column]:
    return [
        Column("landlord", "Bailleur", lambda row: row.landlord.name, width=36),
        Column("types", "Types demandés", _types, width=20),
        Column("asked", "Demandé le", lambda row: row.asked_on, ColumnKind.DAY, width=12),
        Column("expected", "Réponse attendue le", lambda row: row.answer_expected_on, ColumnKind.DAY, width=14),
        Column("state", "État", lambda row: CandidatureState(searches.state_of(row)).label, width=28),
        Column("answered", "Réponse le", lambda row: row.answered_on, ColumnKind.DAY, width=12),
    ]


def _types(row: Candidature) -> str:
    return ", ".join(reference.label("dwelling_type", code) for code in row.dwelling_types)
