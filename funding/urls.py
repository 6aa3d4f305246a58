"""Addresses of the package."""

from django.urls import path

from funding import views

app_name = "funding"
urlpatterns = [
    path("financement/", views.plan_list, name="plan_list"),
    path("financement/nouveau/", views.plan_create, name="plan_create"),
    path("financement/<uuid:pk>/", views.plan_detail, name="plan_detail"),
    path("financement/<uuid:pk>/financeurs/", views.plan_funders, name="plan_funders"),
    path("financement/<uuid:pk>/cout-par-menage/", views.plan_cost, name="plan_cost"),
    path("financement/<uuid:pk>/nouvelle-version/", views.plan_copy, name="plan_copy"),
    path("financement/<uuid:pk>/valider/", views.plan_validate, name="plan_validate"),
    path("financement/<uuid:pk>/volets/nouveau/", views.volet_create, name="volet_create"),
    path("financement/<uuid:pk>/volets/<uuid:volet_pk>/", views.volet_edit, name="volet_edit"),
    path("financement/<uuid:pk>/lignes/nouvelle/", views.line_create, name="line_create"),
    path("financement/<uuid:pk>/lignes/<uuid:line_pk>/", views.line_edit, name="line_edit"),
    path("financement/<uuid:pk>/lignes/<uuid:line_pk>/retirer/", views.line_remove, name="line_remove"),
]
