from accompaniment.models.assessments import Assessment, AssessmentMark
from accompaniment.models.charters import CharterAgreement
from accompaniment.models.collective import (
    CollectiveAction,
    CollectiveAnimator,
    CollectiveAttendance,
    CollectiveCoOrganiser,
    CollectiveParticipant,
    CollectiveSession,
)
from accompaniment.models.cooperatives import (
    CooperativeCharter,
    CooperativeLoan,
    CooperativeMember,
    ResidentCooperative,
)
from accompaniment.models.diagnoses import Diagnosis, DiagnosisCriterion, DiagnosisFinding, FormerDiagnosis
from accompaniment.models.handovers import HandedFile, Handover
from accompaniment.models.interventions import Intervention
from accompaniment.models.measures import FormerExit, Measure, MeasureLevel, Suspension
from accompaniment.models.meetings import (
    CaseMeeting,
    HandedConclusions,
    MeetingConclusions,
    MeetingDecision,
    MeetingGuest,
)
from accompaniment.models.notes import Note, NoteLevelChange, NoteReader
from accompaniment.models.planning import GroupEntry, PlannedVisit
from accompaniment.models.plans import Action, Objective, Plan, PlanReview
from accompaniment.models.preparation import PreparationCertificate, PreparationInvitation, PreparationSession
from accompaniment.models.relays import CaseRelay
from accompaniment.models.reviews import ProgressReview, ReviewSummary
from accompaniment.models.signatures import Signature, SupportAgreement
from accompaniment.models.solicitations import Solicitation

__all__ = [
    "Action",
    "Assessment",
    "AssessmentMark",
    "CaseMeeting",
    "CaseRelay",
    "CharterAgreement",
    "CollectiveAction",
    "CollectiveAnimator",
    "CollectiveAttendance",
    "CollectiveCoOrganiser",
    "CollectiveParticipant",
    "CollectiveSession",
    "CooperativeCharter",
    "CooperativeLoan",
    "CooperativeMember",
    "Diagnosis",
    "DiagnosisCriterion",
    "DiagnosisFinding",
    "FormerDiagnosis",
    "FormerExit",
    "GroupEntry",
    "HandedConclusions",
    "HandedFile",
    "Handover",
    "Intervention",
    "Measure",
    "MeasureLevel",
    "MeetingConclusions",
    "MeetingDecision",
    "MeetingGuest",
    "Note",
    "NoteLevelChange",
    "NoteReader",
    "Objective",
    "Plan",
    "PlanReview",
    "PlannedVisit",
    "PreparationCertificate",
    "PreparationInvitation",
    "PreparationSession",
    "ProgressReview",
    "ResidentCooperative",
    "ReviewSummary",
    "Signature",
    "Solicitation",
    "SupportAgreement",
    "Suspension",
]
