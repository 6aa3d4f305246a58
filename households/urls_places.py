"""Addresses of the transitional places, of shared dwellings, of a stay in a file."""

from django.urls import path

from households.views import place_stays, places, shared_dwellings

_place = "places/<uuid:pk>/"
_dwelling = "places/logements/<uuid:pk>/"
_incident = "places/incidents/<uuid:pk>/"
_housing = "dossiers/<uuid:pk>/logement/"

urlpatterns = [
    path("places/", places.place_list, name="place_list"),
    path("places/occupation/", places.place_history, name="place_history"),
    path("places/nouvelle/", places.place_create, name="place_create"),
    path(_place, places.place_detail, name="place_detail"),
    path(f"{_place}modifier/", places.place_edit, name="place_edit"),
    path(f"{_place}retirer/", places.place_withdraw, name="place_withdraw"),
    path(_dwelling, shared_dwellings.shared_dwelling, name="shared_dwelling"),
    path(f"{_dwelling}charte/", shared_dwellings.charter_write, name="charter_write"),
    path(f"{_dwelling}incidents/noter/", shared_dwellings.incident_add, name="incident_add"),
    path(f"{_incident}suites/", shared_dwellings.incident_follow, name="incident_follow"),
    path(f"{_incident}partager/", shared_dwellings.incident_share, name="incident_share"),
    path(f"{_housing}place/", place_stays.stay_enter, name="stay_enter"),
    path(f"{_housing}<uuid:period_pk>/sortie/", place_stays.stay_leave, name="stay_leave"),
]
