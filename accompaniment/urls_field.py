"""Addresses of the work on the ground: visits planned, entries for several households, half-days."""

from django.urls import path

from accompaniment.views import groups, planning, time_sheet

_visits = "visites/"

urlpatterns = [
    path("feuille-de-temps/", time_sheet.time_sheet, name="time_sheet"),
    path(_visits, planning.visit_calendar, name="visit_calendar"),
    path("dossiers/<uuid:pk>/visites/prevoir/", planning.visit_plan, name="visit_plan"),
    path(f"{_visits}rendez-vous.ics", planning.visit_file, name="visit_file"),
    path(f"{_visits}groupe/", groups.group_create, name="group_create"),
    path(f"{_visits}groupe/<uuid:pk>/", groups.group_detail, name="group_detail"),
    path(f"{_visits}<uuid:pk>/", planning.visit_change, name="visit_change"),
    path(f"{_visits}<uuid:pk>/annuler/", planning.visit_cancel, name="visit_cancel"),
]
