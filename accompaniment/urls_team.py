"""Addresses of the team: caseloads, absences, hand-overs."""

from django.urls import path

from accompaniment.views import absences, handovers, loads

_load, _away, _handed = "charge/", "absences/", "passations/"

urlpatterns = [
    path(_load, loads.caseload_list, name="caseload_list"),
    path(f"{_load}<uuid:pk>/", loads.caseload_detail, name="caseload_detail"),
    path(f"{_load}<uuid:pk>/absence/", absences.absence_create, name="absence_create"),
    path(f"{_load}<uuid:pk>/passation/", handovers.handover_create, name="handover_create"),
    path(_away, absences.absence_list, name="absence_list"),
    path(f"{_away}<uuid:pk>/fin/", absences.absence_end, name="absence_end"),
    path(_handed, handovers.handover_list, name="handover_list"),
    path(f"{_handed}<uuid:pk>/", handovers.handover_detail, name="handover_detail"),
]
