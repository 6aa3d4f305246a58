"""The follow-up table: what narrows it, and the next step edited in its cell."""

from django import forms

from households.models import NextStep
from households.tracking import SORTS, Due
from partners.configuration import Door
from partners.models import Territory
from veille.core.forms import DayField, DayInput, FilterForm, codes_of


class TrackingFilterForm(FilterForm):
    due = forms.ChoiceField(label="Échéance", choices=[("", "Toutes"), *Due.choices], required=False)
    step = forms.ChoiceField(label="Étape", required=False)
    door = forms.ChoiceField(label="Porte", choices=[("", "Toutes"), *Door.choices], required=False)
    territory = forms.ModelChoiceField(
        label="Territoire", queryset=Territory.objects.none(), required=False, empty_label="Tous"
    )
    is_mine = forms.BooleanField(label="Seulement les dossiers où je suis dans l’équipe", required=False)
    sort = forms.ChoiceField(choices=[(key, key) for key in SORTS], required=False, widget=forms.HiddenInput)

    def __init__(self, *args, territories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories
        self.fields["step"].choices = codes_of("procedure_step", empty="Toutes")


class NextStepForm(forms.ModelForm):
    """`replaces` is the step her page showed: another one written meanwhile is not overwritten unread."""

    what = forms.CharField(
        label="Prochaine échéance", max_length=160, required=False, widget=forms.TextInput({"class": "form-control"})
    )
    due_on = DayField(label="Pour le", required=False, widget=DayInput({"class": "form-control"}))
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = NextStep
        fields = ["what", "due_on"]

    def clean(self):
        data = super().clean()
        if data.get("due_on") and not data.get("what"):
            self.add_error("what", "Dites ce qui est prévu ce jour-là.")
        return data
