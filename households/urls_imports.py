"""Addresses of the imports."""

from django.urls import path

from households.views import imports

_file = "importer/<uuid:pk>/"

urlpatterns = [
    path("importer/", imports.import_list, name="import_list"),
    path("importer/<slug:kind>/nouveau/", imports.import_new, name="import_new"),
    path("importer/<slug:kind>/modele/", imports.import_model, name="import_model"),
    path(_file, imports.import_detail, name="import_detail"),
    path(f"{_file}colonnes/", imports.import_columns, name="import_columns"),
    path(f"{_file}feuille/", imports.import_sheet, name="import_sheet"),
    path(f"{_file}messages/", imports.import_messages, name="import_messages"),
    path(f"{_file}lancer/", imports.import_apply, name="import_apply"),
    path(f"{_file}abandonner/", imports.import_discard, name="import_discard"),
]
