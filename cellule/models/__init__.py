from cellule.models.alerts import SocialAlert
from cellule.models.calendar import CalendarFeed, ClosingPeriod, MeetingHabits
from cellule.models.candidatures import Candidature, HousingOffer
from cellule.models.capacity import AvailableDwelling, HousingWish, PlaceDeclaration, Reservation
from cellule.models.commissions import CommissionPassage
from cellule.models.decisions import Assignment, Decision, DecisionCondition
from cellule.models.experts import Capitalised, ExpertMessage, ExpertRequest, ExpertTime
from cellule.models.held import ApprovalRule, HeldReferral
from cellule.models.invitations import SessionInvitation
from cellule.models.live import Opinion, SessionAdvice, Withdrawal
from cellule.models.minutes import Minutes, MinutesEntry, MinutesExtract
from cellule.models.outside import Consultation, ConsultedMember, Entitlement, OutsideDecision
from cellule.models.prescribers import PrescriberPage, PrescriberPublication
from cellule.models.referrals import Referral
from cellule.models.session_documents import SessionDocument
from cellule.models.sessions import AgendaItem, Attendance, Session
from cellule.models.sheets import PresentationSheet
from cellule.models.training import Training, TrainingAttendance, TrainingFeedback

__all__ = [
    "AgendaItem",
    "ApprovalRule",
    "Assignment",
    "Attendance",
    "AvailableDwelling",
    "CalendarFeed",
    "Candidature",
    "Capitalised",
    "ClosingPeriod",
    "CommissionPassage",
    "Consultation",
    "ConsultedMember",
    "Decision",
    "DecisionCondition",
    "Entitlement",
    "ExpertMessage",
    "ExpertRequest",
    "ExpertTime",
    "HeldReferral",
    "HousingOffer",
    "HousingWish",
    "MeetingHabits",
    "Minutes",
    "MinutesEntry",
    "MinutesExtract",
    "Opinion",
    "OutsideDecision",
    "PlaceDeclaration",
    "PrescriberPage",
    "PrescriberPublication",
    "PresentationSheet",
    "Referral",
    "Reservation",
    "Session",
    "SessionAdvice",
    "SessionDocument",
    "SessionInvitation",
    "SocialAlert",
    "Training",
    "TrainingAttendance",
    "TrainingFeedback",
    "Withdrawal",
]
