"""The lists of a filter form, and its hidden fields: joined in one go, for a page that everybody opens."""

from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_LIST = """<div>
<label class="form-label" for="{identifier}">{label}</label>
<select class="form-select" name="{name}" id="{identifier}">{options}</select>
</div>"""
_HIDDEN = '<input type="hidden" name="{}" value="{}" id="{}">'


@register.simple_tag
def filter_fields(form: Form) -> SafeString:
    return mark_safe("\n".join([_hidden(field) if field.is_hidden else _listed(field) for field in form]))


def _hidden(field: BoundField) -> str:
    return _HIDDEN.format(field.html_name, escape(field.value() or ""), field.id_for_label)


def _listed(field: BoundField) -> str:
    choosing: Any = field.field
    choices = tuple((value, str(label)) for value, label in choosing.choices)
    return _drawn(field.id_for_label, field.html_name, str(field.label), choices, field.value() or "")


@lru_cache(maxsize=256)
def _drawn(identifier: str, name: str, label: str, choices: tuple[tuple[str, str], ...], chosen: str) -> str:
    """Kept under all that it shows: colleagues choose among the same places."""
    options = [
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in choices
    ]
    return _LIST.format(identifier=identifier, name=name, label=escape(label), options="".join(options))
