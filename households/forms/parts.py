"""What the forms of a file share: layout, days, codes, sources."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from households.models import Source
from veille.core import clock, reference


def helper(*layout) -> FormHelper:
    """The template keeps `<form>`, token and buttons."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    if layout:
        made.layout = Layout(*layout)
    return made


def pair(*fields: str) -> Div:
    """Two fields side by side when there is room."""
    return Div(*fields, css_class="form-row")


def past_day(value) -> None:
    """A fact is not noted in advance."""
    if value > clock.today():
        raise ValidationError("Indiquez une date passée ou celle d’aujourd’hui.", code="future")


class DayField(forms.DateField):
    """A day chosen in the browser's calendar."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class CodeField(forms.ChoiceField):
    """A code of a reference list, as offered on the day the page is made."""

    def __init__(self, list_code: str, **kwargs):
        self.list_code = list_code
        super().__init__(choices=self._offered, **kwargs)

    def _offered(self) -> list[tuple[str, str]]:
        return [("", "Choisir…" if self.required else "Non renseigné"), *reference.choices(self.list_code)]


class SourceField(forms.ChoiceField):
    """Where a fact comes from; the form says who will read it."""

    def __init__(self, **kwargs):
        super().__init__(
            label="D’où vient cette information ?",
            choices=Source.choices,
            widget=forms.RadioSelect,
            initial=Source.CONFIDED,
            **kwargs,
        )
        self.details = {
            Source.LANDLORD_KNOWN: {"help": "Le bailleur la connaît déjà : ses agents autorisés la lisent."},
            Source.CONFIDED: {"help": "Lue par l’équipe d’accompagnement. Non visible par le bailleur."},
        }
