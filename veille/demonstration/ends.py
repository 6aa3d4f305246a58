"""Rights and requests that end: most are renewed in time, some come to their day, one or two are past it."""

from datetime import timedelta

from households.models import ExternalReference, MoneyLine, ReferenceKind
from veille.core.formats import plus_months
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.frames import World

# A right that is opened for some months, then looked at again; days from the story to its end, in turn.
_RIGHTS = {"rsa", "aah", "unemployment"}
_RIGHT_DAYS = (24, 71, 150, 9, 96, 210, -6, 48, 118, 171)
# A request for social housing lasts a year: how long ago the last one was renewed, in months.
_RENEWED_MONTHS = (11, 4, 10, 12, 7, 2)


def make(world: World) -> None:
    rights = [row for row in world.rows.of(MoneyLine) if row.code in _RIGHTS and row.ends_on is None]
    for index, row in enumerate(rights):
        row.granted_until = STORY_DAY + timedelta(days=_RIGHT_DAYS[index % len(_RIGHT_DAYS)])
    requests = [row for row in world.rows.of(ExternalReference) if row.kind == ReferenceKind.NUR]
    for index, row in enumerate(requests):
        renewed_on = plus_months(STORY_DAY, -_RENEWED_MONTHS[index % len(_RENEWED_MONTHS)])
        row.valid_until = plus_months(max(renewed_on, row.noted_on), 12) - timedelta(days=1)
