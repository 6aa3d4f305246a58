"""What the follow-up of a file shows of what is asked: all that waits first, then the last answers."""

from accompaniment import solicitation_lists as lists
from accompaniment.models import Solicitation
from accompaniment.solicitation_permissions import acts_on, can_note, written_by
from households.pages import CasePage

# All that waits, then the last answers; the older ones fold.
_CLOSED, _FOLDED = 3, 30


def solicitation_panel(page: CasePage) -> dict:
    rows = Solicitation.objects.visible_to(page.actor).filter(case=page.case)
    shown = list(lists.waiting_first(lists.with_list_data(rows))[:_FOLDED])
    written = written_by(page.actor, shown)
    told = lists.lines(shown, lambda row: acts_on(page, row, written))
    first = sum(row.is_open for row in shown) + _CLOSED
    may_solicit = can_note(page.actor, page.rights)
    return {
        "solicitations": told[:first],
        "older_solicitations": told[first:],
        "may_solicit": may_solicit,
        "shows_solicitations": may_solicit or bool(shown),
    }
