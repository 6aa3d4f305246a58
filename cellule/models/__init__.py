from cellule.models.capacity import AvailableDwelling, HousingWish, PlaceDeclaration, Reservation
from cellule.models.decisions import Assignment, Decision
from cellule.models.experts import Capitalised, ExpertMessage, ExpertRequest, ExpertTime
from cellule.models.referrals import Referral
from cellule.models.sessions import AgendaItem, Attendance, Session
from cellule.models.sheets import PresentationSheet
from cellule.models.training import Training, TrainingAttendance, TrainingFeedback

__all__ = [
    "AgendaItem",
    "Assignment",
    "Attendance",
    "AvailableDwelling",
    "Capitalised",
    "Decision",
    "ExpertMessage",
    "ExpertRequest",
    "ExpertTime",
    "HousingWish",
    "PlaceDeclaration",
    "PresentationSheet",
    "Referral",
    "Reservation",
    "Session",
    "Training",
    "TrainingAttendance",
    "TrainingFeedback",
]
