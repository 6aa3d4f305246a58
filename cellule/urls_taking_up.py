"""Addresses of the operator's acts that move the orientation, and of the end of a file."""

from django.urls import path

from cellule.views import ending, taking_up

taking_up_patterns = [
    path("dossiers/<uuid:pk>/clore/", ending.case_close, name="case_close"),
    path("accompagnements/<uuid:pk>/demarrer/", taking_up.measure_start, name="measure_start"),
    path("diagnostics/<uuid:pk>/rendre/", taking_up.diagnosis_report, name="diagnosis_report"),
    path("diagnostics/<uuid:pk>/non-realise/", taking_up.diagnosis_not_done, name="diagnosis_not_done"),
    path("diagnostics/<uuid:pk>/reprendre/", taking_up.diagnosis_again, name="diagnosis_again"),
]
