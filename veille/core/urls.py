"""The kernel's own pages: drafts while typing, progress of a run."""

from django.urls import path

from veille.core import views

app_name = "core"
urlpatterns = [
    path("brouillons/<slug:form>/", views.draft_save, name="draft_save"),
    path("travaux/<uuid:pk>/", views.run_detail, name="run_detail"),
    path("travaux/<uuid:pk>/avancement/", views.run_fragment, name="run_fragment"),
    path("travaux/<uuid:pk>/relancer/", views.run_again, name="run_again"),
]
