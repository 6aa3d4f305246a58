"""The compte rendu as it is written, and an extract as it is handed over."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from crispy_forms.layout import HTML
from django import forms
from django.utils.html import format_html

from cellule.models import Minutes, MinutesEntry, MinutesExtract
from cellule.services.extracts import LONGEST_DAYS
from veille.core.forms import LaidOutForm

_TEXT = "text_"


class MinutesForm(LaidOutForm):
    """The common part, then one text an item; an item left empty shows its decision alone."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    general = forms.CharField(
        label="Partie commune",
        required=False,
        max_length=Minutes._meta.get_field("general").max_length,
        widget=forms.Textarea({"rows": 6}),
        help_text="Lue par tous les organismes qui siègent : ni nom, ni commune, ni numéro.",
    )

    def __init__(self, *args: Any, minutes: Minutes, entries: Iterable[MinutesEntry], **kwargs: Any):
        self.entries = list(entries)
        super().__init__(*args, **kwargs)
        self.initial = {"edition": minutes.edition, "general": minutes.general}
        for entry in self.entries:
            self.fields[f"{_TEXT}{entry.pk}"] = forms.CharField(
                label=f"Ce qui s’est dit – {entry.title}",
                required=False,
                max_length=MinutesEntry._meta.get_field("text").max_length,
                widget=forms.Textarea({"rows": 3}),
                initial=entry.text,
            )

    def layout(self) -> list:
        parts: list = ["edition", "general"]
        kind = ""
        for entry in self.entries:
            if entry.kind != kind:
                kind = entry.kind
                parts.append(HTML(format_html("<h2>{}</h2>", entry.get_kind_display())))
            parts.append(f"{_TEXT}{entry.pk}")
        return parts

    @property
    def texts(self) -> dict[UUID, str]:
        return {entry.pk: self.cleaned_data[f"{_TEXT}{entry.pk}"] for entry in self.entries}


class ExtractForm(LaidOutForm):
    """To whom, for how long."""

    recipient = forms.CharField(
        label="Remis à",
        max_length=MinutesExtract._meta.get_field("recipient").max_length,
        help_text="Le service ou la fonction : « SIAO du Pas-de-Calais », « service social de l’hôpital ».",
        error_messages={"required": "Dites à quel service l’extrait est remis."},
    )
    days = forms.IntegerField(label="Ouvert pendant (jours)", min_value=1, max_value=LONGEST_DAYS, initial=15)
