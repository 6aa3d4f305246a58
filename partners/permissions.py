"""Who may give roles, create organisations, configure dispositifs."""

from uuid import UUID

from partners.models import Dispositif, Instance, Membership, Organisation, OrganisationKind, Partnership
from partners.object_rights import may, roles_with
from partners.roles import ASSOCIATION_ROLES, MANAGER_ROLES, Role
from veille.core.actor import Actor

_ROLES_OF = {
    OrganisationKind.LANDLORD: frozenset(role for role in Role if role.startswith("landlord_")),
    OrganisationKind.ASSOCIATION: ASSOCIATION_ROLES,
    OrganisationKind.STATE: frozenset({Role.STATE_SERVICE}),
}
_ROLES_ANYWHERE = frozenset({Role.REFERRER, Role.EXPERT, Role.TRAINER, Role.DPO})


def can_read_roles(actor: Actor) -> bool:
    """A manager and the data protection officer, in their own organisation."""
    return may(actor, "memberships", "R")


def can_give_roles(actor: Actor) -> bool:
    """A manager, in her own organisation."""
    return may(actor, "memberships", "W")


def can_end_membership(actor: Actor, membership: Membership) -> bool:
    """A manager, in her organisation, never her own role."""
    own = membership.organisation_id == actor.organisation_id and membership.user_id != actor.user_id
    return own and can_give_roles(actor)


def can_give_competences(actor: Actor, membership: Membership) -> bool:
    """A manager says what an expert of hers answers for, never what she would herself."""
    return membership.role == Role.EXPERT and can_end_membership(actor, membership)


def can_read_directory(actor: Actor) -> bool:
    """The partners of a dispositif, for those who work with them or keep the list."""
    return may(actor, "partner_directory", "R") or may(actor, "organisations", "R")


def can_create_organisation(actor: Actor) -> bool:
    return may(actor, "organisations", "W")


def can_invite_first_manager(actor: Actor, organisation: Organisation) -> bool:
    """Whoever creates organisations, as long as nobody manages this one; a pilot, not for the partners of others."""
    managed = Membership.objects.current().filter(organisation=organisation, role__in=MANAGER_ROLES)
    if managed.exists() or not can_create_organisation(actor):
        return False
    everywhere = roles_with("organisations", "W", scope=None)
    own = [m.dispositif_id for m in actor.memberships if m.dispositif_id]
    elsewhere = Partnership.objects.current().filter(organisation=organisation).exclude(dispositif__in=own)
    return actor.has_role(*everywhere) or not elsewhere.exists()


def can_configure(actor: Actor) -> bool:
    return may(actor, "dispositif_configuration", "W")


def can_configure_dispositif(actor: Actor, dispositif: Dispositif) -> bool:
    """Its bodies and their rules: who configures that one, or any that her own organisation carries."""
    held = actor.memberships_as(*roles_with("dispositif_configuration", "W"))
    if dispositif.carrier_id == actor.organisation_id and held:
        return True
    return any(membership.dispositif_id == dispositif.pk for membership in held)


def can_read_configuration(actor: Actor) -> bool:
    return may(actor, "dispositif_configuration", "R")


def dispositifs_piloted_by(actor: Actor) -> set[UUID]:
    return {m.dispositif_id for m in actor.memberships_as(Role.PROJECT_MANAGER) if m.dispositif_id}


def roles_to_give(organisation: Organisation) -> list[str]:
    """The roles that make sense in an organisation.

    Those of the pilot are given by the configuration, a seat by the secretary of its instance or the pilot. Who
    organises an instance names its secretary, as every role that reads files.
    """
    own = _ROLES_OF.get(OrganisationKind(organisation.kind), frozenset())
    if Instance.objects.filter(organiser=organisation, is_active=True).exists():
        own |= {Role.INSTANCE_SECRETARY}
    return [role for role in Role.values if role in own | _ROLES_ANYWHERE]
