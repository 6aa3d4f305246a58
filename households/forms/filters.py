"""What narrows the list of cases; kept in the address (the text searched is not: see `households.searching`)."""

from collections.abc import Iterable
from uuid import UUID

from django import forms

from households.listing import SORTS
from households.states import CaseStage
from partners.configuration import Door
from veille.core.forms import FilterForm


class CaseFilterForm(FilterForm):
    door = forms.ChoiceField(label="Porte", choices=[("", "Toutes"), *Door.choices], required=False)
    stage = forms.ChoiceField(label="État", choices=[("", "Tous"), *CaseStage.choices], required=False)
    territory = forms.ChoiceField(label="Territoire", required=False)
    sort = forms.ChoiceField(choices=[(key, key) for key in SORTS], required=False, widget=forms.HiddenInput)

    def __init__(self, *args, territories: Iterable[tuple[UUID, str]], knows_files: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = [("", "Tous"), *((str(key), name) for key, name in territories)]
        if not knows_files:
            del self.fields["door"], self.fields["territory"]
