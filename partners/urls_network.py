"""Addresses of the register, the directory and the conventions."""

from django.urls import path

from partners.views import convention_papers, conventions, directory, register

network_patterns = [
    path("annuaire/", directory.directory_list, name="directory_list"),
    path("annuaire/relais/nouveau/", directory.relay_add, name="relay_add"),
    path("annuaire/relais/<uuid:pk>/", directory.relay_fragment, name="relay_fragment"),
    path("annuaire/relais/<uuid:pk>/terminer/", directory.relay_end, name="relay_end"),
    path("annuaire/<uuid:pk>/", directory.directory_detail, name="directory_detail"),
    path("annuaire/<uuid:pk>/modifier/", directory.directory_edit, name="directory_edit"),
    path("reseau/", register.worker_list, name="worker_list"),
    path("reseau/inscrire/", register.worker_create, name="worker_create"),
    path("reseau/<uuid:pk>/modifier/", register.worker_edit, name="worker_edit"),
    path("reseau/<uuid:pk>/terminer/", register.worker_end, name="worker_end"),
    path("conventions/", conventions.convention_list, name="convention_list"),
    path("conventions/nouvelle/", conventions.convention_create, name="convention_create"),
    path("conventions/<uuid:pk>/", conventions.convention_detail, name="convention_detail"),
    path("conventions/<uuid:pk>/imprimer/", conventions.convention_pdf, name="convention_pdf"),
    path("conventions/<uuid:pk>/modifier/", conventions.convention_edit, name="convention_edit"),
    path("conventions/<uuid:pk>/suite/", conventions.convention_follow, name="convention_follow"),
    path("conventions/<uuid:pk>/sans-suite/", conventions.convention_stop, name="convention_stop"),
    path(
        "conventions/<uuid:pk>/documents/deposer/",
        convention_papers.convention_paper_add,
        name="convention_paper_add",
    ),
    path(
        "conventions/<uuid:pk>/documents/<uuid:paper_pk>/",
        convention_papers.convention_paper,
        name="convention_paper",
    ),
    path(
        "conventions/<uuid:pk>/documents/<uuid:paper_pk>/retirer/",
        convention_papers.convention_paper_remove,
        name="convention_paper_remove",
    ),
    path("conventions/<uuid:pk>/signataires/nouveau/", conventions.signatory_add, name="signatory_add"),
    path(
        "conventions/<uuid:pk>/signataires/<uuid:part_pk>/signature/",
        conventions.signature_note,
        name="signature_note",
    ),
    path(
        "conventions/<uuid:pk>/signataires/<uuid:part_pk>/retirer/",
        conventions.signatory_remove,
        name="signatory_remove",
    ),
    path("conventions/<uuid:pk>/achats/nouveau/", conventions.purchase_add, name="purchase_add"),
    path("conventions/<uuid:pk>/achats/<uuid:part_pk>/retirer/", conventions.purchase_remove, name="purchase_remove"),
    path("conventions/<uuid:pk>/partage/nouveau/", conventions.sharing_add, name="sharing_add"),
    path("conventions/<uuid:pk>/partage/<uuid:part_pk>/retirer/", conventions.sharing_remove, name="sharing_remove"),
]
