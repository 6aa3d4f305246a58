"""Addresses of the preparation (its programme, what each file tells of it) and of the rules it follows."""

from django.urls import path

from accompaniment.views import certificates, preparation, support_rules

_programme = "preparation/"

urlpatterns = [
    path("dispositifs/<uuid:pk>/regles-de-l-accompagnement/", support_rules.support_rules, name="support_rules"),
    path(_programme, preparation.preparation_list, name="preparation_list"),
    path(f"{_programme}nouvelle/", preparation.preparation_plan, name="preparation_plan"),
    path(f"{_programme}<uuid:pk>/", preparation.preparation_detail, name="preparation_detail"),
    path(f"{_programme}<uuid:pk>/modifier/", preparation.preparation_change, name="preparation_change"),
    path(f"{_programme}<uuid:pk>/annuler/", preparation.preparation_cancel, name="preparation_cancel"),
    path(f"{_programme}<uuid:pk>/retablir/", preparation.preparation_restore, name="preparation_restore"),
    path(f"{_programme}<uuid:pk>/inviter/", preparation.preparation_invite, name="preparation_invite"),
    path(f"{_programme}<uuid:pk>/presences/", preparation.preparation_attendance, name="preparation_attendance"),
    path(f"{_programme}invitations/<uuid:pk>/retirer/", preparation.preparation_uninvite, name="preparation_uninvite"),
    path(
        "accompagnements/<uuid:pk>/attestation-de-preparation/",
        certificates.certificate_create,
        name="certificate_create",
    ),
    path("attestations-de-preparation/<uuid:pk>/", certificates.certificate_print, name="certificate_print"),
]
