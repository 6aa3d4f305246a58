"""The name a page of a session may say, and the trace it leaves."""

from django.http import HttpRequest

from cellule.models import AgendaItem
from cellule.naming import names_told
from partners.roles import Section
from veille.core import reads


def named_here(request: HttpRequest, item: AgendaItem | None) -> str:
    """The household of an item in a nominative instance, by agreement; nothing anywhere else."""
    if item is None or item.case_id is None:
        return ""
    name = names_told(item.session, [item.case_id], request.actor).get(item.case_id, "")
    if name:
        reads.record([item.case_id], section=Section.IDENTITY)
    return name
