"""What the follow-up of a file shows of what is asked: what waits, and the last answers folded."""

from accompaniment import solicitation_lists as lists
from accompaniment.models import Solicitation
from accompaniment.solicitation_permissions import acts_on, can_note, written_by
from households.pages import CasePage

_MOST = 30


def solicitation_panel(page: CasePage) -> dict:
    rows = Solicitation.objects.visible_to(page.actor).filter(case=page.case)
    shown = list(lists.waiting_first(lists.with_list_data(rows))[:_MOST])
    written = written_by(page.actor, shown)
    told = lists.lines(shown, lambda row: acts_on(page, row, written))
    may_solicit = can_note(page.actor, page.rights)
    return {
        "solicitations": [line for line in told if line.row.is_open],
        "older_solicitations": [line for line in told if not line.row.is_open],
        "may_solicit": may_solicit,
        "shows_solicitations": may_solicit or bool(shown),
    }
