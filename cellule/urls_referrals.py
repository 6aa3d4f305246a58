"""Addresses of orientations."""

from django.urls import path

from cellule.views import referral_acts, referral_wizard, referrals

referral_patterns = [
    path("orienter/", referral_wizard.referral_start, name="referral_start"),
    path("orienter/communes/", referral_wizard.commune_search, name="commune_search"),
    path("orienter/<uuid:draft>/", referral_wizard.referral_resume, name="referral_resume"),
    path("orienter/<uuid:draft>/danger/", referral_wizard.referral_danger, name="referral_danger"),
    path("orienter/<uuid:draft>/abandonner/", referral_wizard.referral_discard, name="referral_discard"),
    path("orienter/<uuid:draft>/<slug:step>/", referral_wizard.referral_step, name="referral_step"),
    path("orienter/<uuid:draft>/<slug:step>/brouillon/", referral_wizard.referral_keep, name="referral_keep"),
    path("mes-orientations/", referrals.referral_mine, name="referral_mine"),
    path("orientations/", referrals.referral_list, name="referral_list"),
    path("orientations/<uuid:pk>/", referrals.referral_detail, name="referral_detail"),
    path("orientations/<uuid:pk>/repondre/", referrals.referral_answer, name="referral_answer"),
    path("orientations/<uuid:pk>/retirer/", referrals.referral_withdraw, name="referral_withdraw"),
    path("orientations/<uuid:pk>/lue/", referrals.referral_read, name="referral_read"),
    path("orientations/<uuid:pk>/examiner/", referral_acts.referral_examine, name="referral_examine"),
    path("orientations/<uuid:pk>/examiner/suivre/", referral_acts.referral_claim, name="referral_claim"),
    path("orientations/<uuid:pk>/examiner/complement/", referral_acts.referral_complement, name="referral_complement"),
    path("orientations/<uuid:pk>/examiner/complet/", referral_acts.referral_complete, name="referral_complete"),
    path("orientations/<uuid:pk>/examiner/diagnostic/", referral_acts.referral_diagnosis, name="referral_diagnosis"),
    path("orientations/<uuid:pk>/examiner/seance/", referral_acts.referral_schedule, name="referral_schedule"),
]
