"""What the actor may do in the register, the directory and the conventions; seeing them is `visible_to`."""

from uuid import UUID

from partners.models import Convention, Organisation, Partnership, RegisteredWorker
from partners.object_rights import may, roles_with
from partners.permissions import dispositifs_piloted_by
from veille.core.actor import Actor

_OWN_ENTRY = roles_with("directory_entry", "W", scope="own")
_PARTNERS_ENTRIES = roles_with("directory_entry", "W", scope="partners of the dispositif")


def can_read_register(actor: Actor) -> bool:
    return may(actor, "social_register", "R")


def can_keep_register(actor: Actor) -> bool:
    """A manager writes the lines of her own organisation."""
    return may(actor, "social_register", "W")


def can_keep_worker(actor: Actor, worker: RegisteredWorker) -> bool:
    """A line belongs to the organisation that keeps it; another employer reads it."""
    return can_keep_register(actor) and worker.organisation_id == actor.organisation_id


def can_read_partners(actor: Actor) -> bool:
    return may(actor, "partner_directory", "R")


def can_add_relay(actor: Actor) -> bool:
    """Who pilots a dispositif names its local relays."""
    return actor.has_role(*_PARTNERS_ENTRIES) and bool(dispositifs_piloted_by(actor))


def can_write_entry(actor: Actor, organisation: Organisation) -> bool:
    """Its own managers, or the pilot of a dispositif it takes part in."""
    if actor.has_role(*_OWN_ENTRY) and organisation.pk == actor.organisation_id:
        return True
    if not actor.has_role(*_PARTNERS_ENTRIES):
        return False
    piloted = dispositifs_piloted_by(actor)
    return Partnership.objects.current().filter(organisation=organisation, dispositif__in=piloted).exists()


def can_read_conventions(actor: Actor) -> bool:
    return may(actor, "convention", "R")


def convention_dispositifs(actor: Actor) -> set[UUID]:
    """The dispositifs whose conventions she writes."""
    return {m.dispositif_id for m in actor.memberships_as(*roles_with("convention", "W")) if m.dispositif_id}


def can_follow_convention(actor: Actor, convention: Convention) -> bool:
    """Note a signature, prepare what follows, or say that nothing will."""
    return convention.dispositif_id in convention_dispositifs(actor)
