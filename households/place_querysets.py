"""Who reads the inventory of transitional places, and what is told of a shared dwelling.

A place is its manager's and its operator's; who lives there is read through the file alone. A secret place is
shown to persons named: on the place itself, or on the file of who lives or lived there.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from households.querysets import named_on
from partners.object_rights import roles_with
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor

_READING = roles_with("place_inventory", "R")
_KEEPING = roles_with("place_inventory", "W")
_COUNTING = roles_with("place_inventory", "N", scope=None)
_TELLING = roles_with("dwelling_incident", "W", scope="hers") | roles_with("dwelling_incident", "W", scope="own")
_OWNER_READING = roles_with("dwelling_incident", "R", scope="own or shared")
_OWNER_TELLING = roles_with("dwelling_incident", "W", scope="own or shared")


def _model(name: str) -> type[models.Model]:
    return apps.get_model("households", name)


def _inside(actor: Actor, roles: frozenset[str]) -> Q | None:
    """The dispositifs where one of these roles of hers applies; None when she has none of them."""
    held = actor.memberships_as(*roles)
    if not held:
        return None
    if any(membership.dispositif_id is None for membership in held):
        return Q()
    return Q(dispositif__in={membership.dispositif_id for membership in held})


class PlaceQuerySet(models.QuerySet):
    """Transitional places."""

    def visible_to(self, actor: Actor):
        """Those her organisation manages or accompanies in; a secret one if she is named."""
        scope = _inside(actor, _READING)
        if scope is None:
            return self.none()
        own = Q(manager=actor.organisation_id) | Q(operator=actor.organisation_id)
        return self.filter(own, scope, Q(dwelling__is_secret=False) | _named_in(actor))

    def kept_by(self, actor: Actor):
        """Those her organisation writes in the inventory."""
        scope = _inside(actor, _KEEPING)
        return self.none() if scope is None else self.visible_to(actor).filter(scope, manager=actor.organisation_id)

    def countable_by(self, actor: Actor):
        """Places that may enter a number: never a secret one, even for who is shown it."""
        shown = Q(pk__in=self.model.objects.visible_to(actor).values("pk"))
        counted = _inside(actor, _COUNTING)
        if counted:  # the pilot follows the dispositif she is named for
            shown |= counted
        return self.filter(shown, dwelling__is_secret=False)

    def standing(self, day=None):
        """In the inventory on a day, today by default."""
        day = day or clock.today()
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))

    def open_on(self, day):
        """Those that may house somebody on a day."""
        ends = Q(dwelling__available_until=None) | Q(dwelling__available_until__gte=day)
        return self.standing(day).filter(ends, available_from__lte=day)

    def with_occupancy(self, day=None):
        """Whether somebody lives there, and the last day somebody did: of the place, not of a household."""
        day = day or clock.today()
        stays = _model("HousingPeriod").objects.filter(place_held=OuterRef("pk"))
        left = stays.filter(ends_on__lt=day).order_by("-ends_on", "pk")
        return self.annotate(
            is_taken=Exists(stays.current(day)), last_left_on=Subquery(left.values("ends_on")[:1])
        ).order_by("dispositif__name", "manager__sort_name", "dwelling__commune__sort_name", "dwelling", "name", "pk")

    def with_list_data(self):
        related = ("dispositif", "manager", "operator", "dwelling__commune", "dwelling__landlord")
        return self.select_related(*related).with_occupancy()


def _named_in(actor: Actor) -> Q:
    """Named on the place, or on the file of a household that lives or lived there."""
    case_model = _model("Case")
    stays = _model("HousingPeriod").objects.filter(named_on(case_model, actor, "case"), place_held=OuterRef("pk"))
    open_to_her = stays.filter(case__in=case_model.objects.not_hidden_from(actor).values("pk"))
    on_the_place = _model("TransitionalPlace").named_people.through.objects.filter(user=actor.user_id)
    return Q(Exists(open_to_her)) | Q(pk__in=on_the_place.values("transitionalplace"))  # no join: one row a place


class DwellingQuerySet(models.QuerySet):
    """Dwellings as places: never as where somebody lives."""

    def visible_to(self, actor: Actor):
        """Where her organisation holds a place, accompanies a resident, or was told of something."""
        return self.filter(self._held_or_lived_in(actor) | Q(pk__in=self._told_to(actor)))

    def ruled_for(self, actor: Actor):
        """Those whose charter she reads: a landlord told of an incident does not learn how one lives there."""
        return self.filter(self._held_or_lived_in(actor))

    def _held_or_lived_in(self, actor: Actor) -> Q:
        return self._with_her_places(actor) | self._with_her_residents(actor)

    def told_of_by(self, actor: Actor):
        """Those of which she may note what happens: its manager, the associations of its residents."""
        found = self._with_her_residents(actor)
        if actor.has_role(*_TELLING, *_OWNER_TELLING):
            found |= self._with_her_places(actor, manager=actor.organisation_id)
        return self.filter(found)

    def kept_by(self, actor: Actor):
        """Those whose places her organisation keeps, written by her: their charter is hers to write."""
        kept = _model("TransitionalPlace").objects.kept_by(actor)
        return self.filter(Exists(kept.filter(dwelling=OuterRef("pk"))))

    def _with_her_places(self, actor: Actor, **fields) -> Q:
        places = _model("TransitionalPlace").objects.visible_to(actor).filter(dwelling=OuterRef("pk"), **fields)
        return Q(Exists(places))

    def _with_her_residents(self, actor: Actor) -> Q:
        """A household of hers lives there now: she reads what her association does with it."""
        if not actor.has_role(*_TELLING):
            return Q(pk__in=[])
        hers = _model("Case").objects.visible_to(actor, Section.INTERVENTIONS, Right.READ)
        stays = _model("HousingPeriod").objects.visible_to(actor).current(clock.today())
        here = stays.filter(place_held__dwelling=OuterRef("pk"), case__in=hers.values("pk"))
        return Q(Exists(here))

    def _told_to(self, actor: Actor) -> QuerySet:
        """Of a landlord: the dwellings of which something was shared with it."""
        if not actor.has_role(*_OWNER_READING, *_OWNER_TELLING):
            return self.model.objects.none().values("pk")
        shared = _model("DwellingIncident").objects.exclude(shared_on=None)
        return shared.filter(dwelling__landlord=actor.organisation_id, dwelling__is_secret=False).values("dwelling")


class CharterQuerySet(models.QuerySet):
    """Charters name nobody: read by who holds a place of the dwelling, or accompanies a resident."""

    def visible_to(self, actor: Actor):
        dwellings = self.model._meta.get_field("dwelling").related_model.objects.ruled_for(actor)
        return self.filter(dwelling__in=dwellings.values("pk"))

    def in_force(self):
        """The last version of each dwelling."""
        later = self.model.objects.filter(dwelling=OuterRef("dwelling"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))


class IncidentQuerySet(models.QuerySet):
    """What happened in a dwelling: for its manager and the associations of those who live there now.

    A landlord reads what it noted itself, and what was shared with it; managing the place changes nothing to that.
    """

    def visible_to(self, actor: Actor):
        dwellings = self.model._meta.get_field("dwelling").related_model.objects
        reasons = Q(pk__in=[])
        if actor.has_role(*_TELLING):
            reasons |= Q(dwelling__in=dwellings.told_of_by(actor).values("pk"))
        if actor.has_role(*_OWNER_READING, *_OWNER_TELLING):
            its_own = Q(organisation=actor.organisation_id) | Q(shared_on__isnull=False)
            reasons |= its_own & Q(dwelling__in=dwellings.visible_to(actor).values("pk"))
        return self.filter(reasons)

    def kept_by(self, actor: Actor):
        """Those she goes on writing: noted by her organisation, on a dwelling she still sees."""
        if not actor.has_role(*_TELLING, *_OWNER_TELLING):
            return self.none()
        return self.visible_to(actor).filter(organisation=actor.organisation_id)
