"""Which collective actions and cooperatives a person sees; lists of people, for the association that keeps them."""

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q

from partners.models import OrganisationKind
from partners.object_rights import roles_with
from partners.partnerships import dispositifs_reached
from veille.core.actor import Actor

_NOTHING = Q(pk__in=())
ACTION, LISTS = "collective_action", "collective_participants"


def counting_roles() -> frozenset[str]:
    """Those who read numbers and no row."""
    return roles_with(ACTION, "N") - roles_with(ACTION, "W")


def _scope(actor: Actor, *roles: str) -> Q:
    """A role given inside a dispositif stays there; given without place, it is for all her organisation does."""
    memberships = actor.memberships_as(*roles)
    if not memberships:
        return _NOTHING
    places = {m.dispositif_id or (m.instance.dispositif_id if m.instance_id else None) for m in memberships}
    return Q() if None in places else Q(dispositif__in=places)


class CollectiveActionQuerySet(models.QuerySet):
    """Of her organisation, which keeps it or organises it with another."""

    def visible_to(self, actor: Actor):
        beside = self.model._meta.get_field("co_organisers").related_model.objects
        with_another = beside.filter(action=OuterRef("pk"), organisation=actor.organisation_id)
        hers = Q(organisation=actor.organisation_id) | Exists(with_another)
        return self.filter(_scope(actor, *roles_with(ACTION, "W", scope="own")), hers)

    def kept_by(self, actor: Actor):
        """Those her organisation writes: who keeps it says when, where, how many."""
        scope = _scope(actor, *roles_with(ACTION, "W", scope="own"))
        return self.filter(scope, organisation=actor.organisation_id)

    def countable_by(self, actor: Actor):
        """The pilot names its dispositif."""
        return self.filter(dispositif__in=dispositifs_reached(actor, *counting_roles(), named_only=True))

    def with_list_data(self):
        return (
            self.select_related("dispositif", "organisation", "site__landlord", "commune", "cooperative")
            .prefetch_related("sessions", "co_organisers__organisation", "site__communes")
            .annotate(last_on=Max("sessions__held_on"))
            .order_by(F("last_on").desc(nulls_last=True), "id")
        )


class OfAction(models.QuerySet):
    """What hangs on an action, a session of it say."""

    def visible_to(self, actor: Actor):
        return self.filter(action__in=self._actions().visible_to(actor).values("pk"))

    def kept_by(self, actor: Actor):
        return self.filter(action__in=self._actions().kept_by(actor).values("pk"))

    def _actions(self):
        return self.model._meta.get_field("action").related_model.objects


class CooperativeQuerySet(models.QuerySet):
    """Of her organisation, which keeps it or lends it land or a room."""

    def visible_to(self, actor: Actor):
        loans = self.model._meta.get_field("loans").related_model.objects
        lent = loans.filter(cooperative=OuterRef("pk"), lender=actor.organisation_id)
        hers = Q(organisation=actor.organisation_id) | Exists(lent)
        return self.filter(_scope(actor, *roles_with(ACTION, "W", scope="own")), hers)

    def kept_by(self, actor: Actor):
        scope = _scope(actor, *roles_with(ACTION, "W", scope="own"))
        return self.filter(scope, organisation=actor.organisation_id)

    def with_list_data(self):
        return (
            self.select_related("dispositif", "organisation", "site__landlord", "commune")
            .prefetch_related("loans__lender", "site__communes")
            .order_by("name", "id")
        )


class OfCooperative(models.QuerySet):
    """Its charter, what is lent to it."""

    def visible_to(self, actor: Actor):
        return self.filter(cooperative__in=self._cooperatives().visible_to(actor).values("pk"))

    def kept_by(self, actor: Actor):
        return self.filter(cooperative__in=self._cooperatives().kept_by(actor).values("pk"))

    def _cooperatives(self):
        return self.model._meta.get_field("cooperative").related_model.objects


def keeps_lists(actor: Actor) -> bool:
    """Whether she may keep a list of people at all: never a landlord, whatever role somebody was given there."""
    role = actor.has_role(*roles_with(LISTS, "W", scope="own"))
    return role and actor.organisation.kind != OrganisationKind.LANDLORD


class ParticipantQuerySet(OfAction):
    """The list of an association, for its own people."""

    def visible_to(self, actor: Actor):
        if not keeps_lists(actor):
            return self.none()
        return super().visible_to(actor).filter(organisation=actor.organisation_id)


class MemberQuerySet(OfCooperative):
    """The members of a cooperative, for the association that keeps it."""

    def visible_to(self, actor: Actor):
        return self.kept_by(actor) if keeps_lists(actor) else self.none()


class AttendanceQuerySet(models.QuerySet):
    """Who was there, for who reads the list of them."""

    def visible_to(self, actor: Actor):
        people = self.model._meta.get_field("participant").related_model.objects.visible_to(actor)
        members = self.model._meta.get_field("member").related_model.objects.visible_to(actor)
        return self.filter(Q(participant__in=people.values("pk")) | Q(member__in=members.values("pk")))


class OfSession(models.QuerySet):
    """What hangs on a session of an action she sees."""

    def visible_to(self, actor: Actor):
        sessions = self.model._meta.get_field("session").related_model.objects.visible_to(actor)
        return self.filter(session__in=sessions.values("pk"))
