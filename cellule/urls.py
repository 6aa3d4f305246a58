"""Addresses of the package."""

from cellule.urls_taking_up import taking_up_patterns

app_name = "cellule"
urlpatterns = [*taking_up_patterns]
