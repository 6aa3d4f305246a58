from partners.models.absences import Absence
from partners.models.conventions import (
    CONFIDED_SECTIONS,
    Convention,
    ConventionKind,
    ConventionPaper,
    ConventionPurchase,
    ConventionSignatory,
    PurchaseUnit,
    SharedInformation,
    SharingBasis,
    SignatoryPart,
)
from partners.models.digests import Digest, DigestDay, WeekDay
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
from partners.models.network import (
    DirectoryEntry,
    RegisteredFunction,
    RegisteredWorker,
    WorkerEmployment,
    WorkerProfile,
)
from partners.models.organisations import Organisation, OrganisationKind
from partners.models.people import Invitation, Membership, User
from partners.models.places import Commune

__all__ = [
    "CONFIDED_SECTIONS",
    "Absence",
    "Commune",
    "Convention",
    "ConventionKind",
    "ConventionPaper",
    "ConventionPurchase",
    "ConventionSignatory",
    "Digest",
    "DigestDay",
    "DirectoryEntry",
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
    "PurchaseUnit",
    "RegisteredFunction",
    "RegisteredWorker",
    "SharedInformation",
    "SharingBasis",
    "SignatoryPart",
    "Site",
    "Territory",
    "User",
    "WeekDay",
    "WorkerEmployment",
    "WorkerProfile",
]
