"""Preparing a session: its agenda, its sheets, its papers, its convocation."""

from django.urls import path

from cellule.views import agenda, convocation, session_papers

preparation_patterns = [
    path("seances/<uuid:pk>/convoquer/", convocation.session_convene, name="session_convene"),
    path("seances/<uuid:pk>/fiches/figer/", convocation.sheets_freeze, name="sheets_freeze"),
    path("seances/<uuid:pk>/fiches.pdf", session_papers.session_bundle, name="session_bundle"),
    path("seances/<uuid:pk>/documents/deposer/", session_papers.session_document_add, name="session_document_add"),
    path("seances/<uuid:pk>/documents/<uuid:document>/", session_papers.session_document, name="session_document"),
    path(
        "seances/<uuid:pk>/documents/<uuid:document>/retirer/",
        session_papers.session_document_remove,
        name="session_document_remove",
    ),
    path("seances/<uuid:pk>/ordre-du-jour/ordre/", agenda.agenda_order, name="agenda_order"),
    path("seances/<uuid:pk>/ordre-du-jour/placer/", agenda.agenda_place, name="agenda_place"),
    path("seances/<uuid:pk>/ordre-du-jour/sujet/", agenda.subject_add, name="subject_add"),
    path("seances/<uuid:pk>/ordre-du-jour/suivi/", agenda.follow_up_add, name="follow_up_add"),
    path("seances/<uuid:pk>/ordre-du-jour/<uuid:item>/deplacer/", agenda.item_move, name="item_move"),
    path("seances/<uuid:pk>/ordre-du-jour/<uuid:item>/duree/", agenda.item_minutes, name="item_minutes"),
    path("seances/<uuid:pk>/ordre-du-jour/<uuid:item>/masquer/", agenda.item_hide, name="item_hide"),
    path("seances/<uuid:pk>/ordre-du-jour/<uuid:item>/remettre/", agenda.item_restore, name="item_restore"),
]
