"""Call people together about one situation: a session of its own, its sheet to complete, organisations invited."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from accompaniment.models import Measure
from cellule.models import Session
from cellule.services.inviting import invite_organisation
from cellule.services.reviews import bring_back
from partners.models import Instance, Organisation
from veille.core import audit
from veille.core.actor import Actor


@transaction.atomic
def call_synthesis(
    *,
    instance: Instance,
    measure: Measure,
    held_on: date,
    starts_at: time,
    place: str,
    planned_minutes: int,
    organisations: Iterable[Organisation],
    by: Actor,
) -> Session:
    """Plan the meeting, put the situation on its agenda and invite; who is invited reads no more of the file."""
    session = Session(
        instance=instance,
        case=measure.case,
        held_on=held_on,
        starts_at=starts_at,
        place=place,
        planned_minutes=planned_minutes,
    )
    session.full_clean()
    session.save()
    bring_back(session=session, measures=[measure], by=by)
    for organisation in organisations:
        invite_organisation(session=session, organisation=organisation, by=by)
    audit.record("session.called", session, by=by)
    return session
