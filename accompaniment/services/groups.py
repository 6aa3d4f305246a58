"""One entry for several households: a collective session, a visit to a site."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import GroupKind, InterventionKind
from accompaniment.models import GroupEntry, Intervention
from accompaniment.services.interventions import record_intervention
from households.models import Case
from partners.models import User
from veille.core import audit, clock
from veille.core.actor import Actor

# What it is in the file of each household met.
_IN_A_FILE = {
    GroupKind.COLLECTIVE: InterventionKind.COLLECTIVE_SESSION,
    GroupKind.SITE: InterventionKind.HOME_VISIT,
}


@transaction.atomic
def record_group(
    *, cases: Sequence[Case], by: Actor, others_met: int = 0, author: User | None = None, **fields
) -> GroupEntry:
    """Note it once; each file says that its household was there, with its share of the time.

    `fields`: kind, dispositif, site, happened_on, started_at, minutes, themes. Who else was there is written in
    no file, and nothing of it is shown to the landlord. `author` is who was there, when somebody else writes it down.
    """
    entry = GroupEntry(
        organisation=by.organisation, author=author or by.user, people_met=len(cases) + others_met, **fields
    )
    if entry.happened_on > clock.today():
        raise ValidationError({"happened_on": "Indiquez une date passée ou celle d’aujourd’hui."})
    entry.full_clean()
    entry.save()
    for case in cases:
        tell_household(entry=entry, case=case, households=len(cases), by=by)
    audit.record("group.recorded", entry, by=by, changes={"kind": entry.kind, "households": len(cases)})
    return entry


def tell_household(*, entry: GroupEntry, case: Case, households: int, by: Actor) -> Intervention:
    """In the file of a household: it was there, with its share of the time."""
    return record_intervention(
        case=case,
        kind=_IN_A_FILE[GroupKind(entry.kind)],
        happened_on=entry.happened_on,
        started_at=entry.started_at,
        minutes=share_of(entry.minutes, households),
        people_met=1,
        themes=entry.themes,
        is_shared=False,
        group=entry,
        author=entry.author,
        by=by,
    )


def share_out(entry: GroupEntry) -> None:
    """Once somebody more, or less, was there than was noted first: the time of the session is spent once still.

    As among the places of a session, a restricted file is in no number: the share told in another one would count it.
    """
    present = Intervention.objects.filter(group=entry)
    households = present.filter(case__is_restricted=False).count()
    present.update(minutes=share_of(entry.minutes, max(1, households)))
    GroupEntry.objects.filter(pk=entry.pk).update(people_met=households)


def share_of(minutes: int, households: int) -> int:
    """Whole minutes of each household, never none: the time of a session is spent once."""
    return max(1, round(minutes / households))
