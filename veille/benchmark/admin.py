"""The same table shown by Django's admin: what our list is compared with. Known to the benchmark's addresses only.

It is written as a careful developer writes it: the same columns, filters and search as our list, nothing asked
row by row. It knows no rights: it reads the whole table, where our list reads the perimeter of somebody.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from households.banner import household_name
from households.models import Case
from households.states import STAGE_FILTERS, CaseStage, state_of


class BenchmarkSite(admin.AdminSite):
    """Open to whoever is signed in: the database holds invented households only."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class StageFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return CaseStage.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(STAGE_FILTERS[self.value()]) if self.value() else queryset


class CaseAdmin(admin.ModelAdmin):
    list_display = ("number", "name", "door", "territory", "state", "lead", "opened_on")
    list_filter = ("door", "territory", StageFilter)
    search_fields = ("number", "household__people__search_name")
    list_select_related = ("territory",)
    list_per_page = 50
    ordering = ("-opened_on", "number")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super().get_queryset(request).prefetch_related("household__people", "team__user", "accesses__organisation")
        )

    def has_view_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return True

    def name(self, case: Case) -> str:
        return household_name(list(case.household.people.all()))

    def state(self, case: Case) -> str:
        return state_of(case).label

    def lead(self, case: Case) -> str:
        people = [str(member.user) for member in case.team.all() if member.part == "lead"]
        operators = [grant.organisation.name for grant in case.accesses.all() if grant.level == "lead"]
        return ", ".join(people + operators)


site = BenchmarkSite(name="benchmark")
site.register(Case, CaseAdmin)
