"""Addresses of the package."""

from django.urls import path

from reports import views, views_cohort

app_name = "reports"
urlpatterns = [
    path("", views.dashboard_first, name="dashboard"),
    path("documents/<uuid:pk>/", views.document_download, name="document_download"),
    path("documents/<uuid:pk>/publier/", views.document_publish, name="document_publish"),
    path("<uuid:pk>/", views.dashboard_detail, name="dashboard_detail"),
    path("<uuid:pk>/indicateurs/", views.indicator_list, name="indicator_list"),
    path("<uuid:pk>/fiche-projet/", views.fiche_edit, name="fiche_edit"),
    path("<uuid:pk>/cohorte/", views_cohort.cohort_detail, name="cohort_detail"),
    path("<uuid:pk>/documents/<slug:kind>/", views.document_ask, name="document_ask"),
    path("<uuid:pk>/<slug:code>/", views.indicator_detail, name="indicator_detail"),
]
