"""The kernel's own pages: drafts while typing, progress of a run."""

from django.urls import path

from veille.core import links, views
from veille.core.exports import views as exports

app_name = "core"
urlpatterns = [
    path("brouillons/<slug:form>/", views.draft_save, name="draft_save"),
    path("relire/", views.text_check, name="text_check"),
    path("exporter/<slug:name>/", exports.export_new, name="export_new"),
    path("exports/<uuid:pk>/", exports.export_detail, name="export_detail"),
    path("exports/<uuid:pk>/fichier/", exports.export_download, name="export_download"),
    path("lien/<slug:token>/", links.enter, name="link_enter"),
    path("travaux/<uuid:pk>/", views.run_detail, name="run_detail"),
    path("travaux/<uuid:pk>/avancement/", views.run_fragment, name="run_fragment"),
    path("travaux/<uuid:pk>/relancer/", views.run_again, name="run_again"),
]
