"""The cells of `docs/rights/others.csv`, a file a subject: object × role → right, and sometimes its scope."""

from partners.object_cells.doors import DOORS
from partners.object_cells.files import FILES
from partners.object_cells.keeping import KEEPING
from partners.object_cells.meetings import MEETINGS
from partners.object_cells.network import NETWORK
from partners.object_cells.places import PLACES
from partners.object_cells.results import RESULTS

OBJECT_RIGHTS: dict[str, dict[str, str]] = DOORS | MEETINGS | NETWORK | RESULTS | KEEPING | FILES | PLACES
