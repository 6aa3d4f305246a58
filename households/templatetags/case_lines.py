"""The lines of the list of cases, fifty a page: joined in one go, a template would look each value up by its name."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from households.listing import CaseRow
from veille.core import formats
from veille.core.templatetags.veille import door, icon, state

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
    return format_html_join("\n", _LINE, _cells(rows, knows_files))


def _cells(rows: Iterable[CaseRow], knows_files: bool) -> Iterator[tuple]:
    """Door, territory and lead person have columns for who reads them in some file."""
    lock = format_html(" {}", icon("lock", label="Accès restreint"))
    for row in rows:
        yield (
            row.url,
            row.reference,
            format_html(_SPOKEN, row.name) if row.name and not knows_files else "",
            lock if row.case.is_restricted else "",
            row.name or formats.NOTHING,
            format_html(_PLACE, door(row.door) if row.door else "", row.territory) if knows_files else "",
            state(row.state),
            format_html(_LEAD, row.lead or formats.NOTHING) if knows_files else "",
            formats.far_date(row.case.opened_on),
        )
