"""The admin keeps reference data, and nothing of accounts: whoever may write there could take one over.

Reference lists: labels and order change, codes never do.
"""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.views.decorators.http import require_safe

from veille.core.models import ReferenceItem, ReferenceList

# The admin's own sign-in asks neither the second factor nor for patience after wrong passwords.
admin.site.login = secure_admin_login(require_safe(admin.site.login))
admin.site.unregister([EmailAddress, Authenticator, UserSession, Group])


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
