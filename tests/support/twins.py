"""The same woman written twice, by the same worker, and the merger of her two files."""

import json
from uuid import UUID

from django.apps import apps
from django.core import serializers

from households import relations, services
from households.models import Case, CaseMerge, ContactDetail, Household, Person
from households.services.merging import MergeChoices
from tests import factories

JOURNALS = {"core.AuditEvent", "core.AccessEvent", "core.Submission", "sessions.Session"}


def make_kept(world, cast):
    case = factories.make_accompanied_case(world, cast, number="VS-2018-11111")
    case.household.people.update(first_name="Nadia", last_name="Benali", search_name="nadia benali")
    return case


def make_merged(world, cast):
    """The same woman, written a second time, with a son the first file does not know."""
    case = factories.make_accompanied_case(world, cast, number="VS-2018-22222", main_reason="isolation")
    case.household.people.update(
        first_name="Nadia", last_name="Benali", search_name="nadia benali", birth_date=None, birth_year=1979
    )
    factories.PersonFactory(household=case.household, first_name="Sami", role="child", birth_date=None)
    ContactDetail.objects.create(case=case, kind="phone", value="06 39 98 22 22", person=woman_of(case))
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    visit = factories.InterventionFactory(**author)
    factories.NoteFactory(**author, intervention=visit)
    factories.FindingFactory(**author)
    return case


def woman_of(case) -> Person:
    return case.household.people.get(role="reference_person")


def same_woman(kept, merged, **fields) -> MergeChoices:
    return MergeChoices(pairs={woman_of(merged).pk: woman_of(kept).pk}, **fields)


def merge(kept, merged, by, **fields) -> CaseMerge:
    return services.merge_cases(kept=kept, merged=merged, choices=same_woman(kept, merged, **fields), by=by)


def whole_database() -> dict[str, list]:
    """Every row of every table, journals apart."""
    return {
        model._meta.label: json.loads(serializers.serialize("json", model._base_manager.order_by("pk")))
        for model in apps.get_models()
        if model._meta.label not in JOURNALS and model._meta.managed
    }


def hanging_on(case: UUID, household: UUID) -> list[str]:
    """The columns in which some row points at this case or this household."""
    keys = {Case: case, Household: household}
    return [
        reference.label
        for target, key in keys.items()
        for reference in relations.references_to(target)
        if reference.rows_of(key).exists()
    ]
