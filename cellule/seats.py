"""The seats of an instance: which ones she may give, who sits, what may be withdrawn here."""

from django.db.models import Q, QuerySet

from cellule.querysets import instances_kept_by, instances_seated_at
from partners.models import Instance, Membership
from partners.object_rights import may, roles_with
from partners.permissions import dispositifs_piloted_by
from partners.roles import Role
from veille.core.actor import Actor

# The secretary reads the sheets because she keeps the instance: hers is no seat.
SEATED_ROLES = roles_with("sheet_frozen", "R", scope="seat") | roles_with("sheet_frozen", "R", scope="own or seat")


def instances_filled_by(actor: Actor) -> QuerySet[Instance]:
    """Those whose seats she gives: the ones she keeps, and those of the dispositif she pilots."""
    if not may(actor, "instance_seats", "W"):
        return Instance.objects.none()
    piloted = Q(dispositif__in=dispositifs_piloted_by(actor))
    return Instance.objects.filter(piloted | Q(pk__in=instances_kept_by(actor)))


def instances_seen_by(actor: Actor) -> QuerySet[Instance]:
    return Instance.objects.filter(Q(pk__in=instances_filled_by(actor)) | Q(pk__in=instances_seated_at(actor)))


def fills(actor: Actor, instance: Instance) -> bool:
    return instances_filled_by(actor).filter(pk=instance.pk).exists()


def seats_of(instance: Instance) -> QuerySet[Membership]:
    """Who reads its frozen sheets today."""
    seats = Membership.objects.current().filter(instance=instance, role__in=SEATED_ROLES, user__is_active=True)
    return seats.select_related("user", "organisation").order_by("organisation__sort_name", "user__last_name", "id")


def can_end_seat(actor: Actor, seat: Membership) -> bool:
    """One that is only a seat, and not her own; a role that its organisation gave is its organisation's to end."""
    return seat.role == Role.INSTANCE_MEMBER and seat.user_id != actor.user_id
