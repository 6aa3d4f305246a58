"""What the follow-up of a file shows of what is asked: all that waits first, then the last answers."""

from accompaniment import solicitation_lists as lists
from accompaniment.models import Solicitation
from accompaniment.solicitation_permissions import acts_on, can_note, written_by
from households.pages import CasePage

_SHOWN = 8


def solicitation_panel(page: CasePage) -> dict:
    rows = Solicitation.objects.visible_to(page.actor).filter(case=page.case)
    shown = list(lists.waiting_first(lists.with_list_data(rows))[:_SHOWN])
    written = written_by(page.actor, shown)
    may_solicit = can_note(page.actor, page.rights)
    return {
        "solicitations": lists.lines(shown, lambda row: acts_on(page, row, written)),
        "may_solicit": may_solicit,
        "shows_solicitations": may_solicit or bool(shown),
    }
