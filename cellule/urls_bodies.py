"""Addresses of the instances of a dispositif and of their rules."""

from django.urls import path

from cellule.views import bodies

body_patterns = [
    path("dispositifs/<uuid:pk>/instances/", bodies.instance_list, name="instance_list"),
    path("dispositifs/<uuid:pk>/instances/nouvelle/", bodies.instance_create, name="instance_create"),
    path("dispositifs/<uuid:pk>/instances/types/nouveau/", bodies.body_create, name="body_create"),
    path("dispositifs/<uuid:pk>/instances/types/<slug:code>/", bodies.body_edit, name="body_edit"),
    path("dispositifs/<uuid:pk>/territoires/nouveau/", bodies.territory_create, name="territory_create"),
    path("instances/<uuid:pk>/modifier/", bodies.instance_edit, name="instance_edit"),
]
