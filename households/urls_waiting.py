"""Addresses of what one does with a line of « À faire » besides clearing it, and of the mail that counts them."""

from django.urls import path

from households.views import digests, waiting_lines

_line = "a-faire/<slug:kind>/<slug:about>/"

urlpatterns = [
    path(f"{_line}reporter/", waiting_lines.put_off, name="line_put_off"),
    path(f"{_line}confier/", waiting_lines.hand_on, name="line_hand_on"),
    path("a-faire/reports/<uuid:pk>/lever/", waiting_lines.take_up, name="line_take_up"),
    path("a-faire/confiees/<uuid:pk>/rendre/", waiting_lines.hand_back, name="line_hand_back"),
    path("recapitulatif/", digests.digest_edit, name="digest_edit"),
    path("recapitulatif/<uuid:pk>/<slug:seal>/arreter/", digests.digest_stop, name="digest_stop"),
]
