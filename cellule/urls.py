"""Addresses of the package: orientations, sheets and sessions, then the acts that take an orientation up."""

from cellule.urls_bodies import body_patterns
from cellule.urls_calendar import calendar_patterns
from cellule.urls_candidatures import candidature_patterns
from cellule.urls_capacity import capacity_patterns
from cellule.urls_doors import door_patterns
from cellule.urls_experts import expert_patterns
from cellule.urls_live import live_patterns
from cellule.urls_minutes import minutes_patterns
from cellule.urls_outside import outside_patterns
from cellule.urls_preparation import preparation_patterns
from cellule.urls_referrals import referral_patterns
from cellule.urls_sessions import session_patterns
from cellule.urls_taking_up import taking_up_patterns

app_name = "cellule"
urlpatterns = [
    *body_patterns,
    *calendar_patterns,
    *candidature_patterns,
    *capacity_patterns,
    *door_patterns,
    *expert_patterns,
    *live_patterns,
    *minutes_patterns,
    *outside_patterns,
    *preparation_patterns,
    *referral_patterns,
    *session_patterns,
    *taking_up_patterns,
]
