from cellule.models.calendar import CalendarFeed, ClosingPeriod, MeetingHabits
from cellule.models.candidatures import Candidature, HousingOffer
from cellule.models.capacity import AvailableDwelling, HousingWish, PlaceDeclaration, Reservation
from cellule.models.commissions import CommissionPassage
from cellule.models.decisions import Assignment, Decision, DecisionCondition
from cellule.models.experts import Capitalised, ExpertMessage, ExpertRequest, ExpertTime
from cellule.models.invitations import SessionInvitation
from cellule.models.referrals import Referral
from cellule.models.sessions import AgendaItem, Attendance, Session
from cellule.models.sheets import PresentationSheet
from cellule.models.training import Training, TrainingAttendance, TrainingFeedback

__all__ = [
    "AgendaItem",
    "Assignment",
    "Attendance",
    "AvailableDwelling",
    "CalendarFeed",
    "Candidature",
    "Capitalised",
    "ClosingPeriod",
    "CommissionPassage",
    "Decision",
    "DecisionCondition",
    "ExpertMessage",
    "ExpertRequest",
    "ExpertTime",
    "HousingOffer",
    "HousingWish",
    "MeetingHabits",
    "PlaceDeclaration",
    "PresentationSheet",
    "Referral",
    "Reservation",
    "Session",
    "SessionInvitation",
    "Training",
    "TrainingAttendance",
    "TrainingFeedback",
]
