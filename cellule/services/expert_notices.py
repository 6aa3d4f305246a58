"""Mails between who asks and the experts: they say that something waits, and nothing else."""

from functools import partial

from django.db import transaction

from cellule.expertise import experts_of
from cellule.models import ExpertRequest
from partners.actors import actor_of
from partners.models import Organisation, User
from veille.core.actor import Actor
from veille.core.mails import lead_to_sign_in


def tell_experts(request: ExpertRequest, *, by: Actor) -> None:
    """After commit: the expert who follows it, or all those it is addressed to as long as nobody does."""
    held = [(request.taken_by, request.taken_organisation)] if request.taken_by else _holders(request)
    told = [user for user, organisation in held if user != by.user and _is_addressed(request, user, organisation)]
    for user in dict.fromkeys(told):
        transaction.on_commit(partial(_say_it_waits, user.email), robust=True)


def _holders(request: ExpertRequest) -> list[tuple[User, Organisation]]:
    experts = experts_of(request.dispositif)
    return [(one.user, one.organisation) for one in experts if request.competence in one.competences]


def _is_addressed(request: ExpertRequest, user: User, organisation: Organisation) -> bool:
    """Whether she would see it: her role may have ended, a conflict of interest may hide it."""
    actor = actor_of(user, organisation.pk)
    if actor is None or actor.organisation_id != organisation.pk:
        return False
    return ExpertRequest.objects.addressed_to(actor).filter(pk=request.pk).exists()


def tell_asker(request: ExpertRequest, *, by: Actor) -> None:
    """After commit, whoever asked, as long as she still sees her request."""
    user, organisation = request.asked_by, request.organisation
    actor = actor_of(user, organisation.pk)
    follows = actor is not None and actor.organisation_id == organisation.pk and user != by.user
    if follows and ExpertRequest.objects.visible_to(actor).filter(pk=request.pk).exists():
        transaction.on_commit(partial(_say_it_is_answered, user.email), robust=True)


def _say_it_waits(address: str) -> None:
    lead_to_sign_in(
        address, subject="une demande d’expertise vous attend", template="cellule/email/expertise_asked.txt"
    )


def _say_it_is_answered(address: str) -> None:
    lead_to_sign_in(address, subject="l’expertise vous a écrit", template="cellule/email/expertise_answered.txt")
