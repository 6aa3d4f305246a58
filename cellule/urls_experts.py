"""Requests to the experts, their time, what was capitalised, trainings."""

from django.urls import path

from cellule.views import capitalised, expert_acts, expert_time, experts, trainings

expert_patterns = [
    path("expertise/", experts.expert_list, name="expert_list"),
    path("expertise/demander/", experts.expert_ask, name="expert_ask"),
    path("expertise/demander/<uuid:pk>/", experts.expert_ask, name="expert_ask_about"),
    path("expertise/temps/", expert_time.expert_time, name="expert_time"),
    path("expertise/temps/noter/", expert_time.expert_time_note, name="expert_time_note"),
    path("expertise/<uuid:pk>/", experts.expert_detail, name="expert_detail"),
    path("expertise/<uuid:pk>/analyser/", expert_acts.expert_take, name="expert_take"),
    path("expertise/<uuid:pk>/message/", expert_acts.expert_message, name="expert_message"),
    path("expertise/<uuid:pk>/repondre/", expert_acts.expert_advise, name="expert_advise"),
    path("expertise/<uuid:pk>/appui/", expert_acts.expert_support, name="expert_support"),
    path("expertise/<uuid:pk>/lue/", expert_acts.expert_read, name="expert_read"),
    path("expertise/<uuid:pk>/clore/", expert_acts.expert_close, name="expert_close"),
    path("expertise/<uuid:pk>/retirer/", expert_acts.expert_withdraw, name="expert_withdraw"),
    path("expertise/<uuid:pk>/capitaliser/", capitalised.expert_capitalise, name="expert_capitalise"),
    path("capitalisation/", capitalised.capitalised_list, name="capitalised_list"),
    path("capitalisation/chercher/", capitalised.capitalised_search, name="capitalised_search"),
    path("capitalisation/<uuid:pk>/", capitalised.capitalised_detail, name="capitalised_detail"),
    path("capitalisation/<uuid:pk>/relire/", capitalised.capitalised_reread, name="capitalised_reread"),
    path("capitalisation/<uuid:pk>/ecarter/", capitalised.capitalised_set_aside, name="capitalised_set_aside"),
    path("formations/", trainings.training_list, name="training_list"),
    path("formations/nouvelle/", trainings.training_plan, name="training_plan"),
    path("formations/<uuid:pk>/", trainings.training_detail, name="training_detail"),
    path("formations/<uuid:pk>/modifier/", trainings.training_edit, name="training_edit"),
    path("formations/<uuid:pk>/presences/", trainings.training_hold, name="training_hold"),
    path("formations/<uuid:pk>/annuler/", trainings.training_cancel, name="training_cancel"),
    path("formations/<uuid:pk>/reprogrammer/", trainings.training_plan_again, name="training_plan_again"),
    path("formations/<uuid:pk>/retour/", trainings.training_feedback, name="training_feedback"),
]
