"""Which columns, in which format, and why."""

from typing import Any

from django import forms

from veille.core.actor import Actor
from veille.core.exports.listings import Listing, State, columns_for
from veille.core.forms import LaidOutForm
from veille.core.models import ExportFormat

_SHORTEST_REASON = 8


class ExportForm(LaidOutForm):
    """The reason is compulsory as soon as a column tells who somebody is."""

    columns = forms.MultipleChoiceField(
        label="Colonnes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Gardez au moins une colonne."},
    )
    format = forms.ChoiceField(
        label="Format", choices=ExportFormat.choices, initial=ExportFormat.XLSX, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Pourquoi prenez-vous ces noms ?",
        max_length=250,
        required=False,
        help_text="Nécessaire dès qu’une colonne nomme quelqu’un. Ce motif est gardé un an.",
    )

    def __init__(self, *args, listing: Listing, actor: Actor, state: State, **kwargs):
        super().__init__(*args, **kwargs)
        offered = columns_for(listing, actor, state)
        self.named = {column.key for column in offered if column.is_named}
        choices: Any = self.fields["columns"]
        choices.choices = [(column.key, column.label) for column in offered]
        choices.initial = [column.key for column in offered if column.is_ticked]
        self.extra = listing.extra_fields(actor, state)
        self.fields.update(self.extra)
        if not self.named:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        if self.named & set(self.cleaned_data.get("columns", ())) and len(reason) < _SHORTEST_REASON:
            raise forms.ValidationError("Dites en quelques mots pourquoi : ce tableau nomme des personnes.")
        return reason

    def answers(self) -> State:
        """What was answered besides, which joins the state of the list."""
        return {name: self.cleaned_data[name] for name in self.extra}
