"""The number of the household in another register."""

import re

from crispy_forms.layout import Field
from django import forms

from households.forms.parts import EndField, SourceField
from households.models import ReferenceKind, Source, reference_key
from veille.core.forms import LaidOutForm, pair

# What such a number looks like, lightly: each register has changed its own more than once.
_SHAPES = {
    ReferenceKind.SIAO: (re.compile(r"\d{4,12}"), "Le numéro SI-SIAO s’écrit en chiffres (4 à 12)."),
    ReferenceKind.DALO: (re.compile(r"[0-9A-Z]{6,20}"), "Le numéro de recours DALO compte 6 à 20 chiffres et lettres."),
    ReferenceKind.NUR: (re.compile(r"[0-9A-Z]{12,20}"), "Le numéro unique compte 18 chiffres (12 à 20 acceptés)."),
    ReferenceKind.OWN: (re.compile(r"[0-9A-Z]{1,40}"), "La référence compte au moins un chiffre ou une lettre."),
}


class ReferenceForm(LaidOutForm):
    """`may_confide` and `may_tell`: what is confided stays from the landlord, what is known is read by its people."""

    kind = forms.ChoiceField(label="Registre", choices=[("", "Choisir…"), *ReferenceKind.choices])
    value = forms.CharField(
        label="Numéro", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "class": "num"})
    )
    valid_until = EndField(
        label="Valable jusqu’au",
        required=False,
        help_text="Demande de logement social : un an, puis elle se renouvelle. Recours DALO : le jour où le délai "
        "s’achève. « À faire » le rappelle avant.",
    )
    source = SourceField()

    def __init__(self, *args, may_confide: bool, may_tell: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self._source = Source.CONFIDED if may_confide else Source.LANDLORD_KNOWN
        if not (may_confide and may_tell):
            del self.fields["source"]

    def layout(self):
        source = [Field("source", template="components/radio_cards.html")] if "source" in self.fields else []
        return [pair("kind", "value"), "valid_until", *source]

    def clean(self):
        kind, value = self.cleaned_data.get("kind"), self.cleaned_data.get("value")
        if kind and value:
            shape, sentence = _SHAPES[kind]
            if not shape.fullmatch(reference_key(value)):
                self.add_error("value", sentence)
        self.cleaned_data.setdefault("source", self._source)
