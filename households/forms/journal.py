"""What narrows the journal; days and a person's identifier, nothing of a household."""

from django import forms

from partners.models import User
from veille.core.forms import DayField, FilterForm
from veille.core.models import AccessKind


class JournalFilterForm(FilterForm):
    user = forms.ModelChoiceField(label="Personne", queryset=User.objects.none(), required=False, empty_label="Toutes")
    kind = forms.ChoiceField(label="Nature", choices=[("", "Toutes"), *AccessKind.choices], required=False)
    since = DayField(label="Du", required=False)
    until = DayField(label="Au", required=False)

    def __init__(self, *args, people, with_kinds: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        if not with_kinds:
            del self.fields["kind"]
