"""Between two sessions: consultations, decisions noted afterwards, files opened on another authority."""

from django.urls import path

from cellule.views import entitlements, outside, outside_noting, too_long

outside_patterns = [
    path("ce-qui-attend-trop-longtemps/", too_long.too_long, name="too_long"),
    path("hors-seance/", outside.outside_list, name="outside_list"),
    path("seances/<uuid:pk>/points/<uuid:item>/consulter/", outside.consultation_open, name="consultation_open"),
    path("hors-seance/<uuid:pk>/", outside.consultation_detail, name="consultation_detail"),
    path("hors-seance/<uuid:pk>/avis/", outside.consultation_answer, name="consultation_answer"),
    path("hors-seance/<uuid:pk>/decider/", outside.consultation_decide, name="consultation_decide"),
    path("hors-seance/<uuid:pk>/rendre/", outside.consultation_abandon, name="consultation_abandon"),
    path("seances/<uuid:pk>/hors-seance/<uuid:item>/", outside_noting.item_noting, name="item_noting"),
    path("seances/<uuid:pk>/hors-seance/<uuid:item>/noter/", outside_noting.item_note, name="item_note"),
    path("seances/<uuid:pk>/hors-seance/<uuid:item>/ne-pas-ratifier/", outside_noting.item_refuse, name="item_refuse"),
    path("orientations/<uuid:pk>/ouvrir-sans-seance/", outside_noting.referral_open, name="referral_open"),
    path("instances/<uuid:pk>/habilitations/", entitlements.entitlement_list, name="entitlement_list"),
    path("instances/<uuid:pk>/habilitations/donner/", entitlements.entitlement_give, name="entitlement_give"),
    path(
        "instances/<uuid:pk>/habilitations/<uuid:entitlement>/terminer/",
        entitlements.entitlement_end,
        name="entitlement_end",
    ),
]
