"""Addresses of the documents and letters of a file."""

from django.urls import path

from households.views import documents, letters

_documents = "dossiers/<uuid:pk>/documents/"
_letters = "dossiers/<uuid:pk>/courriers/"
_document = f"{_documents}<uuid:document_pk>/"

urlpatterns = [
    path(_documents, documents.case_documents, name="case_documents"),
    path(f"{_documents}deposer/", documents.document_add, name="document_add"),
    path(_document, documents.document_detail, name="document_detail"),
    path(f"{_document}remplacer/", documents.document_replace, name="document_replace"),
    path(f"{_document}lecteurs/", documents.document_level, name="document_level"),
    path(f"{_document}retirer/", documents.document_withdraw, name="document_withdraw"),
    path(f"{_document}fichiers/<uuid:file_pk>/", documents.document_download, name="document_download"),
    path(_letters, letters.letter_list, name="letter_list"),
    path(f"{_letters}<slug:kind>/", letters.letter_write, name="letter_write"),
]
