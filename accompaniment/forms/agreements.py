"""The agreement with the household: how we meet, what each does, until when."""

from crispy_forms.layout import Field
from django import forms

from accompaniment.forms.fields import Day, Words
from accompaniment.forms.plans import in_three_months
from partners.configuration import Configuration
from veille.core.forms import ComingDayField, LaidOutForm, codes_of, pair

_UNSAID = {"unknown", "other"}


class AgreementForm(LaidOutForm):
    """What the dispositif says is proposed; each line is said again, or changed, with the household."""

    rhythm = forms.ChoiceField(label="Nous nous voyons", error_messages={"required": "Choisissez un rythme."})
    place = forms.CharField(
        label="Où", max_length=120, required=False, help_text="Par exemple : chez vous, ou dans nos locaux."
    )
    themes = forms.MultipleChoiceField(
        label="De quoi nous parlons", required=False, widget=forms.CheckboxSelectMultiple
    )
    theirs = Words(label="Ce que fait le ménage", max_length=2000, help_text="Une ligne par engagement.")
    ours = Words(label="Ce que nous faisons", max_length=2000, help_text="Une ligne par engagement.")
    review_on = ComingDayField(
        label="Prochain point ensemble", initial=in_three_months, error_messages={"required": "Indiquez une date."}
    )
    ends_on = Day(label="Jusqu’au", required=False)

    def __init__(self, *args, configuration: Configuration, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = codes_of("contact_rhythm", empty="Choisissez…")
        self.fields["themes"].choices = [row for row in codes_of("action_theme") if row[0] not in _UNSAID]
        self.fields["ours"].initial = "\n".join(configuration.agreement.ours)
        self.fields["theirs"].initial = "\n".join(configuration.agreement.theirs)

    def layout(self):
        return [
            pair("rhythm", "place"),
            Field("themes", template="components/chips.html"),
            "theirs",
            "ours",
            pair("review_on", "ends_on"),
        ]
