"""What the forms of a file share: codes, sources, days that are not to come."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from households.models import Finding, Source
from veille.core import clock
from veille.core.forms import DayField, codes_of


def past_day(value) -> None:
    """A fact is not noted in advance."""
    if value > clock.today():
        raise ValidationError("Indiquez une date passée ou celle d’aujourd’hui.", code="future")


OLDEST = 120
# Around this year, where an end is likely.
_YEARS_BACK, _YEARS_AHEAD = 5, 20
_CONFIDED = (
    "Lue par l’équipe d’accompagnement. Non visible par le bailleur, hors son équipe quand elle accompagne ce ménage."
)
_UNKNOWN = "unknown"  # « Non renseigné » in the reference lists
_LEVELS = [(value, label.split(" – ")[-1]) for value, label in Finding._meta.get_field("severity").choices]
SEVERITIES = [(value, label) for value, label in _LEVELS if value is not None]
# A sign in the form, an empty column: what nobody weighed is not a number.
_UNWEIGHED = "?"
SEVERITIES_OR_NONE = [*SEVERITIES, *((_UNWEIGHED, label) for value, label in _LEVELS if value is None)]


def severity_of(answer: str) -> int | None:
    return None if answer == _UNWEIGHED else int(answer)


def check_birth_year(year: int | None, *, latest: int | None = None) -> None:
    """A year somebody alive may be born in; `latest` says more than this year for a child to be born."""
    this_year = clock.today().year
    latest = latest or this_year
    if year and not this_year - OLDEST <= year <= latest:
        raise ValidationError(f"Indiquez une année entre {this_year - OLDEST} et {latest}.")


class CodeField(forms.ChoiceField):
    """A code of a reference list, as offered on the day the page is made.

    Optional, it says « Non renseigné » once: the empty choice stands for the code of that name, still taken
    where it was noted.
    """

    def __init__(self, list_code: str, **kwargs):
        self.list_code = list_code
        super().__init__(choices=self._offered, **kwargs)

    def _offered(self) -> list[tuple[str, str]]:
        if self.required:
            return codes_of(self.list_code, empty="Choisir…")
        named = [choice for choice in codes_of(self.list_code) if choice[0] != _UNKNOWN]
        return [("", "Non renseigné"), *named]

    def valid_value(self, value):
        return super().valid_value(value) or (not self.required and value == _UNKNOWN)


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
            Source.CONFIDED: {"help": _CONFIDED},
        }


def likely_end(day: date) -> None:
    """A year typed wrong would never be told."""
    if not -_YEARS_BACK <= day.year - clock.today().year <= _YEARS_AHEAD:
        raise ValidationError("Vérifiez l’année.", code="year")


class EndField(DayField):
    """Until when a right is open or a number valid; it may be past already."""

    default_validators = [likely_end]
