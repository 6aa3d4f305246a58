"""What every form of the project shares: how it is laid out, days, codes of the reference lists."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models.fields import BLANK_CHOICE_DASH

from veille.core import clock, reference

_DASHES = BLANK_CHOICE_DASH[0][1]


class LaidOut:
    """A form laid out inside its page, which keeps the tag, the token (`acting_field`) and the buttons."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_the_empty_choice(field)

    @cached_property
    def helper(self) -> FormHelper:
        """What `{% crispy form %}` reads; made when the page is, once the form knows its fields."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*self.layout())
        return helper

    def layout(self) -> Iterable[Any]:
        """Fields one under the other, unless a form says otherwise."""
        return list(self.fields)


def _say_the_empty_choice(field: forms.Field) -> None:
    """Words in the place of Django's dashes, which a screen reader spells one by one."""
    words = "Choisir…" if field.required else "Non renseigné"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = words
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        field.choices = [(value, words if label == _DASHES else label) for value, label in choices]


class LaidOutForm(LaidOut, forms.Form):
    """A form of plain fields."""


class LaidOutModelForm(LaidOut, forms.ModelForm):
    """A form of a row."""


class FilterForm(forms.Form):
    """What narrows a list; kept in the address. An unknown value filters nothing."""

    def values(self) -> dict[str, Any]:
        self.full_clean()
        return self.cleaned_data


def pair(*fields: Any) -> Div:
    """Fields side by side when there is room."""
    return Div(*fields, css_class="form-row")


class Fold(Div):
    """Fields under a summary that opens and closes; open where something is already said."""

    template = "components/fold.html"

    def __init__(self, *fields: Any, summary: str, is_open: bool):
        super().__init__(*fields)
        self.summary, self.is_open = summary, is_open


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day chosen in the browser's calendar."""

    widget = DayInput


def _refuse_past(day: date) -> None:
    if day < clock.today():
        raise forms.ValidationError("Indiquez une date à venir.")


class ComingDayField(DayField):
    """Today or later, in the time of the application."""

    default_validators = [_refuse_past]


class MonthInput(forms.DateInput):
    """The browser's own chooser of months, where it has one; it wants « 2019-03 »."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"placeholder": "AAAA-MM", **(attrs or {})}, format="%Y-%m")


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = MonthInput
    input_formats = ["%Y-%m", "%m/%Y"]  # type: ignore[assignment]


def retype(form: forms.Form, **values: Any) -> None:
    """What was sent, but for these values: the next sending of the page carries them."""
    sent: Any = form.data
    data = sent.copy()
    for name, value in values.items():
        data[name] = value
    form.data = data


def codes_of(list_code: str, *, empty: str | None = None) -> list[tuple[str, str]]:
    """The codes of a reference list, after an empty choice when there is one."""
    rows = reference.choices(list_code)
    return rows if empty is None else [("", empty), *rows]


def stands_beside(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Refused because somebody was faster: each field where she says something else, and what stands there."""
    if not form.has_error(NON_FIELD_ERRORS, "stale"):
        return []
    return [(str(form[name].label), _in_words(form[name])) for name in form.changed_data]


def _in_words(field: forms.BoundField) -> str:
    offered: Any = getattr(field.field, "choices", ())
    label = next((label for value, label in offered if str(value) == str(field.initial)), field.initial)
    return str(label) if label not in (None, "", False) else "rien"
