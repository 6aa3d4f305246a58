from households.models.access import CaseAccess, CaseTeamMember, Exclusion, NamedPerson, TeamPart
from households.models.agreements import Adhesion, AdhesionState, Information, InformationState, SharingAgreement
from households.models.cases import Case, CaseSpell
from households.models.findings import Finding, FindingSource
from households.models.housing import Dwelling, HousingPeriod, ProcedureStep
from households.models.people import (
    ContactDetail,
    ContactKind,
    Household,
    Person,
    ProtectedDetail,
    Source,
    TenancyRole,
)

__all__ = [
    "Adhesion",
    "AdhesionState",
    "Case",
    "CaseAccess",
    "CaseSpell",
    "CaseTeamMember",
    "ContactDetail",
    "ContactKind",
    "Dwelling",
    "Exclusion",
    "Finding",
    "FindingSource",
    "Household",
    "HousingPeriod",
    "Information",
    "InformationState",
    "NamedPerson",
    "Person",
    "ProcedureStep",
    "ProtectedDetail",
    "SharingAgreement",
    "Source",
    "TeamPart",
    "TenancyRole",
]
