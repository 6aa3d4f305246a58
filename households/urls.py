"""Addresses of the package."""

from django.urls import path

from households import (
    urls_documents,
    urls_housing,
    urls_imports,
    urls_people,
    urls_places,
    urls_reads,
    urls_rights,
    urls_waiting,
)
from households.views import access, budget, ends, facts, files, lists, protected, synthesis, timeline, tracking

app_name = "households"

_file = "dossiers/<uuid:pk>/"

urlpatterns = [
    *urls_people.urlpatterns,
    *urls_housing.urlpatterns,
    *urls_places.urlpatterns,
    *urls_reads.urlpatterns,
    *urls_rights.urlpatterns,
    *urls_documents.urlpatterns,
    *urls_imports.urlpatterns,
    *urls_waiting.urlpatterns,
    path("menages/", lists.case_list, name="case_list"),
    path("mon-tableau-de-suivi/", tracking.tracking_list, name="tracking_list"),
    path("menages/chercher/", lists.case_search, name="case_search"),
    path("menages/nombre/", lists.case_count, name="case_count"),
    path(_file, files.case_detail, name="case_detail"),
    path(f"{_file}menage/", files.case_household, name="case_household"),
    path(f"{_file}budget/", budget.case_budget, name="case_budget"),
    path(f"{_file}budget/saisir/", budget.budget_edit, name="budget_edit"),
    path(f"{_file}budget/saisir/<uuid:person_pk>/", budget.budget_edit, name="budget_edit_person"),
    path(f"{_file}budget/droits/<uuid:line_pk>/", ends.right_end, name="right_end"),
    path(f"{_file}budget/compte/noter/", budget.arrears_add, name="arrears_add"),
    path(f"{_file}suivi/", files.case_followup, name="case_followup"),
    path(f"{_file}plan/", files.case_plan, name="case_plan"),
    path(f"{_file}seances/", files.case_sessions, name="case_sessions"),
    path(f"{_file}acces/", access.case_access, name="case_access"),
    path(f"{_file}prochaine-echeance/", tracking.next_step, name="next_step"),
    path(f"{_file}synthese/", synthesis.case_synthesis, name="case_synthesis"),
    path(f"{_file}frise/", timeline.case_timeline, name="case_timeline"),
    path(f"{_file}prochaine-etape/", timeline.case_next, name="case_next"),
    path(f"{_file}frise/apercu/", timeline.case_strip, name="case_strip"),
    path(f"{_file}menage/protege/ajouter/", protected.protected_add, name="protected_add"),
    path(f"{_file}menage/protege/<uuid:detail_pk>/", protected.protected_read, name="protected_read"),
    path(f"{_file}menage/information/", facts.information_add, name="information_add"),
    path(f"{_file}menage/accord/", facts.adhesion_add, name="adhesion_add"),
    path(f"{_file}acces/equipe/ajouter/", access.team_add, name="team_add"),
    path(f"{_file}acces/equipe/<uuid:member_pk>/retirer/", access.team_leave, name="team_leave"),
    path(f"{_file}acces/personnes/nommer/", access.named_add, name="named_add"),
    path(f"{_file}acces/personnes/<uuid:named_pk>/retirer/", access.named_end, name="named_end"),
    path(f"{_file}conflit-d-interets/", access.conflict_declare, name="conflict_declare"),
]
