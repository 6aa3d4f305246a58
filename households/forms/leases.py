"""A sliding lease: its convention, its reviews, the prefect told, what became of it."""

from crispy_forms.layout import Field
from django import forms

from households.choices import LeaseResult
from households.forms.parts import past_day
from partners.models import Organisation
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, pair


class LeaseForm(LaidOutForm):
    """The convention signed between the household, the association and the landlord."""

    association = forms.ModelChoiceField(
        label="Association signataire", queryset=Organisation.objects.none(), empty_label="Choisir…"
    )
    signed_on = DayField(label="Convention signée le", validators=[past_day])
    term_on = DayField(
        label="Terme de la convention", help_text="Le préfet est informé deux mois avant : « À faire » le rappellera."
    )

    def __init__(self, *args, associations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = associations

    def layout(self):
        return ["association", pair("signed_on", "term_on")]


class LeaseReviewDayForm(LaidOutForm):
    """The day of a review."""

    planned_on = DayField(label="Bilan prévu le")


class LeaseReviewForm(LaidOutForm):
    """What a review concluded; the landlord is there, and reads it."""

    done_on = DayField(label="Bilan fait le", validators=[past_day], initial=clock.today)
    conclusion = forms.CharField(
        label="Conclusion",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Lue par le bailleur, qui participe au bilan : le loyer, l’occupation, la suite.",
    )


class PrefectForm(LaidOutForm):
    """The day the prefect was told."""

    prefect_told_on = DayField(label="Préfet informé le", validators=[past_day], initial=clock.today)


class LeaseResultForm(LaidOutForm):
    """What became of the convention at its term, or before."""

    result = forms.ChoiceField(
        label="Qu’est devenu le bail ?",
        choices=[choice for choice in LeaseResult.choices if choice[0] != LeaseResult.PENDING],
        widget=forms.RadioSelect,
    )
    result_on = DayField(label="À la date du", validators=[past_day], initial=clock.today)
    new_term_on = DayField(label="Nouveau terme", required=False, help_text="Si la convention est renouvelée.")
    reason = forms.CharField(
        label="Motif", max_length=200, required=False, help_text="Nécessaire quand le bail n’a pas glissé."
    )

    def layout(self):
        return [
            Field("result", template="components/radio_cards.html"),
            pair("result_on", "new_term_on"),
            "reason",
        ]
