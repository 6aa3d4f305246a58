"""Addresses of diagnoses and of assessment grids."""

from django.urls import path

from accompaniment.views import assessments, corrections, diagnoses

urlpatterns = [
    path("diagnostics/<uuid:pk>/", diagnoses.diagnosis_detail, name="diagnosis_detail"),
    path("diagnostics/<uuid:pk>/preconisation/", diagnoses.diagnosis_document, name="diagnosis_document"),
    path("diagnostics/<uuid:pk>/corriger/", corrections.diagnosis_correct, name="diagnosis_correct"),
    path("diagnostics/versions/<uuid:pk>/", corrections.diagnosis_former, name="diagnosis_former"),
    path("dossiers/<uuid:pk>/accompagnement/diagnostic/", assessments.diagnosis_fragment, name="diagnosis_fragment"),
    path("accompagnements/<uuid:pk>/grilles/", assessments.assessment_list, name="assessment_list"),
    path("accompagnements/<uuid:pk>/grilles/nouvelle/", assessments.assessment_create, name="assessment_create"),
    path("grilles/<uuid:pk>/corriger/", assessments.assessment_edit, name="assessment_edit"),
]
