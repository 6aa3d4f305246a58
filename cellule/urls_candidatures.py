"""Addresses of the search for a dwelling: landlords asked, dwellings proposed, commissions, conditions."""

from django.urls import path

from cellule.views import candidatures, commissions, housing_offers, housing_path

candidature_patterns = [
    path("propositions-de-logement/", candidatures.candidature_list, name="candidature_list"),
    path("propositions-de-logement/<uuid:pk>/", candidatures.candidature_detail, name="candidature_detail"),
    path("propositions-de-logement/<uuid:pk>/repondre/", candidatures.candidature_answer, name="candidature_answer"),
    path("propositions-de-logement/<uuid:pk>/retirer/", candidatures.candidature_withdraw, name="candidature_withdraw"),
    path(
        "propositions-de-logement/<uuid:pk>/autre-bailleur/",
        candidatures.candidature_instead,
        name="candidature_instead",
    ),
    path("propositions-de-logement/<uuid:pk>/logement/", housing_offers.offer_create, name="offer_create"),
    path("logements-proposes/<uuid:pk>/accord/", housing_offers.offer_accept, name="offer_accept"),
    path("logements-proposes/<uuid:pk>/sans-suite/", housing_offers.offer_end, name="offer_end"),
    path("logements-proposes/<uuid:pk>/bail/", housing_offers.offer_lease, name="offer_lease"),
    path("dossiers/<uuid:pk>/solliciter-un-bailleur/", candidatures.candidature_ask, name="candidature_ask"),
    path("dossiers/<uuid:pk>/propositions/fil/", candidatures.candidature_fragment, name="candidature_fragment"),
    path("dossiers/<uuid:pk>/parcours-logement/", housing_path.housing_path, name="housing_path"),
    path("dossiers/<uuid:pk>/commission/", commissions.commission_prepare, name="commission_prepare"),
    path("commissions/<uuid:pk>/", commissions.commission_detail, name="commission_detail"),
    path("commissions/<uuid:pk>/modifier/", commissions.commission_edit, name="commission_edit"),
    path("commissions/<uuid:pk>/transmettre/", commissions.commission_pass, name="commission_pass"),
    path("commissions/<uuid:pk>/note.pdf", commissions.commission_note, name="commission_note"),
    path("commissions/<uuid:pk>/resultat/", commissions.commission_result, name="commission_result"),
    path("commissions/<uuid:pk>/annonce/", commissions.commission_told, name="commission_told"),
    path("commissions/<uuid:pk>/retirer/", commissions.commission_withdraw, name="commission_withdraw"),
    path("conditions/<uuid:pk>/", housing_offers.condition_settle, name="condition_settle"),
]
