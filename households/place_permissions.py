"""Who writes in the inventory and about a shared dwelling; seeing them is `visible_to`."""

from households.models import Dwelling, DwellingIncident, TransitionalPlace
from partners.models import OrganisationKind
from partners.object_rights import may
from veille.core.actor import Actor
from veille.core.formats import far_date


def can_read_places(actor: Actor) -> bool:
    """The inventory of her organisation, or the figures of her dispositif."""
    return may(actor, "place_inventory", "N")


def can_keep_places(actor: Actor) -> bool:
    """Her own organisation's, if it houses people: an association or a landlord."""
    kinds = (OrganisationKind.LANDLORD, OrganisationKind.ASSOCIATION)
    return may(actor, "place_inventory", "W") and actor.organisation.kind in kinds


def can_keep(actor: Actor, place: TransitionalPlace) -> bool:
    return TransitionalPlace.objects.kept_by(actor).filter(pk=place.pk).exists()


def can_write_charter(actor: Actor, dwelling: Dwelling) -> bool:
    return Dwelling.objects.kept_by(actor).filter(pk=dwelling.pk).exists()


def can_note_incident(actor: Actor, dwelling: Dwelling) -> bool:
    """The managing organisation, the associations of its residents."""
    return may(actor, "dwelling_incident", "W") and Dwelling.objects.told_of_by(actor).filter(pk=dwelling.pk).exists()


def can_follow(actor: Actor, incident: DwellingIncident) -> bool:
    """Whoever noted it goes on writing it: her organisation."""
    return DwellingIncident.objects.kept_by(actor).filter(pk=incident.pk).exists()


def can_share(actor: Actor, incident: DwellingIncident) -> bool:
    """An association decides that a landlord reads what it noted; a landlord's own note is its own."""
    return can_follow(actor, incident) and not incident.shared_on and not _is_landlord(actor)


def acts_on(actor: Actor, incident: DwellingIncident) -> tuple[bool, bool]:
    """`can_follow` and `can_share`, for a row that its list has shown already: no query."""
    is_ours = may(actor, "dwelling_incident", "W") and incident.organisation_id == actor.organisation_id
    return is_ours, is_ours and not incident.shared_on and not _is_landlord(actor)


def _is_landlord(actor: Actor) -> bool:
    return actor.organisation.kind == OrganisationKind.LANDLORD


def can_read_charter(actor: Actor, dwelling: Dwelling) -> bool:
    return Dwelling.objects.ruled_for(actor).filter(pk=dwelling.pk).exists()


def incident_readers(actor: Actor, incident: DwellingIncident | None = None) -> str:
    """Who will read what is noted of a dwelling, from the rule; of an incident already shared, what follows too."""
    if _is_landlord(actor):
        return "Lu par votre organisme et par les associations des ménages qui y vivent. N’entre dans aucun dossier."
    landlord = "Le bailleur ne le lit que si vous le partagez."
    if incident and incident.shared_on:
        landlord = f"Le bailleur le lit aussi, partagé avec lui le {far_date(incident.shared_on)}."
    return (
        f"Lu par l’association qui gère la place et par celles des ménages qui y vivent. {landlord} "
        "N’entre dans aucun dossier."
    )
