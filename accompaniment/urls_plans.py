"""Addresses of what is agreed with the household: plan, agreement, bilans, signatures."""

from django.urls import path

from accompaniment.views import agreements, charters, plans, printed, reviews

urlpatterns = [
    path("plans/<uuid:pk>/revoir/", plans.plan_review, name="plan_review"),
    path("plans/<uuid:pk>/imprimer/", printed.plan_print, name="plan_print"),
    path("plans/<uuid:pk>/signer/", agreements.plan_sign, name="plan_sign"),
    path("accompagnements/<uuid:pk>/contrat/nouveau/", agreements.agreement_create, name="agreement_create"),
    path("contrats/<uuid:pk>/imprimer/", printed.agreement_print, name="agreement_print"),
    path("contrats/<uuid:pk>/signer/", agreements.agreement_sign, name="agreement_sign"),
    path("accompagnements/<uuid:pk>/bilans/nouveau/", reviews.review_begin, name="review_begin"),
    path("bilans/<uuid:pk>/", reviews.review_detail, name="review_detail"),
    path("bilans/<uuid:pk>/ecrire/", reviews.review_edit, name="review_edit"),
    path("bilans/<uuid:pk>/nouvelle-version/", reviews.review_rewrite, name="review_rewrite"),
    path("bilans/<uuid:pk>/imprimer/", printed.review_print, name="review_print"),
    path("bilans/<uuid:pk>/signer/", agreements.review_sign, name="review_sign"),
    path("syntheses-partagees/<uuid:pk>/partage/", reviews.summary_share, name="summary_share"),
    path("syntheses-partagees/<uuid:pk>/imprimer/", printed.summary_print, name="summary_print"),
    path("dossiers/<uuid:pk>/logement/chartes/", charters.charters_fragment, name="charters_fragment"),
    path("dossiers/<uuid:pk>/logement/chartes/remettre/", charters.charter_give, name="charter_give"),
    path("chartes/<uuid:pk>/signer/", charters.charter_sign, name="charter_sign"),
    path("chartes/<uuid:pk>/imprimer/", charters.charter_print, name="charter_print"),
    path("dossiers/<uuid:pk>/accompagnement/syntheses/", reviews.summaries_fragment, name="summaries_fragment"),
]
