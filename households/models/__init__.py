from households.models.access import CaseAccess, CaseTeamMember, Exclusion, NamedPerson, TeamPart
from households.models.accounts import AccountSource, ArrearsMonth, Tenancy, TenancyMonth
from households.models.agreements import Adhesion, AdhesionState, Information, InformationState, SharingAgreement
from households.models.budget import MoneyKind, MoneyLine
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
    "AccountSource",
    "Adhesion",
    "AdhesionState",
    "ArrearsMonth",
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
    "MoneyKind",
    "MoneyLine",
    "NamedPerson",
    "Person",
    "ProcedureStep",
    "ProtectedDetail",
    "SharingAgreement",
    "Source",
    "TeamPart",
    "Tenancy",
    "TenancyMonth",
    "TenancyRole",
]
