"""Addresses of meetings about a household and of relays; those of links are opened without an account."""

from django.urls import path

from accompaniment.views import conclusions, meeting_guests, meeting_links, meetings, relays

_meeting = "reunions/<uuid:pk>/"
_guest = "reunions/personnes/<uuid:pk>/"
_relay = "relais/<uuid:pk>/"
_invitation = "lien/reunion/<uuid:pk>/"
_handed = "lien/conclusions/<uuid:pk>/"

urlpatterns = [
    path("dossiers/<uuid:pk>/coordination/", meetings.coordination, name="coordination"),
    path("dossiers/<uuid:pk>/reunions/nouvelle/", meetings.meeting_plan, name="meeting_plan"),
    path(_meeting, meetings.meeting_detail, name="meeting_detail"),
    path(f"{_meeting}modifier/", meetings.meeting_change, name="meeting_change"),
    path(f"{_meeting}annuler/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{_meeting}noter/", meetings.meeting_hold, name="meeting_hold"),
    path(f"{_meeting}inviter/", meeting_guests.guest_add, name="guest_add"),
    path(f"{_guest}accord/", meeting_guests.guest_agree, name="guest_agree"),
    path(f"{_guest}accord-retire/", meeting_guests.guest_refuse, name="guest_refuse"),
    path(f"{_guest}envoyer/", meeting_guests.guest_invite, name="guest_invite"),
    path(f"{_guest}retirer/", meeting_guests.guest_withdraw, name="guest_withdraw"),
    path(f"{_guest}reponse/", meeting_guests.guest_answer, name="guest_answer"),
    path(f"{_meeting}conclusions/", conclusions.conclusions_write, name="conclusions_write"),
    path(f"{_meeting}conclusions/imprimer/", conclusions.conclusions_print, name="conclusions_print"),
    path(f"{_meeting}conclusions/remettre/", conclusions.conclusions_hand, name="conclusions_hand"),
    path("conclusions-remises/<uuid:pk>/fermer/", conclusions.handed_close, name="handed_close"),
    path(f"{_meeting}decisions/nouvelle/", conclusions.decision_add, name="meeting_decision_add"),
    path("decisions-de-reunion/<uuid:pk>/faite/", conclusions.decision_done, name="meeting_decision_done"),
    path("decisions-de-reunion/<uuid:pk>/plan/", conclusions.decision_plan, name="meeting_decision_plan"),
    path(_invitation, meeting_links.invitation_page, name="invitation_page"),
    path(f"{_invitation}reponse/", meeting_links.invitation_answer, name="invitation_answer"),
    path(f"{_invitation}reunion.ics", meeting_links.invitation_file, name="invitation_file"),
    path(_handed, meeting_links.handed_page, name="handed_page"),
    path(f"{_handed}conclusions.pdf", meeting_links.handed_document, name="handed_document"),
    path("dossiers/<uuid:pk>/relais/nouveau/", relays.relay_add, name="relay_add"),
    path(_relay, relays.relay_detail, name="relay_detail"),
    path(f"{_relay}premier-rendez-vous/", relays.relay_first, name="relay_first"),
    path(f"{_relay}deplacer/", relays.relay_move, name="relay_move"),
    path(f"{_relay}confirmer/", relays.relay_confirm, name="relay_confirm"),
    path(f"{_relay}reprendre/", relays.relay_take_back, name="relay_take_back"),
]
