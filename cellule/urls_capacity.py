"""Addresses of the capacity board and of what a household looks for."""

from django.urls import path

from cellule.views import capacity, wishes

capacity_patterns = [
    path("capacites/", capacity.capacity_board, name="capacity_board"),
    path("capacites/places/", capacity.places_declare, name="places_declare"),
    path("capacites/logements/nouveau/", capacity.dwelling_create, name="dwelling_create"),
    path("capacites/logements/<uuid:pk>/modifier/", capacity.dwelling_edit, name="dwelling_edit"),
    path("capacites/logements/<uuid:pk>/confirmer/", capacity.dwelling_confirm, name="dwelling_confirm"),
    path("capacites/logements/<uuid:pk>/retirer/", capacity.dwelling_withdraw, name="dwelling_withdraw"),
    path("points/<uuid:pk>/capacites/", capacity.capacity_fragment, name="capacity_fragment"),
    path("dossiers/<uuid:pk>/logement-recherche/", wishes.wish_note, name="wish_note"),
    path("dossiers/<uuid:pk>/logement-recherche/apercu/", wishes.wish_fragment, name="wish_fragment"),
]
