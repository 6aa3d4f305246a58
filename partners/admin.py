"""Reference data in the admin: organisations, communes, territories. Nothing of a household."""

from django.contrib import admin

from partners.models import Commune, Organisation, Partnership, Territory
from veille.core.admin import KeptAdmin


@admin.register(Organisation)
class OrganisationAdmin(KeptAdmin):
    list_display = ["name", "acronym", "kind", "type_code", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["sort_name", "acronym"]


@admin.register(Commune)
class CommuneAdmin(KeptAdmin):
    list_display = ["code", "name", "kind", "department_code"]
    search_fields = ["sort_name", "code"]
    autocomplete_fields = ["parent"]


@admin.register(Territory)
class TerritoryAdmin(KeptAdmin):
    list_display = ["name", "dispositif"]
    autocomplete_fields = ["communes"]


@admin.register(Partnership)
class PartnershipAdmin(KeptAdmin):
    list_display = ["dispositif", "organisation", "part", "starts_on", "ends_on"]
    list_filter = ["dispositif", "part"]
