"""Addresses of the agreements of the household, of the rights of the person, of the end of files."""

from django.urls import path

from households.views import access_file, officer, retention, rights, sharing

_file = "dossiers/<uuid:pk>/"
_request = "demandes-de-droits/<uuid:pk>/"

urlpatterns = [
    path(f"{_file}menage/accord/retirer/", sharing.adhesion_withdraw, name="adhesion_withdraw"),
    path(f"{_file}acces/partenaires/ajouter/", sharing.partner_add, name="partner_add"),
    path(f"{_file}acces/<uuid:access_pk>/retirer/", sharing.access_stop, name="access_stop"),
    path(f"{_file}acces/partages/<uuid:agreement_pk>/retirer/", sharing.sharing_withdraw, name="sharing_withdraw"),
    path(f"{_file}droits/demander/", rights.request_add, name="rights_add"),
    path("demandes-de-droits/", officer.request_list, name="rights_list"),
    path(_request, rights.request_detail, name="rights_detail"),
    path(f"{_request}commencer/", rights.request_start, name="rights_start"),
    path(f"{_request}relecture/confier/", rights.reader_name, name="rights_reader"),
    path(f"{_request}avis/", rights.request_advise, name="rights_advise"),
    path(f"{_request}prolonger/", rights.request_extend, name="rights_extend"),
    path(f"{_request}rectifier/", rights.request_rectify, name="rights_rectify"),
    path(f"{_request}repondre/", rights.request_answer, name="rights_answer"),
    path(f"{_request}lettre/", rights.request_letter, name="rights_letter"),
    path(f"{_request}limitation/lever/", rights.limitation_lift, name="rights_unlimit"),
    path(f"{_request}dossier/rassembler/", access_file.file_gather, name="rights_gather"),
    path(f"{_request}dossier/", access_file.file_read, name="rights_file"),
    path(f"{_request}dossier/page-relue/", access_file.page_keep, name="rights_page_keep"),
    path(f"{_request}dossier/relu/", access_file.file_done, name="rights_file_done"),
    path(f"{_request}dossier/<uuid:item_pk>/", access_file.item_read, name="rights_item"),
    path(f"{_request}dossier/remettre/", access_file.file_release, name="rights_release"),
    path(f"{_request}dossier/document/", access_file.file_document, name="rights_document"),
    path(f"{_request}dossier/donnees/", access_file.file_data, name="rights_data"),
    path("conservation/", retention.preview, name="retention_list"),
    path("conservation/appliquer/", retention.run_now, name="retention_run"),
    path("conservation/imposer/<uuid:pk>/", retention.hold_add, name="hold_add"),
    path("conservation/imposees/<uuid:pk>/lever/", retention.hold_lift, name="hold_lift"),
    path("conservation/archives/<uuid:pk>/ouvrir/", retention.archive_open, name="archive_open"),
    path("conservation/attestations/", retention.certificate_list, name="certificate_list"),
    path("conservation/attestations/<uuid:pk>/", retention.certificate_document, name="certificate_document"),
    path("registre/", officer.register, name="register"),
    path("registre/inscrire/", officer.purpose_add, name="register_add"),
]
