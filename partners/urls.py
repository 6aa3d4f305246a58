"""Addresses of roles, organisations, dispositifs and the network."""

from django.urls import path

from partners.urls_network import network_patterns
from partners.views import organisations as views

app_name = "partners"
urlpatterns = [
    path("changer-d-organisme/", views.organisation_switch, name="organisation_switch"),
    path("invitation/<str:uid>/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("roles/", views.membership_list, name="membership_list"),
    path("roles/inviter/", views.membership_invite, name="membership_invite"),
    path("roles/<uuid:pk>/competences/", views.membership_competences, name="membership_competences"),
    path("roles/<uuid:pk>/terminer/", views.membership_end, name="membership_end"),
    path("organismes/", views.organisation_list, name="organisation_list"),
    path("organismes/nouveau/", views.organisation_create, name="organisation_create"),
    path("organismes/<uuid:pk>/premier-responsable/", views.manager_invite, name="manager_invite"),
    path("dispositifs/", views.dispositif_list, name="dispositif_list"),
    path("dispositifs/nouveau/", views.dispositif_create, name="dispositif_create"),
    path("dispositifs/<uuid:pk>/", views.dispositif_detail, name="dispositif_detail"),
    *network_patterns,
]
