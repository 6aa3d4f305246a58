"""A temporary stay: until when, decided by whom, and what comes after."""

from django import forms

from households.forms.parts import past_day
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, pair


class StayTermForm(LaidOutForm):
    """The first contract, or one renewal more; beyond what the dispositif provides for, it asks why."""

    term_on = DayField(label="Jusqu’au")
    decided_on = DayField(label="Décidé le", validators=[past_day], initial=clock.today)
    decided_by = forms.CharField(
        label="Décidé par", max_length=120, help_text="L’instance, l’organisme ou la fonction, sans nom du ménage."
    )
    onward = forms.CharField(
        label="Suite prévue",
        max_length=200,
        required=False,
        help_text="Par exemple : « demande de logement déposée ». Le bailleur du logement la lit.",
    )
    reason = forms.CharField(label="Pourquoi le séjour continue", max_length=200, required=False)

    def __init__(self, *args, is_beyond: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_beyond:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "Le nombre de renouvellements prévu par le dispositif est atteint."
        else:
            del self.fields["reason"]

    def layout(self):
        rest = [name for name in ("onward", "reason") if name in self.fields]
        return [pair("term_on", "decided_on"), "decided_by", *rest]
