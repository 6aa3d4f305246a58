from households.models.access import CaseAccess, CaseTeamMember, Exclusion, NamedPerson, TeamPart
from households.models.accounts import AccountSource, ArrearsMonth, Tenancy, TenancyMonth
from households.models.agreements import Adhesion, AdhesionState, Information, InformationState, SharingAgreement
from households.models.budget import MoneyKind, MoneyLine
from households.models.cases import Case, CaseSpell
from households.models.documents import (
    OPENABLE,
    Document,
    DocumentFile,
    DocumentLevelChange,
    DocumentReader,
    ScanState,
)
from households.models.findings import Finding, FindingSource, Strength
from households.models.housing import Dwelling, HousingCorrection, HousingPeriod
from households.models.importing import IMPORT_MOVES, ImportBatch, ImportMapping, ImportState
from households.models.leases import LeaseReview, SlidingLease
from households.models.letters import Letter, LetterKind, LetterLanguage, LetterWording
from households.models.people import (
    ContactDetail,
    ContactKind,
    CustodyRhythm,
    Household,
    Person,
    ProtectedDetail,
    Source,
    TenancyRole,
)
from households.models.places import DwellingCharter, DwellingIncident, TransitionalPlace
from households.models.procedure import HoldReason, ProcedureHold, ProcedureStep
from households.models.protection import DutyCase, EmergencyAccess, EmergencyReason, Restriction, Verdict
from households.models.references import CaseMerge, ExternalReference, ReferenceKind, reference_key
from households.models.retention import ArchiveAccess, CohortMember, ErasureCertificate, LegalHold, ProcessingPurpose
from households.models.rights import AccessItem, RightsRequest
from households.models.stays import StayTerm
from households.models.tracking import NextStep, ReportedContact
from households.models.waiting_lines import HandedOn, PutOff, PutOffReason

__all__ = [
    "IMPORT_MOVES",
    "OPENABLE",
    "AccessItem",
    "AccountSource",
    "Adhesion",
    "AdhesionState",
    "ArchiveAccess",
    "ArrearsMonth",
    "Case",
    "CaseAccess",
    "CaseMerge",
    "CaseSpell",
    "CaseTeamMember",
    "CohortMember",
    "ContactDetail",
    "ContactKind",
    "CustodyRhythm",
    "Document",
    "DocumentFile",
    "DocumentLevelChange",
    "DocumentReader",
    "DutyCase",
    "Dwelling",
    "DwellingCharter",
    "DwellingIncident",
    "EmergencyAccess",
    "EmergencyReason",
    "ErasureCertificate",
    "Exclusion",
    "ExternalReference",
    "Finding",
    "FindingSource",
    "HandedOn",
    "HoldReason",
    "Household",
    "HousingCorrection",
    "HousingPeriod",
    "ImportBatch",
    "ImportMapping",
    "ImportState",
    "Information",
    "InformationState",
    "LeaseReview",
    "LegalHold",
    "Letter",
    "LetterKind",
    "LetterLanguage",
    "LetterWording",
    "MoneyKind",
    "MoneyLine",
    "NamedPerson",
    "NextStep",
    "Person",
    "ProcedureHold",
    "ProcedureStep",
    "ProcessingPurpose",
    "ProtectedDetail",
    "PutOff",
    "PutOffReason",
    "ReferenceKind",
    "ReportedContact",
    "Restriction",
    "RightsRequest",
    "ScanState",
    "SharingAgreement",
    "SlidingLease",
    "Source",
    "StayTerm",
    "Strength",
    "TeamPart",
    "Tenancy",
    "TenancyMonth",
    "TenancyRole",
    "TransitionalPlace",
    "Verdict",
    "reference_key",
]
