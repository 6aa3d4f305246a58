"""Addresses of the calendar: months, planning ahead, moving, invitations, the feed of her own agenda."""

from django.urls import path

from cellule.views import calendar, calling, invitations, moving, planning

calendar_patterns = [
    path("calendrier/", calendar.session_calendar, name="session_calendar"),
    path("calendrier/abonnement/", calendar.feed_detail, name="feed_detail"),
    path("calendrier/abonnement/donner/", calendar.feed_give, name="feed_give"),
    path("calendrier/abonnement/retirer/", calendar.feed_revoke, name="feed_revoke"),
    path("calendrier/<slug:token>/seances.ics", calendar.feed_read, name="feed_read"),
    path("instances/<uuid:pk>/seances/prevoir/", planning.session_ahead, name="session_ahead"),
    path("instances/<uuid:pk>/habitudes/", planning.habits_edit, name="habits_edit"),
    path("instances/<uuid:pk>/fermetures/ajouter/", planning.closing_add, name="closing_add"),
    path("instances/<uuid:pk>/fermetures/<uuid:closing>/retirer/", planning.closing_remove, name="closing_remove"),
    path("seances/synthese/", calling.synthesis_call, name="synthesis_call"),
    path("seances/<uuid:pk>/deplacer/", moving.session_move, name="session_move"),
    path("seances/<uuid:pk>/annuler/", moving.session_cancel, name="session_cancel"),
    path("seances/<uuid:pk>/invitations/", invitations.session_invitations, name="session_invitations"),
    path(
        "seances/<uuid:pk>/invitations/organisme/", invitations.invitation_organisation, name="invitation_organisation"
    ),
    path("seances/<uuid:pk>/invitations/personne/", invitations.invitation_person, name="invitation_person"),
    path("seances/<uuid:pk>/invitations/relancer/", invitations.invitations_remind, name="invitations_remind"),
    path(
        "seances/<uuid:pk>/invitations/<uuid:invitation>/retirer/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "seances/<uuid:pk>/invitations/<uuid:invitation>/reponse/", invitations.invitation_note, name="invitation_note"
    ),
    path("seances/<uuid:pk>/reponse/", invitations.session_answer, name="session_answer"),
]
