"""Who reads the register of the network and the conventions."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from partners.object_rights import roles_with
from partners.roles import Role
from veille.core.actor import Actor
from veille.core.models.base import DatedQuerySet

_WHOLE_REGISTER = roles_with("social_register", "R", scope=None)
_OWN_REGISTER = roles_with("social_register", "R", scope="own")
_WHOLE_CONVENTIONS = roles_with("convention", "R", scope=None)
_SIGNED_CONVENTIONS = roles_with("convention", "R", scope="own") | roles_with("convention", "R", scope="hers")


class RegisteredWorkerQuerySet(DatedQuerySet):
    """Lines of the register, of the employers one works with."""

    def visible_to(self, actor: Actor):
        """Her own organisation's; those of the partners she shares a dispositif with, for who reads the register."""
        own = Q(employments__organisation=actor.organisation_id) | Q(organisation=actor.organisation_id)
        reasons = Q(pk__in=())
        if actor.has_role(*_OWN_REGISTER, *_WHOLE_REGISTER):
            reasons |= own
        if actor.has_role(*_WHOLE_REGISTER):
            reasons |= Q(employments__organisation__in=self._fellows(actor))
        found = self.model._base_manager.filter(reasons).order_by().values("pk")
        return self.filter(pk__in=found)

    def _fellows(self, actor: Actor):
        """The organisations of the dispositifs hers takes part in."""
        organisation = self.model._meta.get_field("organisation").related_model
        partnership = organisation._meta.get_field("partnerships").related_model
        shared = partnership.objects.current().filter(dispositif__in=dispositifs_around(actor, partnership))
        return shared.values("organisation")

    def kept_by(self, actor: Actor):
        """Those that her organisation keeps."""
        return self.filter(organisation=actor.organisation_id)

    def with_list_data(self):
        people = self.select_related("user", "organisation").prefetch_related(
            "employments__organisation", "territories"
        )
        names = models.functions.Coalesce("user__last_name", "last_name")
        return people.annotate(shown_name=names).order_by("shown_name", "function", "id")


def dispositifs_around(actor: Actor, partnership: type[models.Model]) -> models.QuerySet:
    """The dispositifs her organisation takes part in, carries or organises, and those her roles are for."""
    dispositif = partnership._meta.get_field("dispositif").related_model
    held = partnership.objects.current().filter(dispositif=OuterRef("pk"), organisation=actor.organisation_id)
    scoped = {m.dispositif_id for m in actor.memberships if m.dispositif_id}
    seated = {m.instance.dispositif_id for m in actor.memberships if m.instance_id}
    organised = dispositif._meta.get_field("instances").related_model.objects.filter(
        dispositif=OuterRef("pk"), organiser=actor.organisation_id, is_active=True
    )
    reasons = Q(Exists(held)) | Q(Exists(organised)) | Q(carrier=actor.organisation_id) | Q(pk__in=scoped | seated)
    return dispositif.objects.filter(reasons)


class ConventionQuerySet(models.QuerySet):
    """Conventions: all those of a dispositif for who runs it, else those her organisation signs."""

    def visible_to(self, actor: Actor):
        whole = {m.dispositif_id for m in actor.memberships_as(*_WHOLE_CONVENTIONS) if m.dispositif_id}
        reasons = Q(dispositif__in=whole)
        if actor.has_role(*_SIGNED_CONVENTIONS):
            signatories = self.model._meta.get_field("signatories").related_model.objects
            reasons |= Q(Exists(signatories.filter(convention=OuterRef("pk"), organisation=actor.organisation_id)))
        return self.filter(reasons)

    def piloted_by(self, actor: Actor):
        """Those of the dispositifs she pilots: hers to write."""
        return self.filter(dispositif__in={m.dispositif_id for m in actor.memberships_as(Role.PROJECT_MANAGER)})

    def with_list_data(self):
        return (
            self.select_related("dispositif")
            .prefetch_related("signatories__organisation")
            .order_by("dispositif__name", "-starts_on", "title", "id")
        )


class OfConventionQuerySet(models.QuerySet):
    """What hangs on a convention is read with it."""

    def visible_to(self, actor: Actor):
        convention = self.model._meta.get_field("convention").related_model
        return self.filter(convention__in=convention.objects.visible_to(actor))
