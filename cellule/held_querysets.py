"""Who sees an orientation that has no file yet, and the alerts of caretakers."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from cellule.choices import HELD_ENDS, AlertState, HeldWay
from cellule.querysets import instances_kept_by
from partners.object_rights import may, roles_with
from veille.core.actor import Actor
from veille.core.models import ExternalLink


class HeldReferralQuerySet(models.QuerySet):
    """Her own, those her role approves in her organisation, those brought by a link to an instance she keeps.

    Seeing the row is seeing that it waits: what was written in it opens to who takes it in.
    """

    def visible_to(self, actor: Actor):
        own = Q(way=HeldWay.VALIDATION, organisation=actor.organisation_id)
        reasons = own & Q(author=actor.user_id)
        if may(actor, "orientation_validate", "W"):
            reasons |= own
        reasons |= Q(way=HeldWay.LINK, instance__in=instances_kept_by(actor))
        piloted = self._piloted_by(actor)
        return self.filter(reasons | (Q(way=HeldWay.LINK) & piloted))

    @staticmethod
    def _piloted_by(actor: Actor) -> Q:
        """The pilot gives links too; she follows them, and reads nothing of what comes."""
        piloted = Q(pk__in=())
        for membership in actor.memberships_as(*roles_with("external_link", "W", scope="own dispositif")):
            piloted |= Q(dispositif=membership.dispositif_id) if membership.dispositif_id else ~Q(pk__in=())
        return piloted

    def opened_by(self, link: ExternalLink):
        """The one row that a link leads to."""
        return self.filter(pk=link.object_id, way=HeldWay.LINK)

    def waiting(self):
        return self.exclude(state__in=HELD_ENDS)

    def with_list_data(self):
        related = ("dispositif", "instance", "organisation", "author", "referral", "case")
        return self.select_related(*related).defer("payload").order_by("-opened_on", "id")


class SocialAlertQuerySet(models.QuerySet):
    """Hers, and for the referents of the same landlord all of them.

    Once its orientation is sent, an alert is as closed as its file: on a restricted one, for the people it names.
    """

    def visible_to(self, actor: Actor):
        reasons = Q(author=actor.user_id)
        if may(actor, "social_alert_handle", "W"):
            cases = self.model._meta.get_field("case").related_model.objects.not_hidden_from(actor)
            reasons |= Q(case=None) | Q(Exists(cases.filter(pk=OuterRef("case"))))
        return self.filter(reasons, organisation=actor.organisation_id)

    def in_order_of_work(self):
        """What waits first, from the oldest; then what was handled, from the newest."""
        waits = Case(When(state=AlertState.RECEIVED, then=0), default=1)
        return self.order_by(waits, F("handled_on").desc(nulls_first=True), "sent_on", "pk")
