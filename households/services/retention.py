"""How long a file is kept: the last contact begins the term, whatever follows ends it."""

from datetime import date

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from households.models import Case


@transaction.atomic
def note_contact(*, case: Case, on: date) -> None:
    """The household was met, called or written to on this day; an older contact noted later moves nothing.

    The act that tells of the contact is journalled by who calls.
    """
    # GREATEST of PostgreSQL leaves out what is empty.
    latest = Greatest("last_contact_on", Value(on, output_field=DateField()))
    Case.objects.filter(pk=case.pk).update(last_contact_on=latest)
    case.refresh_from_db(fields=["last_contact_on"])
