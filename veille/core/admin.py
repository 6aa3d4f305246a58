"""The admin keeps reference data, and nothing of accounts: whoever may write there could take one over.

Reference lists: labels and order change, codes never do.
"""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest
from django.views.decorators.http import require_safe

from veille.core.models import ReferenceItem, ReferenceList

# The admin's own sign-in asks neither the second factor nor for patience after wrong passwords.
admin.site.login = secure_admin_login(require_safe(admin.site.login))  # type: ignore[method-assign]
admin.site.unregister([EmailAddress, Authenticator, UserSession, Group])


class KeptAdmin(admin.ModelAdmin):
    """Rows that others point to: corrected here, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReferenceItemInline(admin.TabularInline):
    model = ReferenceItem
    fields = ["code", "label", "position", "is_active", "parent", "is_sensitive"]
    readonly_fields = ["code"]
    extra = 0
    can_delete = False
    ordering = ["position", "code"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ReferenceList)
class ReferenceListAdmin(KeptAdmin):
    """Lists and codes come from the file of the project (`load_reference`), none is born here."""

    list_display = ["label", "code"]
    search_fields = ["label", "code"]
    readonly_fields = ["code"]
    inlines = [ReferenceItemInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
