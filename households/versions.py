"""What `veille.core.versions` says of any row, and the file that an act writes in, held."""

from uuid import UUID

from households.models import Case
from veille.core.versions import STALE, hold, lock_version, version_of

__all__ = ["STALE", "hold", "hold_case", "lock_version", "version_of"]


def hold_case(key: UUID) -> Case:
    """The stored file, locked for the transaction: of two acts, the second reads what the first wrote.

    The file, and not the rows of the act: where nothing is written yet, two would both begin.
    """
    return Case.objects.select_for_update(of=("self",)).get(pk=key)
