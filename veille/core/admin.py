"""Reference lists in the admin: labels and order change, codes never do."""

from django.contrib import admin

from veille.core.models import ReferenceItem, ReferenceList


class ReferenceItemInline(admin.TabularInline):
    model = ReferenceItem
    fields = ["code", "label", "position", "is_active", "parent", "is_sensitive"]
    readonly_fields = ["code"]
    extra = 0
    can_delete = False
    ordering = ["position", "code"]


@admin.register(ReferenceList)
class ReferenceListAdmin(admin.ModelAdmin):
    list_display = ["label", "code"]
    search_fields = ["label", "code"]
    readonly_fields = ["code"]
    inlines = [ReferenceItemInline]
