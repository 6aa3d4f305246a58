"""Requests to the experts, what was capitalised and trainings, taken away."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import QueryDict

from cellule import capitalisation, trainings
from cellule.capitalised_rights import reads_capitalised, rereads
from cellule.expert_lists import counted_by, seen_by
from cellule.expertise import can_count, works_with_experts
from cellule.forms.capitalised import CapitalisedFilter
from cellule.forms.experts import RequestFilter
from cellule.forms.trainings import TrainingFilter
from cellule.models import Capitalised, ExpertRequest, Training
from households import searching
from veille.core import reference
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind, Listing, RowListing
from veille.core.exports.listings import State


def lists() -> list[Listing]:
    return [ExpertRequests(), CountedRequests(), CapitalisedAnswers(), Trainings()]


class _Filtered(RowListing):
    """A list narrowed by the address of its page."""

    def state(self, request: ActingRequest) -> State:
        return {"query": request.GET.urlencode()}

    def chosen(self, form_class: type, state: State, **more) -> Mapping:
        return form_class(QueryDict(state.get("query", "")), **more).values()


class ExpertRequests(_Filtered):
    """What was asked and when it was answered: no text leaves, however anonymous it should be."""

    name, title, back = "demandes-d-expertise", "Demandes d’expertise", "cellule:expert_list"
    one, many = "demande", "demandes"

    def may(self, actor: Actor) -> bool:
        return works_with_experts(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[ExpertRequest]:
        return seen_by(actor, self.chosen(RequestFilter, state))

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("asked", "Demandée le", lambda row: row.asked_on, ColumnKind.DAY, width=12),
            Column("competence", "Compétence", lambda row: reference.label("competence", row.competence), width=34),
            Column("state", "Étape", lambda row: row.get_state_display(), width=22),
            Column("due", "Attendue le", lambda row: row.due_on, ColumnKind.DAY, width=12),
            Column("advised", "Réponse le", lambda row: row.advised_on, ColumnKind.DAY, width=12),
            Column("ended", "Close le", lambda row: row.ended_on, ColumnKind.DAY, width=12),
        ]


class CountedRequests(ExpertRequests):
    """The same for who follows the dispositif, with the time given."""

    name, title, back = "temps-d-expertise", "Temps d’expertise", "cellule:expert_time"

    def may(self, actor: Actor) -> bool:
        return can_count(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[ExpertRequest]:
        return counted_by(actor, {})

    def columns(self, actor: Actor, state: State) -> list[Column]:
        time = Column("time", "Demi-journées", lambda row: row.half_days, ColumnKind.NUMBER, width=14)
        return [*super().columns(actor, state), time]


class CapitalisedAnswers(_Filtered):
    """Texts that tell of nobody, reread by two people."""

    name, title, back = "capitalisation", "Capitalisation", "cellule:capitalised_list"
    one, many = "réponse", "réponses"

    def may(self, actor: Actor) -> bool:
        return reads_capitalised(actor)

    def state(self, request: ActingRequest) -> State:
        return {**super().state(request), "text": searching.remembered(request, key=capitalisation.KEY)}

    def rows(self, actor: Actor, state: State) -> QuerySet[Capitalised]:
        chosen = self.chosen(CapitalisedFilter, state, rereads=rereads(actor))
        return capitalisation.found_by(actor, state.get("text", ""), chosen)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("title", "Titre", lambda row: row.title, width=50),
            Column("competence", "Compétence", _competence_of, width=34),
            Column("source", "Origine", lambda row: row.get_source_display(), width=26),
            Column("question", "La question", lambda row: row.question, width=60),
            Column("answer", "Ce qu’il faut retenir", lambda row: row.answer, width=60),
            Column("recommendation", "Ce qui est conseillé", lambda row: row.recommendation, width=60),
            Column("published", "Capitalisée le", lambda row: row.published_on, ColumnKind.DAY, width=12),
        ]


def _competence_of(row: Capitalised) -> str:
    return reference.label("competence", row.competence) if row.competence else ""


class Trainings(_Filtered):
    """The calendar of trainings with how many people came."""

    name, title, back = "formations", "Formations", "cellule:training_list"
    one, many = "formation", "formations"

    def may(self, actor: Actor) -> bool:
        return trainings.sees_trainings(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[Training]:
        return trainings.listed(actor, self.chosen(TrainingFilter, state))

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("day", "Date", lambda row: row.held_on, ColumnKind.DAY, width=12),
            Column("title", "Intitulé", lambda row: row.title, width=50),
            Column("kind", "Nature", lambda row: row.get_kind_display()),
            Column("topic", "Thème", lambda row: reference.label("training_topic", row.topic), width=34),
            Column("trainer", "Organisme qui forme", lambda row: row.trainer_organisation.name, width=34),
            Column("territory", "Territoire", lambda row: row.territory.name if row.territory else "Tous", width=20),
            Column("hours", "Heures", lambda row: row.hours, ColumnKind.NUMBER, width=10),
            Column("state", "État", lambda row: row.get_state_display(), width=12),
            Column("organisations", "Organismes présents", lambda row: row.organisations, ColumnKind.NUMBER, width=12),
            Column("people", "Personnes présentes", lambda row: row.people, ColumnKind.NUMBER, width=12),
        ]
