"""Fields that several forms of the package share."""

from django import forms

from veille.core import clock
from veille.core.forms import DayField


class Day(DayField):
    """Today unless said otherwise."""

    def __init__(self, *, label: str, required: bool = True, **kwargs):
        if required:
            kwargs.setdefault("initial", clock.today)
        super().__init__(
            label=label,
            required=required,
            error_messages={"required": "Indiquez une date.", "invalid": "Indiquez une date, par exemple 12/03/2018."},
            **kwargs,
        )


class Words(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, label: str, rows: int = 4, **kwargs):
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
