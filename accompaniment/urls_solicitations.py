"""Addresses of what is asked of a team, and of the landlord's part beside the association's."""

from django.urls import path

from accompaniment.views import landlord_part, promises, solicitations

urlpatterns = [
    path("dispositifs/<uuid:pk>/promesse/", promises.promise_edit, name="promise_edit"),
    path("dossiers/<uuid:pk>/deux-parts/", landlord_part.case_parts, name="case_parts"),
    path("sollicitations/", solicitations.solicitation_list, name="solicitation_list"),
    path("dossiers/<uuid:pk>/sollicitations/nouvelle/", solicitations.solicitation_add, name="solicitation_add"),
    path("dossiers/<uuid:pk>/sollicitee/", solicitations.solicitation_tap, name="solicitation_tap"),
    path("sollicitations/<uuid:pk>/repondre/", solicitations.solicitation_answer, name="solicitation_answer"),
    path("sollicitations/<uuid:pk>/sans-objet/", solicitations.solicitation_drop, name="solicitation_drop"),
    path("sollicitations/<uuid:pk>/en-attente/", solicitations.solicitation_reopen, name="solicitation_reopen"),
]
