"""Who holds which competence in a dispositif, and what she may do with a request she sees."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from cellule.expert_lists import state_chip
from cellule.expertise_choices import EXPERT_ENDS, Awaits, ExpertState
from cellule.expertise_querysets import dispositifs_advised_by, dispositifs_asked_in, dispositifs_counted_by
from cellule.models import Capitalised, ExpertRequest
from households.models import Case
from partners.competences import competences_held
from partners.models import Dispositif, Membership, Organisation, PartnershipPart, User
from partners.object_rights import may, roles_with
from partners.partnerships import partners_of
from partners.roles import Role
from veille.core import reference
from veille.core.actor import Actor

ANSWERED = (ExpertState.ADVISED, ExpertState.FIELD_SUPPORT)


@dataclass(frozen=True)
class Holder:
    """Somebody who answers as an expert, and for what."""

    user: User
    organisation: Organisation
    competences: frozenset[str]


def experts_of(dispositif: Dispositif) -> list[Holder]:
    """Who answers in a dispositif today; a seat there and a role given elsewhere in her organisation add up."""
    here = _experts_in(dispositif).order_by().values_list("user", "organisation")
    held: dict[tuple, list[Membership]] = {pair: [] for pair in here}
    experts = Membership.objects.current().filter(role=Role.EXPERT, user__in={user for user, _ in held})
    for membership in experts.select_related("user", "organisation").order_by("starts_on", "pk"):
        if (key := (membership.user_id, membership.organisation_id)) in held:
            held[key].append(membership)
    return [Holder(rows[0].user, rows[0].organisation, competences_held(rows)) for rows in held.values()]


def holding_today(users: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Of these people, who answers for which competence, wherever it is."""
    experts = Membership.objects.current().filter(role=Role.EXPERT, user__in=users).select_related("organisation")
    return {(one.user_id, code) for one in experts.order_by("pk") for code in competences_held([one])}


def _experts_in(dispositif: Dispositif) -> QuerySet[Membership]:
    """The roles that reach a dispositif, of the organisations that hold this part there."""
    here = (
        Q(dispositif=dispositif)
        | Q(dispositif=None, instance=None)
        | Q(dispositif=None, instance__dispositif=dispositif)
    )
    return Membership.objects.current().filter(
        here,
        role__in=roles_with("expert_request", "W", scope="hers"),
        organisation__in=partners_of(dispositif, PartnershipPart.EXPERT).order_by().values("pk"),
        user__is_active=True,
    )


def competences_answered(dispositif: Dispositif) -> set[str]:
    """The competences that somebody holds there."""
    return {code for holder in experts_of(dispositif) for code in holder.competences}


def competence_choices(codes: set[str], empty: str) -> list[tuple[str, str]]:
    """These competences with their labels, in the order of the list."""
    return [("", empty), *(row for row in reference.choices("competence") if row[0] in codes)]


def can_ask(actor: Actor) -> bool:
    return bool(actor.roles & roles_with("expert_request", "W", scope="own")) and dispositifs_asked_in(actor).exists()


def can_ask_about(actor: Actor, case: Case) -> bool:
    """About a file she sees, in its own dispositif."""
    return dispositifs_asked_in(actor).filter(pk=case.rules.dispositif_id).exists()


def questions_about(actor: Actor, case: Case) -> list[tuple[ExpertRequest, dict[str, str]]]:
    """What her own organisation asked about a file: nobody else knows which file it was."""
    if not actor.roles & roles_with("expert_request", "W", scope="own"):
        return []
    own = ExpertRequest.objects.visible_to(actor).filter(case=case, organisation=actor.organisation_id)
    return [(question, state_chip(question)) for question in own.with_list_data()]


def can_answer(actor: Actor) -> bool:
    return (
        bool(actor.roles & roles_with("expert_request", "W", scope="hers")) and dispositifs_advised_by(actor).exists()
    )


def works_with_experts(actor: Actor) -> bool:
    """Whether requests are part of her work (no query)."""
    return may(actor, "expert_request", "W")


def can_count(actor: Actor) -> bool:
    return may(actor, "expert_request", "N") and dispositifs_counted_by(actor).exists()


@dataclass(frozen=True)
class Sides:
    """On which side of a request she stands, and what its state lets her do."""

    actor: Actor
    request: ExpertRequest

    @cached_property
    def answers(self) -> bool:
        """An expert it is addressed to; nobody answers herself."""
        if self.request.asked_by_id == self.actor.user_id:
            return False
        return ExpertRequest.objects.addressed_to(self.actor).filter(pk=self.request.pk).exists()

    @cached_property
    def asks(self) -> bool:
        """Of the organisation that asked, in a role that asks; an expert of it answers instead."""
        own = self.request.organisation_id == self.actor.organisation_id
        return own and not self.answers and bool(self.actor.roles & roles_with("expert_request", "W", scope="own"))

    @property
    def can_take(self) -> bool:
        return self.answers and self.request.state == ExpertState.ASKED

    @property
    def can_advise(self) -> bool:
        return self.answers and self.request.state == ExpertState.ANALYSIS

    @property
    def can_support(self) -> bool:
        return self.answers and self.request.state in ANSWERED

    @property
    def can_write(self) -> bool:
        """The expert once somebody analyses it; who asked, until its end."""
        begun = self.request.state not in {ExpertState.ASKED, *EXPERT_ENDS}
        return (self.answers and begun) or (self.asks and self.request.state not in EXPERT_ENDS)

    @property
    def can_read_answer(self) -> bool:
        return self.asks and self.request.awaits == Awaits.ASKER

    @property
    def can_close(self) -> bool:
        return (self.answers or self.asks) and self.request.state in ANSWERED

    @property
    def can_withdraw(self) -> bool:
        return self.asks and self.request.state in {ExpertState.ASKED, ExpertState.ANALYSIS}

    @cached_property
    def can_capitalise(self) -> bool:
        """Once advice was given, and as long as nobody has proposed it."""
        if not self.answers or self.request.advised_on is None:
            return False
        kept = Capitalised.objects.kept_by(self.actor)
        return not kept.filter(request=self.request.pk).exists()
