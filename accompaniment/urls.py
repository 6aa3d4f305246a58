"""Addresses of the package. Starting a measure and rendering a diagnosis also move the orientation: see `cellule`."""

from django.urls import path

from accompaniment import (
    urls_collective,
    urls_coordination,
    urls_diagnoses,
    urls_field,
    urls_plans,
    urls_preparation,
    urls_solicitations,
    urls_team,
)
from accompaniment.views import fragments, interventions, measures, notes, objectives, plans

app_name = "accompaniment"
urlpatterns = [
    *urls_field.urlpatterns,
    *urls_solicitations.urlpatterns,
    *urls_coordination.urlpatterns,
    *urls_collective.urlpatterns,
    *urls_team.urlpatterns,
    *urls_preparation.urlpatterns,
    path("dossiers/<uuid:pk>/accompagnement/", fragments.case_fragment, name="case_fragment"),
    path("dossiers/<uuid:pk>/accompagnement/fil/", fragments.feed_fragment, name="feed_fragment"),
    path("dossiers/<uuid:pk>/accompagnement/etat/", fragments.state_fragment, name="state_fragment"),
    path("dossiers/<uuid:pk>/accompagnement/plan/", fragments.plan_fragment, name="plan_fragment"),
    path("dossiers/<uuid:pk>/noter/", interventions.quick_entry, name="quick_entry"),
    path("dossiers/<uuid:pk>/notes/nouvelle/", notes.note_create, name="note_create"),
    path("notes/<uuid:pk>/lecteurs/", notes.note_level, name="note_level"),
    *urls_diagnoses.urlpatterns,
    path("accompagnements/<uuid:pk>/activer/", measures.measure_activate, name="measure_activate"),
    path("accompagnements/<uuid:pk>/suspendre/", measures.measure_suspend, name="measure_suspend"),
    path("accompagnements/<uuid:pk>/reprendre/", measures.measure_resume, name="measure_resume"),
    path("accompagnements/<uuid:pk>/relais/", measures.measure_relay, name="measure_relay"),
    path("accompagnements/<uuid:pk>/niveau/", measures.measure_level, name="measure_level"),
    path("accompagnements/<uuid:pk>/prochain-point/", measures.measure_review, name="measure_review"),
    path("accompagnements/<uuid:pk>/fin/", measures.measure_end, name="measure_end"),
    path("accompagnements/<uuid:pk>/veille/", measures.measure_watch, name="measure_watch"),
    path("accompagnements/<uuid:pk>/fin-de-veille/", measures.measure_unwatch, name="measure_unwatch"),
    path("accompagnements/<uuid:pk>/reouverture/", measures.measure_reopen, name="measure_reopen"),
    path("accompagnements/<uuid:pk>/plan/nouveau/", plans.plan_create, name="plan_create"),
    path("plans/<uuid:pk>/modifier/", plans.plan_edit, name="plan_edit"),
    path("plans/<uuid:pk>/convenir/", plans.plan_agree, name="plan_agree"),
    path("plans/<uuid:pk>/nouvelle-version/", plans.plan_version, name="plan_version"),
    path("plans/<uuid:pk>/clore/", plans.plan_close, name="plan_close"),
    path("plans/<uuid:pk>/objectifs/nouveau/", objectives.objective_create, name="objective_create"),
    path("objectifs/<uuid:pk>/modifier/", objectives.objective_edit, name="objective_edit"),
    path("objectifs/<uuid:pk>/retirer/", objectives.objective_remove, name="objective_remove"),
    path("objectifs/<uuid:pk>/resultat/", objectives.objective_result, name="objective_result"),
    *urls_plans.urlpatterns,
    path("actions-du-plan/<uuid:pk>/etat/", objectives.action_move, name="action_move"),
]
