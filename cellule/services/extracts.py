"""An entry of the compte rendu handed over by an expiring link to somebody invited who has no account."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.models import MinutesEntry, MinutesExtract
from cellule.outside_choices import MinutesState
from veille.core import audit, clock, links
from veille.core.actor import Actor
from veille.core.models import ExternalLink

PURPOSE = "minutes_extract"
LONGEST_DAYS = 60


@transaction.atomic
def give_extract(*, entry: MinutesEntry, recipient: str, days: int, by: Actor) -> tuple[MinutesExtract, str]:
    """The extract and the address to hand over, told once: it opens this situation and nothing else."""
    if entry.case is None or entry.minutes.state != MinutesState.FROZEN:
        raise ValidationError("Un extrait porte sur une situation d’un compte rendu diffusé.")
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": f"Choisissez une durée de 1 à {LONGEST_DAYS} jours."})
    extract = MinutesExtract(case=entry.case, entry=entry, recipient=recipient, given_at=clock.now(), given_by=by.user)
    extract.full_clean()
    extract.save()
    _, address = links.give(purpose=PURPOSE, object_id=extract.pk, days=days, by=by)
    audit.record("minutes.extract_given", extract, by=by, changes={"days": days})
    return extract, address


@transaction.atomic
def close_extract(*, extract: MinutesExtract, by: Actor) -> None:
    """Close its links at once."""
    links.close(purpose=PURPOSE, object_id=extract.pk, by=by)


def extract_of(link: ExternalLink) -> MinutesExtract | None:
    """What a link opens: its extract, while the compte rendu it comes from is the one that stands."""
    found = MinutesExtract.objects.filter(pk=link.object_id, entry__minutes__state=MinutesState.FROZEN)
    return found.select_related("entry__minutes", "entry__session__instance").first()
