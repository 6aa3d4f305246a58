"""A seat in an instance: for whom, of which partner."""

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet

from partners.forms.organisations import InvitedForm
from partners.models import Organisation
from veille.core.forms import pair


class SeatForm(InvitedForm):
    """Invite somebody of a partner to sit."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Organisme",
        empty_label="Choisir…",
        help_text="Les partenaires du dispositif. Un agent de l’État ou d’un financeur siège comme les autres membres.",
    )

    field_order = ("organisation",)

    def __init__(self, *args, organisations: QuerySet[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def layout(self) -> Iterable:
        return ["organisation", pair("first_name", "last_name"), "email"]
