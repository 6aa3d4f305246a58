"""Links given to services without an account, orientations that have no file yet, alerts, prescribers, delays."""

from django.urls import path

from cellule.views import alerts, approvals, delays, held, link_pages, prescribers

_LINK = "lien/orientation/<uuid:pk>/"
_HELD = "orientations/attente/<uuid:pk>/"
_PRESCRIBERS = "dispositifs/<uuid:pk>/orienter/"

door_patterns = [
    path(_LINK, link_pages.link_home, name="link_home"),
    path(f"{_LINK}danger/", link_pages.link_danger, name="link_danger"),
    path(f"{_LINK}repondre/", link_pages.link_answer, name="link_answer"),
    path(f"{_LINK}retirer/", link_pages.link_withdraw, name="link_withdraw"),
    path(f"{_LINK}etape/<slug:step>/", link_pages.link_step, name="link_step"),
    path(f"{_LINK}etape/<slug:step>/brouillon/", link_pages.link_keep, name="link_keep"),
    path("orientations/liens/", held.held_list, name="held_list"),
    path("orientations/liens/remettre/", held.link_give, name="link_give"),
    path(_HELD, held.held_detail, name="held_detail"),
    path(f"{_HELD}recevoir/", held.held_receive, name="held_receive"),
    path(f"{_HELD}renvoyer/", held.held_return, name="held_return"),
    path(f"{_HELD}ecarter/", held.held_decline, name="held_decline"),
    path(f"{_HELD}lien/renouveler/", held.link_renew, name="link_renew"),
    path(f"{_HELD}lien/fermer/", held.link_close, name="link_close"),
    path("orientations/validation/", approvals.approval_list, name="approval_list"),
    path("orientations/validation/reglage/", approvals.approval_setting, name="approval_setting"),
    path("orientations/validation/<uuid:pk>/", approvals.approval_detail, name="approval_detail"),
    path("orientations/validation/<uuid:pk>/approuver/", approvals.approval_give, name="approval_give"),
    path("orientations/validation/<uuid:pk>/renvoyer/", approvals.approval_return, name="approval_return"),
    path("orientations/validation/<uuid:pk>/reprendre/", approvals.approval_take_back, name="approval_take_back"),
    path("alerter/", alerts.alert_new, name="alert_new"),
    path("alerter/merci/", alerts.alert_sent, name="alert_sent"),
    path("alertes/", alerts.alert_list, name="alert_list"),
    path("alertes/<uuid:pk>/", alerts.alert_detail, name="alert_detail"),
    path("alertes/<uuid:pk>/orienter/", alerts.alert_turn, name="alert_turn"),
    path("alertes/<uuid:pk>/clore/", alerts.alert_close, name="alert_close"),
    path("alertes/<uuid:pk>/rouvrir/", alerts.alert_reopen, name="alert_reopen"),
    path(_PRESCRIBERS, prescribers.prescriber_page, name="prescriber_page"),
    path(f"{_PRESCRIBERS}affiche.pdf", prescribers.prescriber_poster, name="prescriber_poster"),
    path(f"{_PRESCRIBERS}modifier/", prescribers.prescriber_edit, name="prescriber_edit"),
    path(f"{_PRESCRIBERS}publier/", prescribers.prescriber_publish, name="prescriber_publish"),
    path(f"{_PRESCRIBERS}depublier/", prescribers.prescriber_unpublish, name="prescriber_unpublish"),
    path("orientations/delais/", delays.referral_delays, name="referral_delays"),
    path("orientations/<uuid:pk>/reprendre/", held.referral_again, name="referral_again"),
]
