"""A shared dwelling: its charter, version after version, and what happens there."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from households.models import Dwelling, DwellingCharter, DwellingIncident
from households.versions import STALE, lock_version
from veille.core import audit, clock
from veille.core.actor import Actor

_INCIDENTS_KEPT = timedelta(days=3 * 365)


@transaction.atomic
def write_charter(*, dwelling: Dwelling, after: int, common_parts: str, text: str, by: Actor) -> DwellingCharter:
    """Write the version that follows `after`, the one her page showed; those before stay readable."""
    Dwelling.objects.select_for_update(of=("self",)).get(pk=dwelling.pk)
    last = DwellingCharter.objects.filter(dwelling=dwelling).aggregate(last=Max("version"))["last"] or 0
    if last != after:
        raise ValidationError(STALE, code="stale")
    charter = DwellingCharter(
        dwelling=dwelling,
        organisation=by.organisation,
        version=last + 1,
        common_parts=common_parts,
        text=text,
        written_on=clock.today(),
        author=by.user,
    )
    charter.full_clean()
    charter.save()
    audit.record("dwelling_charter.written", charter, by=by, changes={"version": charter.version})
    return charter


@transaction.atomic
def note_incident(*, dwelling: Dwelling, by: Actor, **fields) -> DwellingIncident:
    """Note what happened in a dwelling: a date, a kind, what was done."""
    incident = DwellingIncident(dwelling=dwelling, organisation=by.organisation, noted_by=by.user, **fields)
    incident.full_clean()
    incident.save()
    audit.record("dwelling_incident.noted", incident, by=by, changes={"kind": incident.kind})
    return incident


@transaction.atomic
def follow_incident(
    *, incident: DwellingIncident, version: str, follow_up: str, closed_on: date | None, by: Actor
) -> DwellingIncident:
    """Write what followed. Raises ValidationError when somebody was faster."""
    stored = lock_version(incident, version)
    stored.follow_up, stored.closed_on = follow_up, closed_on
    stored.full_clean()
    stored.save(update_fields=["follow_up", "closed_on"])
    audit.record("dwelling_incident.followed", stored, by=by)
    return stored


@transaction.atomic
def share_incident(*, incident: DwellingIncident, version: str, by: Actor) -> DwellingIncident:
    """Let the landlord of the dwelling, and the one that manages the place, read it as it stands on the page."""
    stored = lock_version(incident, version)
    if stored.shared_on:
        raise ValidationError("Cet incident est déjà partagé avec le bailleur.")
    stored.shared_on, stored.shared_by = clock.today(), by.user_id
    stored.save(update_fields=["shared_on", "shared_by"])
    audit.record("dwelling_incident.shared", stored, by=by)
    return stored


def forget_old_incidents() -> int:
    """Delete what happened three years ago; returns how many rows."""
    return DwellingIncident.objects.filter(happened_on__lt=clock.today() - _INCIDENTS_KEPT).delete()[0]
