"""Addresses of the housing, the procedure, difficulties and strengths."""

from django.urls import path

from households.views import findings, housing, leases, procedure, stays

_file = "dossiers/<uuid:pk>/"
_housing = f"{_file}logement/"
_lease = f"{_housing}bail-glissant/<uuid:lease_pk>/"
_hold = f"{_housing}procedure/mise-en-attente/"

urlpatterns = [
    path(_housing, housing.case_housing, name="case_housing"),
    path(f"{_housing}noter/", housing.housing_add, name="housing_add"),
    path(f"{_housing}passe/ajouter/", housing.housing_insert, name="housing_insert"),
    path(f"{_housing}<uuid:period_pk>/dates/", housing.housing_correct, name="housing_correct"),
    path(f"{_housing}<uuid:period_pk>/terme/", stays.stay_term, name="stay_term"),
    path(f"{_housing}<uuid:period_pk>/bail-glissant/", leases.lease_add, name="lease_add"),
    path(f"{_lease}bilans/prevoir/", leases.lease_review_plan, name="lease_review_plan"),
    path(f"{_lease}bilans/<uuid:review_pk>/", leases.lease_review_conclude, name="lease_review_conclude"),
    path(f"{_lease}prefet/", leases.lease_prefect, name="lease_prefect"),
    path(f"{_lease}issue/", leases.lease_settle, name="lease_settle"),
    path(f"{_housing}procedure/noter/", procedure.step_add, name="step_add"),
    path(f"{_housing}procedure/<uuid:step_pk>/echeance/", procedure.step_deadline, name="step_deadline"),
    path(f"{_housing}procedure/<uuid:step_pk>/clore/", procedure.step_end, name="step_end"),
    path(f"{_hold}demander/", procedure.hold_ask, name="hold_ask"),
    path(f"{_hold}accorder/", procedure.hold_give, name="hold_give"),
    path(f"{_hold}<uuid:hold_pk>/repondre/", procedure.hold_decide, name="hold_decide"),
    path(f"{_hold}<uuid:hold_pk>/lever/", procedure.hold_end, name="hold_end"),
    path(f"{_file}difficultes/", findings.case_difficulties, name="case_difficulties"),
    path(f"{_file}difficultes/noter/", findings.finding_add, name="finding_add"),
    path(f"{_file}difficultes/refaire-le-point/", findings.finding_reassess, name="finding_reassess"),
    path(f"{_file}difficultes/forces/noter/", findings.strength_add, name="strength_add"),
    path(f"{_file}difficultes/forces/<uuid:strength_pk>/clore/", findings.strength_end, name="strength_end"),
]
