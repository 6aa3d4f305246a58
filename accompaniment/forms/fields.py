"""Fields that several forms of the package share."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from veille.core import clock, reference


class Day(forms.DateField):
    """A day with the browser's own calendar; today unless said otherwise."""

    def __init__(self, *, label: str, required: bool = True, **kwargs):
        if required:
            kwargs.setdefault("initial", clock.today)
        super().__init__(
            label=label,
            required=required,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": "Indiquez une date.", "invalid": "Indiquez une date, par exemple 12/03/2018."},
            **kwargs,
        )


class Words(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, label: str, rows: int = 4, **kwargs):
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def offered(list_code: str, *, empty: str | None = None) -> list[tuple[str, str]]:
    """The codes of a reference list, after an empty choice when there is one."""
    rows = reference.choices(list_code)
    return rows if empty is None else [("", empty), *rows]


class LaidOutForm(forms.Form):
    """A form whose page keeps the tag, the token and the buttons."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self.layout()

    def layout(self) -> Layout:
        """Fields one under the other, unless a form says otherwise."""
        return Layout(*self.fields)
