"""Forms of the results: filters, texts of the fiche projet, reason of a publication."""

from django import forms

from partners.configuration import Door
from partners.models import Dispositif, Organisation, PartnershipPart, Territory
from reports.indicators import Scope
from reports.texts import SECTIONS
from veille.core.forms import DayField, LaidOutForm


class ScopeForm(LaidOutForm):
    """On what the numbers are computed. Who reads masked numbers chooses a door only.

    Free windows and crossings would let her subtract.
    """

    porte = forms.ChoiceField(label="Porte", choices=[("", "Toutes"), *Door.choices], required=False)
    territoire = forms.ModelChoiceField(label="Territoire", queryset=Territory.objects.none(), required=False)
    bailleur = forms.ModelChoiceField(label="Bailleur", queryset=Organisation.objects.none(), required=False)
    du = DayField(label="Du", required=False)
    au = DayField(label="Au", required=False)

    def __init__(self, *args, dispositif: Dispositif, door_only: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territoire"].queryset = dispositif.territories.order_by("name")
        landlords = dispositif.partnerships.filter(part=PartnershipPart.LANDLORD).values("organisation")
        self.fields["bailleur"].queryset = Organisation.objects.filter(pk__in=landlords)
        for name in ("territoire", "bailleur"):
            self.fields[name].empty_label = "Tous"
        if door_only:
            for name in ("territoire", "bailleur", "du", "au"):
                del self.fields[name]

    def narrowed(self, scope: Scope) -> Scope:
        """The scope with what was chosen; a choice that is not one changes nothing."""
        chosen = self.cleaned_data if self.is_valid() else {}
        start, end = chosen.get("du") or scope.start, chosen.get("au") or scope.end
        if start <= end:
            scope = scope.between(max(start, scope.start), min(end, scope.end))
        return scope.filtered(
            door=chosen.get("porte") or "", territory=chosen.get("territoire"), landlord=chosen.get("bailleur")
        )


class FicheForm(LaidOutForm):
    """The texts of the fiche projet, one field a section."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, title in SECTIONS:
            rows = 2 if key == "contact" else 6
            self.fields[key] = forms.CharField(
                label=title, required=False, max_length=6000, widget=forms.Textarea({"rows": rows})
            )


class PublicationForm(LaidOutForm):
    """Why a document may be read by the partners."""

    because = forms.CharField(
        label="Pourquoi publier ce document",
        max_length=250,
        help_text="Ses totaux seront lus tels quels, même petits. La raison est gardée avec le document.",
    )
