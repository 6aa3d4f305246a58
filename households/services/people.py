"""Members of a household and what must not be found on a disk."""

from django.db import transaction

from households.models import Case, Household, Person, ProtectedDetail
from veille.core import audit, crypto
from veille.core.actor import Actor


@transaction.atomic
def add_person(*, household: Household, by: Actor, case: Case | None = None, **fields) -> Person:
    """Add a member. Raises ValidationError on bad fields."""
    person = Person(household=household, **fields)
    person.full_clean()
    person.save()
    audit.record("person.added", person, by=by, case=case, changes={"role": person.role})
    return person


@transaction.atomic
def protect_detail(*, case: Case, kind: str, value: str, by: Actor) -> ProtectedDetail:
    """Seal a protected address, phone, school or name in the table of its own."""
    sealed = crypto.encrypt(value, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)
    detail = ProtectedDetail.objects.create(case=case, kind=kind, sealed=sealed, recorded_by=by.user_id)
    audit.record("protected.sealed", detail, by=by, changes={"kind": kind})
    return detail
