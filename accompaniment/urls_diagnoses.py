"""Addresses of diagnoses and of assessment grids."""

from django.urls import path

from accompaniment.views import diagnoses

urlpatterns = [
    path("diagnostics/<uuid:pk>/", diagnoses.diagnosis_detail, name="diagnosis_detail"),
    path("diagnostics/<uuid:pk>/preconisation/", diagnoses.diagnosis_document, name="diagnosis_document"),
]
