"""A right or a number that ends: renewed, or over."""

from crispy_forms.layout import Field
from django import forms

from households.forms.budget import MonthField
from households.forms.parts import likely_end
from veille.core.forms import ComingDayField, LaidOutForm

RENEWED, ENDED = "renewed", "ended"
_NO_DAY = "Indiquez jusqu’à quel jour."


class _EndForm(LaidOutForm):
    """Renewed until a day to come, or over."""

    outcome = forms.ChoiceField(label="Qu’en est-il ?", widget=forms.RadioSelect)
    until = ComingDayField(label="Renouvelé jusqu’au", required=False, validators=[likely_end])

    def layout(self):
        rest = [name for name in self.fields if name != "outcome"]
        return [Field("outcome", template="components/radio_cards.html"), *rest]

    def clean(self):
        data = super().clean()
        if data.get("outcome") == RENEWED and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _NO_DAY)
        return data

    @property
    def is_renewed(self) -> bool:
        return self.cleaned_data["outcome"] == RENEWED


class RightEndForm(_EndForm):
    """A resource: what is no longer paid leaves the budget from a month on."""

    month = MonthField(label="S’il est terminé : plus perçu à partir de")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(RENEWED, "Le droit est renouvelé"), (ENDED, "Le droit est terminé")]
        self.fields["until"].help_text = "Le montant ne change pas. S’il change, notez-le dans le budget."


class ReferenceEndForm(_EndForm):
    """A number in another register."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            (RENEWED, "La demande est renouvelée, ou le délai prolongé"),
            (ENDED, "C’est terminé : demande satisfaite ou radiée, décision rendue"),
        ]
