"""Who sees requests to the experts, their time, what was capitalised, and trainings."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cellule.expertise_choices import CapitalisedState
from households.note_levels import NoteLevel, is_open_to
from partners.competences import competences_of
from partners.models import Partnership, PartnershipPart
from partners.object_rights import roles_with
from partners.partnerships import dispositifs_reached
from veille.core.actor import Actor

_NOTHING = Q(pk__in=())


def dispositifs_asked_in(actor: Actor) -> models.QuerySet:
    """Where she may ask the experts."""
    return dispositifs_reached(actor, *roles_with("expert_request", "W", scope="own"))


def dispositifs_advised_by(actor: Actor) -> models.QuerySet:
    """Where she answers as an expert: the pilot has given her organisation that part there.

    Without it, a manager could give the role and note the competence herself.
    """
    reached = dispositifs_reached(actor, *roles_with("expert_request", "W", scope="hers"))
    parts = Partnership.objects.current().filter(organisation=actor.organisation_id, part=PartnershipPart.EXPERT)
    return reached.filter(pk__in=parts.values("dispositif"))


def dispositifs_counted_by(actor: Actor) -> models.QuerySet:
    """Where she follows the work of the experts in numbers: the pilot and the coordinator name their dispositif."""
    counting = roles_with("expert_request", "N") - roles_with("expert_request", "W")
    return dispositifs_reached(actor, *counting, named_only=True)


class ExpertRequestQuerySet(models.QuerySet):
    """Requests of her organisation, and those addressed to the competence she answers for."""

    def visible_to(self, actor: Actor):
        return self.filter(self._asked_by(actor) | self.addressed(actor))

    def _asked_by(self, actor: Actor) -> Q:
        """What her organisation asked; about a file, as long as she sees that file."""
        if not actor.roles & roles_with("expert_request", "W", scope="own"):
            return _NOTHING
        seen = self._case_model().objects.visible_to(actor)
        return Q(organisation=actor.organisation_id) & (Q(case=None) | Q(case__in=seen.values("pk")))

    def addressed(self, actor: Actor) -> Q:
        """She holds the competence; a declared conflict of interest hides the request as well."""
        if not actor.roles & roles_with("expert_request", "W", scope="hers"):
            return _NOTHING
        exclusions = self._case_model()._meta.get_field("exclusions").related_model.objects
        hidden = exclusions.filter(case=OuterRef("case"), user=actor.user_id)
        return Q(
            ~Exists(hidden),
            competence__in=competences_of(actor),
            dispositif__in=dispositifs_advised_by(actor),
        )

    def addressed_to(self, actor: Actor):
        return self.filter(self.addressed(actor))

    def countable_by(self, actor: Actor):
        """Numbers, and rows without any text nor any name."""
        return self.filter(dispositif__in=dispositifs_counted_by(actor))

    def with_list_data(self):
        return self.select_related("dispositif", "organisation", "asked_by", "taken_by").order_by("-asked_on", "id")

    def _case_model(self) -> type[models.Model]:
        return self.model._meta.get_field("case").related_model


class ExpertMessageQuerySet(models.QuerySet):
    """The exchange between who asked and the experts of the request."""

    def visible_to(self, actor: Actor):
        if not is_open_to(actor, NoteLevel.EXPERT_EXCHANGE):
            return self.none()
        request = self.model._meta.get_field("request").related_model
        return self.filter(request__in=request.objects.visible_to(actor))


class ExpertTimeQuerySet(models.QuerySet):
    """Her own entries; numbers for who follows the dispositif."""

    def visible_to(self, actor: Actor):
        return self.filter(expert=actor.user_id, organisation=actor.organisation_id)

    def countable_by(self, actor: Actor):
        return self.filter(dispositif__in=dispositifs_counted_by(actor))


class CapitalisedQuerySet(models.QuerySet):
    """What is published is read by the partners; what is not, by those who reread it."""

    def visible_to(self, actor: Actor):
        readers, writers = roles_with("capitalised_answers", "R"), roles_with("capitalised_answers", "W")
        published = Q(state=CapitalisedState.PUBLISHED, dispositif__in=dispositifs_reached(actor, *readers))
        return self.filter(published | Q(dispositif__in=dispositifs_reached(actor, *writers)))

    def kept_by(self, actor: Actor):
        """Those she may reread, publish or set aside."""
        return self.filter(dispositif__in=dispositifs_reached(actor, *roles_with("capitalised_answers", "W")))

    def with_list_data(self):
        return self.select_related("dispositif", "proposed_by").order_by("-published_on", "-proposed_on", "id")


class TrainingQuerySet(models.QuerySet):
    """Trainings of the dispositifs she works in."""

    def visible_to(self, actor: Actor):
        return self.filter(dispositif__in=dispositifs_reached(actor, *roles_with("training_session", "R")))

    def kept_by(self, actor: Actor):
        """Those she plans and follows; a trainer, hers."""
        keepers = roles_with("training_session", "W", scope=None)
        reasons = Q(dispositif__in=dispositifs_reached(actor, *keepers))
        if actor.roles & roles_with("training_session", "W", scope="hers"):
            trained = Q(trainer=actor.user_id) | Q(trainer=None, trainer_organisation=actor.organisation_id)
            reasons |= trained & Q(dispositif__in=dispositifs_reached(actor, *actor.roles))
        return self.filter(reasons)

    def with_list_data(self):
        return self.select_related("dispositif", "territory", "trainer", "trainer_organisation").order_by(
            "-held_on", "id"
        )
