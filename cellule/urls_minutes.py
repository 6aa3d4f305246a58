"""The compte rendu of a session, its extracts, what is kept of it for all to learn from."""

from django.urls import path

from cellule.views import extracts, minutes

_MINUTES = "seances/<uuid:pk>/compte-rendu"

minutes_patterns = [
    path(f"{_MINUTES}/", minutes.minutes_detail, name="minutes_detail"),
    path(f"{_MINUTES}/commencer/", minutes.minutes_begin, name="minutes_begin"),
    path(f"{_MINUTES}/rediger/", minutes.minutes_write, name="minutes_write"),
    path(f"{_MINUTES}/diffuser/", minutes.minutes_give, name="minutes_give"),
    path(f"{_MINUTES}/compte-rendu.pdf", minutes.minutes_document, name="minutes_document"),
    path(f"{_MINUTES}/part/<uuid:organisation>.pdf", minutes.minutes_part, name="minutes_part"),
    path("comptes-rendus/points/<uuid:pk>/remettre/", extracts.extract_give, name="extract_give"),
    path("comptes-rendus/points/<uuid:pk>/capitaliser/", extracts.entry_capitalise, name="entry_capitalise"),
    path("comptes-rendus/extraits/<uuid:pk>/fermer/", extracts.extract_close, name="extract_close"),
    path("dossiers/<uuid:pk>/seances/<uuid:entry>/extrait.pdf", extracts.case_extract, name="case_extract"),
    path("lien/extrait/<uuid:pk>/", extracts.extract_page, name="extract_page"),
    path("lien/extrait/<uuid:pk>/extrait.pdf", extracts.extract_document, name="extract_document"),
]
