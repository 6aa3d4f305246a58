from partners.models.dispositifs import (
    Dispositif,
    DispositifVersion,
    Instance,
    Milestone,
    Partnership,
    PartnershipPart,
    Site,
    Territory,
)
from partners.models.duty import DutyShift
from partners.models.organisations import Organisation, OrganisationKind
from partners.models.people import Invitation, Membership, User
from partners.models.places import Commune

__all__ = [
    "Commune",
    "Dispositif",
    "DispositifVersion",
    "DutyShift",
    "Instance",
    "Invitation",
    "Membership",
    "Milestone",
    "Organisation",
    "OrganisationKind",
    "Partnership",
    "PartnershipPart",
    "Site",
    "Territory",
    "User",
]
