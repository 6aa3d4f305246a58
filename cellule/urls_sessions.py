"""Sheets, sessions, seats, decisions, tasks."""

from django.urls import path

from cellule.views import case_fragment, decisions, seats, sessions, sheets, tasks

session_patterns = [
    path("fiches/", sheets.sheet_list, name="sheet_list"),
    path("fiches/preparer/<uuid:referral>/", sheets.sheet_prepare, name="sheet_prepare"),
    path("fiches/<uuid:pk>/", sheets.sheet_detail, name="sheet_detail"),
    path("fiches/<uuid:pk>/nouvelle-version/", sheets.sheet_renew, name="sheet_renew"),
    path("fiches/<uuid:pk>/fiche.pdf", sheets.sheet_document, name="sheet_document"),
    path("seances/", sessions.session_list, name="session_list"),
    path("seances/nouvelle/", sessions.session_plan, name="session_plan"),
    path("seances/<uuid:pk>/", sessions.session_detail, name="session_detail"),
    path("seances/<uuid:pk>/ouvrir/", sessions.session_open, name="session_open"),
    path("seances/<uuid:pk>/presences/", sessions.session_attendance, name="session_attendance"),
    path("seances/<uuid:pk>/en-seance/<uuid:item>/", decisions.session_at, name="session_at"),
    path("seances/<uuid:pk>/en-seance/<uuid:item>/afficher/", decisions.session_show, name="session_show"),
    path("seances/<uuid:pk>/cloture/", decisions.session_closing, name="session_closing"),
    path("seances/<uuid:pk>/releve.pdf", decisions.session_record, name="session_record"),
    path("instances/<uuid:pk>/sieges/", seats.seat_list, name="seat_list"),
    path("instances/<uuid:pk>/sieges/donner/", seats.seat_give, name="seat_give"),
    path("instances/<uuid:pk>/sieges/<uuid:seat>/retirer/", seats.seat_end, name="seat_end"),
    path("decisions/<uuid:pk>/corriger/", decisions.decision_correct, name="decision_correct"),
    path("dossiers/<uuid:pk>/decisions/fil/", case_fragment.case_fragment, name="case_fragment"),
    path("taches/<uuid:pk>/", tasks.task_detail, name="task_detail"),
]
