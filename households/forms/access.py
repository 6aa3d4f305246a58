"""Who else opens a file: a partner the household agreed to, a colleague, a named person."""

from django import forms

from households.forms.people_choice import AmongForm, PersonChoice
from households.models import TeamPart
from partners.models import User
from veille.core import clock
from veille.core.forms import DayField


class TeamForm(AmongForm):
    """A worker of the manager's own organisation."""

    user = forms.ModelChoiceField(label="Personne", queryset=User.objects.none(), empty_label="Choisir…")
    part = forms.ChoiceField(label="Part", choices=TeamPart.choices, initial=TeamPart.MEMBER)
    ends_on = DayField(
        label="Jusqu’au", required=False, help_text="Nécessaire pour un remplacement ; vide dans les autres cas."
    )

    def clean(self):
        data = super().clean()
        is_stand_in, ends_on = data.get("part") == TeamPart.STAND_IN, data.get("ends_on")
        if is_stand_in and not ends_on and "ends_on" not in self.errors:
            self.add_error("ends_on", "Indiquez jusqu’à quand dure le remplacement.")
        if ends_on and ends_on < clock.today():
            self.add_error("ends_on", "Indiquez une date à venir.")
        if not is_stand_in:
            data["ends_on"] = None
        return data


class NamedForm(AmongForm):
    """Somebody of an organisation that already opens the file."""

    user = PersonChoice(label="Personne", queryset=User.objects.none(), empty_label="Choisir…")
