"""The addresses of the application, and the admin page it is compared with."""

from django.urls import path

from veille.benchmark.admin import site
from veille.urls import *  # noqa: F403
from veille.urls import urlpatterns as addresses

urlpatterns = [*addresses, path("mesure/", site.urls)]
