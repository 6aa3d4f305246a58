"""Members of a household, how to reach them, and what must not be found on a disk."""

from django.db import transaction

from households import notifications
from households.models import Case, ContactDetail, Household, Person, ProtectedDetail, Source
from households.versions import lock_version
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
def change_person(*, person: Person, case: Case, version: str, by: Actor, **fields) -> Person:
    """Correct a member, or write the day she left. Raises ValidationError on bad fields or a concurrent edit."""
    stored = lock_version(person, version)
    changed = _write(stored, fields)
    audit.record("person.changed", stored, by=by, case=case, changes={"fields": changed})
    return stored


@transaction.atomic
def record_contact(*, case: Case, by: Actor, **fields) -> ContactDetail:
    """Note a way to reach the household, with where it comes from."""
    contact = ContactDetail(case=case, **fields)
    contact.full_clean()
    contact.save()
    _prefer_only(contact)
    audit.record("contact.recorded", contact, by=by, changes={"kind": contact.kind, "source": contact.source})
    return contact


@transaction.atomic
def change_contact(*, contact: ContactDetail, version: str, by: Actor, **fields) -> ContactDetail:
    """Correct a way to reach the household."""
    stored = lock_version(contact, version)
    changed = _write(stored, fields)
    _prefer_only(stored)
    audit.record("contact.changed", stored, by=by, changes={"fields": changed})
    return stored


def _prefer_only(contact: ContactDetail) -> None:
    """One first way a person: the new one takes the place of the former."""
    if contact.is_preferred:
        others = ContactDetail.objects.filter(case=contact.case_id, person=contact.person_id, is_preferred=True)
        others.exclude(pk=contact.pk).update(is_preferred=False)


@transaction.atomic
def forget_contact(*, contact: ContactDetail, by: Actor) -> None:
    """Remove a detail that no longer holds: a wrong number is not kept."""
    audit.record("contact.removed", contact, by=by, changes={"kind": contact.kind})
    contact.delete()


def _write(row, fields: dict) -> list[str]:
    """Write the fields that differ; returns their names, never their content."""
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, fields[name])
    row.full_clean()
    row.save()
    return changed


@transaction.atomic
def protect_detail(
    *, case: Case, kind: str, value: str, by: Actor, source: str = Source.LANDLORD_KNOWN
) -> ProtectedDetail:
    """Seal a protected address, phone, school or name in the table of its own."""
    sealed = crypto.encrypt(value, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)
    detail = ProtectedDetail.objects.create(case=case, kind=kind, sealed=sealed, source=source, recorded_by=by.user_id)
    audit.record("protected.sealed", detail, by=by, changes={"kind": kind})
    return detail


@transaction.atomic
def read_protected(*, detail: ProtectedDetail, reason: str, by: Actor) -> str:
    """Open a protected detail: journalled, and the lead person is told. Raises DecryptionFailed.

    The reason is a code: the journal holds no text.
    """
    value = crypto.decrypt(detail.sealed, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)
    audit.record("protected.read", detail, by=by, changes={"kind": detail.kind, "reason": reason})
    notifications.protected_detail_read(detail=detail, by=by)
    return value
