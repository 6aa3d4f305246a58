"""Addresses of collective actions and residents' cooperatives, apart from the files."""

from django.urls import path

from accompaniment.views import collective, collective_people, collective_sessions, cooperatives

_actions = "actions-collectives/"
_sessions = f"{_actions}seances/<uuid:pk>/"
_cooperatives = "cooperatives/"

urlpatterns = [
    path(_actions, collective.collective_list, name="collective_list"),
    path(f"{_actions}nouvelle/", collective.collective_plan, name="collective_plan"),
    path(f"{_actions}chiffres/", collective.collective_numbers, name="collective_numbers"),
    path(f"{_actions}<uuid:pk>/", collective.collective_detail, name="collective_detail"),
    path(f"{_actions}<uuid:pk>/modifier/", collective.collective_edit, name="collective_edit"),
    path(f"{_actions}<uuid:pk>/bilan/", collective.collective_assess, name="collective_assess"),
    path(f"{_actions}<uuid:pk>/terminer/", collective.collective_end, name="collective_end"),
    path(f"{_actions}<uuid:pk>/annuler/", collective.collective_cancel, name="collective_cancel"),
    path(f"{_actions}<uuid:pk>/reprogrammer/", collective.collective_again, name="collective_again"),
    path(f"{_actions}<uuid:pk>/participants/", collective_people.collective_people, name="collective_people"),
    path(
        f"{_actions}participants/<uuid:pk>/oublier/",
        collective_people.collective_person_remove,
        name="collective_person_remove",
    ),
    path(
        f"{_actions}<uuid:pk>/seances/nouvelle/",
        collective_sessions.collective_session_add,
        name="collective_session_add",
    ),
    path(_sessions, collective_sessions.collective_session, name="collective_session"),
    path(f"{_sessions}modifier/", collective_sessions.collective_session_edit, name="collective_session_edit"),
    path(f"{_sessions}annuler/", collective_sessions.collective_session_cancel, name="collective_session_cancel"),
    path(f"{_sessions}reprogrammer/", collective_sessions.collective_session_again, name="collective_session_again"),
    path(f"{_sessions}animation/", collective_sessions.collective_session_animated, name="collective_session_animated"),
    path(f"{_sessions}presence/", collective_sessions.collective_session_tick, name="collective_session_tick"),
    path(f"{_sessions}feuille/", collective_sessions.collective_session_sheet, name="collective_session_sheet"),
    path(_cooperatives, cooperatives.cooperative_list, name="cooperative_list"),
    path(f"{_cooperatives}nouvelle/", cooperatives.cooperative_open, name="cooperative_open"),
    path(f"{_cooperatives}<uuid:pk>/", cooperatives.cooperative_detail, name="cooperative_detail"),
    path(f"{_cooperatives}<uuid:pk>/modifier/", cooperatives.cooperative_edit, name="cooperative_edit"),
    path(f"{_cooperatives}<uuid:pk>/charte/", cooperatives.charter_adopt, name="cooperative_charter"),
    path(f"{_cooperatives}<uuid:pk>/membres/nouveau/", cooperatives.member_add, name="cooperative_member_add"),
    path(f"{_cooperatives}membres/<uuid:pk>/", cooperatives.member_edit, name="cooperative_member_edit"),
    path(f"{_cooperatives}membres/<uuid:pk>/oublier/", cooperatives.member_remove, name="cooperative_member_remove"),
    path(f"{_cooperatives}<uuid:pk>/terrains/nouveau/", cooperatives.loan_add, name="cooperative_loan_add"),
    path(f"{_cooperatives}terrains/<uuid:pk>/", cooperatives.loan_edit, name="cooperative_loan_edit"),
    path(f"{_cooperatives}<uuid:pk>/annee/<int:year>/", cooperatives.cooperative_year, name="cooperative_year"),
]
