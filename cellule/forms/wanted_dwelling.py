"""What is looked for: types of dwelling and communes, asked alike of a household and of landlords."""

from django import forms

from partners.models import Commune


class WantedDwelling(forms.Form):
    """The form that takes these fields says which types and which communes may be chosen."""

    dwelling_types = forms.MultipleChoiceField(
        label="Types de logement", required=False, widget=forms.CheckboxSelectMultiple
    )
    communes = forms.ModelMultipleChoiceField(
        label="Communes",
        queryset=Commune.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune : tout le territoire convient.",
    )
