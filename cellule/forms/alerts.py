"""Alerting the social team, and what becomes of an alert."""

from django import forms

from cellule.forms.referral_door import DangerForm
from cellule.models import SocialAlert
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, pair


def _longest(name: str) -> int:
    return SocialAlert._meta.get_field(name).max_length


class AlertForm(LaidOutForm):
    """Four answers, none of which is compared with anything."""

    address = forms.CharField(
        label="Où ?",
        max_length=_longest("address"),
        help_text="L’adresse, l’étage, le numéro du logement.",
        error_messages={"required": "Dites où : l’adresse suffit."},
    )
    fact = forms.CharField(
        label="Qu’avez-vous vu ou entendu ?",
        max_length=_longest("fact"),
        widget=forms.Textarea({"rows": 4}),
        help_text="Un fait, sans jugement : « la boîte aux lettres déborde depuis un mois ».",
        error_messages={"required": "Dites ce que vous avez constaté."},
    )
    happened_on = DayField(label="Quand ?", error_messages={"required": "Dites quel jour."})
    sender_name = forms.CharField(
        label="Votre nom",
        max_length=_longest("sender_name"),
        help_text="Le pôle social pourra vous rappeler.",
        error_messages={"required": "Dites votre nom."},
    )

    def layout(self) -> list:
        return ["address", "fact", pair("happened_on", "sender_name")]

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > clock.today():
            raise forms.ValidationError("Indiquez un jour passé, ou aujourd’hui.")
        return day


class TurnForm(DangerForm):
    """The first question of an orientation, before anything else is written."""


class CloseForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi sans orientation ?",
        max_length=_longest("reason"),
        help_text="Par exemple : visite faite, tout va bien ; déjà suivi.",
        error_messages={"required": "Dites pourquoi l’alerte est close sans orientation."},
    )
