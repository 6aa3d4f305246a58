"""Addresses of the agreements of the household, of the rights of the person, of the end of files."""

from django.urls import path

from households.views import sharing

_file = "dossiers/<uuid:pk>/"

urlpatterns = [
    path(f"{_file}menage/accord/retirer/", sharing.adhesion_withdraw, name="adhesion_withdraw"),
    path(f"{_file}acces/partenaires/ajouter/", sharing.partner_add, name="partner_add"),
    path(f"{_file}acces/<uuid:access_pk>/retirer/", sharing.access_stop, name="access_stop"),
    path(f"{_file}acces/partages/<uuid:agreement_pk>/retirer/", sharing.sharing_withdraw, name="sharing_withdraw"),
]
