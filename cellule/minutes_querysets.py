"""Who reads a compte rendu: its secretary while it is written, then each organisation in its part."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cellule.outside_choices import MinutesState
from cellule.querysets import instances_kept_by, instances_seated_at, open_to_keeper
from partners.object_rights import may, roles_with
from partners.roles import Right, Section
from veille.core.actor import Actor

_GIVEN = (MinutesState.FROZEN, MinutesState.SUPERSEDED)


class MinutesQuerySet(models.QuerySet):
    """Drafts and versions for who keeps the instance; what was given out, for its seats."""

    def visible_to(self, actor: Actor):
        kept = Q(session__instance__in=instances_kept_by(actor))
        seats = instances_seated_at(actor, roles_with("session_record", "R"))
        readable = may(actor, "session_record", "R")
        return self.filter(kept | Q(session__instance__in=seats, state__in=_GIVEN)) if readable else self.none()


class MinutesEntryQuerySet(models.QuerySet):
    """The entries of her organisation and the part of everybody; all of them where her role reads the whole record."""

    def visible_to(self, actor: Actor):
        if not may(actor, "session_record", "R"):
            return self.none()
        kept = Q(session__instance__in=instances_kept_by(actor)) & (
            Q(case=None) | open_to_keeper(actor, self._case(), "case")
        )
        return self.filter(kept | self._read_from_a_seat(actor), ~Exists(self._hidden_from(actor)))

    def _read_from_a_seat(self, actor: Actor) -> Q:
        """What each of her seats opens, in its own instance and no other."""
        whole = instances_seated_at(actor, roles_with("session_record", "R", scope="seat"))
        part = instances_seated_at(actor, roles_with("session_record", "R"))
        hers = Q(case=None) | self.concerning(actor.organisation_id)
        return Q(minutes__state__in=_GIVEN) & (Q(session__instance__in=whole) | (Q(session__instance__in=part) & hers))

    def concerning(self, organisation) -> Q:
        """What an organisation reads of a session by what it does there."""
        through = self.model.readers.through._base_manager
        return Q(Exists(through.filter(minutesentry=OuterRef("pk"), organisation=organisation)))

    def returned_to_file(self, actor: Actor):
        """The extracts that the file shows to whom its decisions are open."""
        cases = self._case().objects.visible_to(actor, Section.DECISION, Right.READ)
        return self.filter(case__in=cases.values("pk"), minutes__state=MinutesState.FROZEN)

    def in_meeting_order(self):
        return self.order_by("position", "id")

    def _hidden_from(self, actor: Actor):
        exclusions = self._case()._meta.get_field("exclusions").related_model.objects
        return exclusions.filter(case=OuterRef("case"), user=actor.user_id)

    def _case(self) -> type[models.Model]:
        return self.model._meta.get_field("case").related_model


class MinutesExtractQuerySet(models.QuerySet):
    """What was handed over, for who keeps the instance."""

    def visible_to(self, actor: Actor):
        entries = self.model._meta.get_field("entry").related_model.objects.visible_to(actor)
        return self.filter(entry__in=entries.values("pk"), entry__session__instance__in=instances_kept_by(actor))
