"""Every address of the project."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from veille import gallery, health, home, mailbox

handler400 = "veille.errors.bad_request"
handler403 = "veille.errors.permission_denied"
handler404 = "veille.errors.page_not_found"
handler500 = "veille.errors.server_error"

urlpatterns = [
    path("", home.todo, name="home"),
    path("sante/", health.health, name="health"),
    path("compte/", include("veille.account_urls")),
    path("", include("veille.core.urls")),
    path("", include("partners.urls")),
    path("", include("households.urls")),
    path("", include("funding.urls")),
    path("", include("accompaniment.urls")),
    path("", include("cellule.urls")),
    path("resultats/", include("reports.urls")),
    path("administration/", admin.site.urls),
]

if not settings.IS_PRODUCTION:
    urlpatterns += [
        path("composants/", gallery.components, name="gallery"),
        path("courriels/", mailbox.mailbox, name="mailbox"),
    ]
