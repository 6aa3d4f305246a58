"""The lines of the list of cases, fifty a page: joined in one go, a template would look each value up by its name."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from households.listing import CaseRow
from veille.core import formats
from veille.core.templatetags.veille import chip, door, icon

register = template.Library()

_LINE = """<tr>
<th scope="row" class="nowrap"><a class="case-number" href="{}">{}{}</a>{}</th>
<td data-label="Nom">{}</td>{}
<td data-label="État">{}</td>{}
<td data-label="Ouvert le" class="nowrap">{}</td>
</tr>"""
# Where no number is read, the name tells one link from the next to who hears them.
_SPOKEN = '<span class="visually-hidden">&nbsp;: {}</span>'
_PLACE = '<td data-label="Porte" class="nowrap">{}</td><td data-label="Territoire">{}</td>'
_LEAD = '<td data-label="Référent·e de parcours" class="roomy">{}</td>'


@register.simple_tag
def case_lines(rows: Iterable[CaseRow], knows_files: bool) -> SafeString:
    return mark_safe("\n".join([_line(row, knows_files) for row in rows]))


def _line(row: CaseRow, knows_files: bool) -> str:
    """Each text is escaped here; door, territory and lead person have columns for who reads them in some file."""
    name = escape(row.name)
    return _LINE.format(
        row.url,
        escape(row.reference),
        _SPOKEN.format(name) if name and not knows_files else "",
        " " + icon("lock", label="Accès restreint") if row.case.is_restricted else "",
        name or formats.NOTHING,
        _PLACE.format(door(row.door) if row.door else "", escape(row.territory)) if knows_files else "",
        chip(row.state.label, row.state.tone),
        _LEAD.format(escape(row.lead) or formats.NOTHING) if knows_files else "",
        formats.far_date(row.case.opened_on),
    )
