"""Addresses of the household: its people, its numbers elsewhere, files made one or two."""

from django.urls import path

from households.views import ends, merging, people, references, separation

_household = "dossiers/<uuid:pk>/menage/"

urlpatterns = [
    path(f"{_household}personnes/ajouter/", people.person_add, name="person_add"),
    path(f"{_household}personnes/<uuid:person_pk>/", people.person_edit, name="person_edit"),
    path(f"{_household}coordonnees/ajouter/", people.contact_add, name="contact_add"),
    path(f"{_household}coordonnees/<uuid:contact_pk>/", people.contact_edit, name="contact_edit"),
    path(f"{_household}coordonnees/<uuid:contact_pk>/retirer/", people.contact_remove, name="contact_remove"),
    path(f"{_household}references/noter/", references.reference_add, name="reference_add"),
    path(f"{_household}references/<uuid:reference_pk>/retirer/", references.reference_remove, name="reference_remove"),
    path(f"{_household}references/<uuid:reference_pk>/echeance/", ends.reference_end, name="reference_end"),
    path(f"{_household}separation/", separation.separation_prepare, name="separation_prepare"),
    path(f"{_household}reunir/", merging.merge_find, name="merge_find"),
    path(f"{_household}reunir/<uuid:other_pk>/", merging.merge_prepare, name="merge_prepare"),
    path(f"{_household}reunions/<uuid:merge_pk>/annuler/", merging.merge_undo, name="merge_undo"),
    path("dossiers/<uuid:pk>/rouvrir/", separation.case_reopen, name="case_reopen"),
]
