"""Who sees a consultation, and a decision taken without a session."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cellule.outside_choices import ConsultationState
from cellule.querysets import instances_kept_by, instances_seated_at, open_to_keeper
from households.querysets import SectionQuerySet
from partners.models import Instance, Membership
from partners.object_rights import may, roles_with
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor

# A member who was consulted reads the sheet again for so long after the answer.
_READ_AFTER = timedelta(days=30)
_NOBODY = Q(pk__in=())


def instances_entitling(actor: Actor) -> models.QuerySet:
    """The instances that name her to decide between two sessions, while her role may."""
    if not actor.roles & roles_with("decision_outside_session", "W", scope="entitled"):
        return Instance.objects.none()
    named = Instance._meta.get_field("entitlements").related_model.objects.current()
    hers = named.filter(user=actor.user_id, organisation=actor.organisation_id)
    return Instance.objects.filter(pk__in=hers.values("instance"))


class ConsultationQuerySet(models.QuerySet):
    """For the secretary, the entitled persons of the instance, and the members who are asked."""

    def visible_to(self, actor: Actor):
        return self.filter(self._decidable(actor) | self._asked(actor), ~self._excluded(actor))

    def decidable_by(self, actor: Actor):
        """Those she may decide on: her instance names her, or she keeps it."""
        return self.filter(self._decidable(actor), ~self._excluded(actor))

    def asked_of(self, actor: Actor):
        """Those her own opinion is asked on."""
        return self.filter(self._asked(actor), ~self._excluded(actor))

    def to_decide(self):
        """Open ones that nothing holds any more: everybody who still may has answered, or the deadline has passed."""
        members = self.model._meta.get_field("consulted").related_model.objects
        awaited = members.awaited().filter(consultation=OuterRef("pk"))
        late = Q(answer_before__lt=clock.today())
        return self.filter(late | ~Exists(awaited), state=ConsultationState.OPEN)

    def with_list_data(self):
        return self.select_related("instance__dispositif", "case__rules", "sheet", "referral").order_by(
            "answer_before", "id"
        )

    def _decidable(self, actor: Actor) -> Q:
        keeps = _NOBODY
        if actor.roles & roles_with("decision_outside_session", "W", scope=None):
            keeps = Q(instance__in=instances_kept_by(actor))
        return (keeps | Q(instance__in=instances_entitling(actor))) & open_to_keeper(actor, self._case(), "case")

    def _asked(self, actor: Actor) -> Q:
        """A seat she has lost since closes it, like the sheets of the sessions."""
        if not may(actor, "opinion", "W"):
            return _NOBODY
        members = self.model._meta.get_field("consulted").related_model.objects
        hers = members.filter(consultation=OuterRef("pk"), user=actor.user_id, organisation=actor.organisation_id)
        window = Q(state=ConsultationState.OPEN) | Q(closed_on__gte=clock.today() - _READ_AFTER)
        return Q(Exists(hers), window, instance__in=instances_seated_at(actor))

    def _excluded(self, actor: Actor) -> Q:
        exclusions = self._case()._meta.get_field("exclusions").related_model.objects
        return Q(Exists(exclusions.filter(case=OuterRef("case"), user=actor.user_id)))

    def _case(self) -> type[models.Model]:
        return self.model._meta.get_field("case").related_model


class ConsultedMemberQuerySet(models.QuerySet):
    """Members asked about a situation. What one of them said, or has not said, stops counting when she leaves it."""

    def counted(self):
        """Without those who declared a conflict of interest since."""
        case = self.model._meta.get_field("case").related_model
        exclusions = case._meta.get_field("exclusions").related_model.objects
        return self.exclude(Exists(exclusions.filter(case=OuterRef("case"), user=OuterRef("user"))))

    def awaited(self):
        """Of these, those who have not answered and still may: a seat lost since is waited for no more."""
        seats = Membership.objects.current().filter(role__in=roles_with("opinion", "W"), user__is_active=True)
        hers = seats.filter(
            instance=OuterRef("consultation__instance"), user=OuterRef("user"), organisation=OuterRef("organisation")
        )
        return self.counted().filter(Exists(hers), opinion="")


class OutsideDecisionQuerySet(SectionQuerySet):
    """By the file, like the decision itself; by the instance that notes it, for its secretary."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        return self.filter(case__in=self._cases(actor, Section.DECISION, at_least))

    def recordable_by(self, actor: Actor):
        """Those that an instance she keeps has to note, unless she is excluded from the file."""
        case = self.model._meta.get_field("case").related_model
        exclusions = case._meta.get_field("exclusions").related_model.objects
        hidden = exclusions.filter(case=OuterRef("case"), user=actor.user_id)
        return self.filter(open_to_keeper(actor, case, "case"), ~Exists(hidden), instance__in=instances_kept_by(actor))
