"""Shifts of duty, and accès d'urgence motivé."""

from django import forms

from households.forms.people_choice import AmongForm
from households.models import EmergencyReason, Verdict
from partners.models import User
from veille.core.forms import LaidOutForm, pair

_ISO = "%Y-%m-%dT%H:%M"


class HourInput(forms.DateTimeInput):
    """The browser's own chooser of a day and an hour."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format=_ISO)


class HourField(forms.DateTimeField):
    """A day and an hour, in Paris."""

    widget = HourInput
    input_formats = [_ISO, f"{_ISO}:%S", "%d/%m/%Y %H:%M"]  # type: ignore[assignment]


class ShiftForm(AmongForm):
    """Somebody of the manager's organisation, from an hour to an hour."""

    user = forms.ModelChoiceField(label="Personne", queryset=User.objects.none(), empty_label="Choisir…")
    starts_at = HourField(label="Du")
    ends_at = HourField(label="Au")

    def layout(self):
        return ["user", pair("starts_at", "ends_at")]


class EmergencyForm(LaidOutForm):
    """A number, a ground and a sentence; the answer never tells whether the number exists."""

    number = forms.CharField(
        label="Numéro du dossier", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reason = forms.ChoiceField(label="Motif", choices=EmergencyReason.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label="Ce qui se passe",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par la personne prévenue et par qui revoit l’accès. Dites l’urgence, pas l’histoire du ménage.",
    )


class ReviewForm(LaidOutForm):
    """What the reviewer thinks of it; not justified closes the file at once."""

    verdict = forms.ChoiceField(label="Votre avis", choices=Verdict.choices, widget=forms.RadioSelect)
    remark = forms.CharField(label="Remarque", max_length=300, required=False)

    def layout(self):
        return ["verdict", "remark"]
