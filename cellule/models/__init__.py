from cellule.models.decisions import Assignment, Decision
from cellule.models.referrals import Referral
from cellule.models.sessions import AgendaItem, Attendance, Session
from cellule.models.sheets import PresentationSheet

__all__ = ["AgendaItem", "Assignment", "Attendance", "Decision", "PresentationSheet", "Referral", "Session"]
