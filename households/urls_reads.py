"""Addresses of what closes a file, what opens it for some hours, and who looked."""

from django.urls import path

from households.views import duty, readings, restrictions

_access = "dossiers/<uuid:pk>/acces/"

urlpatterns = [
    path(f"{_access}restreindre/", restrictions.case_restrict, name="case_restrict"),
    path(f"{_access}lever/", restrictions.case_lift, name="case_lift"),
    path(f"{_access}lieu-secret/", restrictions.place_hide, name="place_hide"),
    path(f"{_access}astreinte/", restrictions.duty_case_put, name="duty_case_put"),
    path(f"{_access}astreinte/<uuid:row_pk>/retirer/", restrictions.duty_case_take, name="duty_case_take"),
    path(f"{_access}lectures/", readings.reading_list, name="reading_list"),
    path("astreinte/", duty.duty_list, name="duty_list"),
    path("astreinte/prevoir/", duty.duty_add, name="duty_add"),
    path("astreinte/<uuid:pk>/terminer/", duty.duty_end, name="duty_end"),
    path("acces-d-urgence/", duty.emergency_ask, name="emergency_ask"),
    path("acces-d-urgence/<uuid:pk>/revoir/", duty.emergency_review, name="emergency_review"),
    path("acces-d-urgence/<uuid:pk>/refermer/", duty.emergency_close, name="emergency_close"),
    path("journal/", readings.journal_list, name="journal_list"),
    path("journal/actes/", readings.journal_acts, name="journal_acts"),
    path("journal/chiffres/", readings.journal_numbers, name="journal_numbers"),
]
