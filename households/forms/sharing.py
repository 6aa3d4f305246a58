"""What the household said of telling an organisation, and what it said of being accompanied no longer."""

from django import forms

from households.forms.parts import past_day
from households.rights_choices import SharingCategory, SharingState
from partners.models import Organisation
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, pair

# The texts that let professionals tell what is strictly necessary, the person being informed.
LEGAL_GROUNDS = (
    "CASF, article L121-6-2 (professionnels d’une même personne)",
    "CASF, article L345-2-10 (SIAO)",
    "CASF, article L226-2-2 (protection de l’enfance)",
    "Loi du 6 juillet 1989, article 24 (CCAPEX)",
    "CSP, article L1110-4 (équipe de soins)",
)


class SharingForm(LaidOutForm):
    """An organisation, what it is told, and what the household said of it."""

    organisation = forms.ModelChoiceField(
        label="Organisme", queryset=Organisation.objects.none(), empty_label="Choisir…"
    )
    category = forms.ChoiceField(
        label="Ce qui serait partagé",
        choices=SharingCategory.choices,
        widget=forms.RadioSelect,
        help_text="Les deux premiers ouvrent le dossier à l’organisme ; les autres se disent ou s’écrivent.",
    )
    state = forms.ChoiceField(
        label="Ce que le ménage en a dit",
        choices=[choice for choice in SharingState.choices if choice[0] != SharingState.WITHDRAWN],
        initial=SharingState.AGREED,
    )
    on = DayField(label="Recueilli le", validators=[past_day])
    ends_on = DayField(
        label="Valable jusqu’au", required=False, help_text="Vide : jusqu’à ce que le ménage change d’avis."
    )
    legal_ground = forms.ChoiceField(
        label="Fondement légal",
        required=False,
        choices=[("", "Choisir…"), *((ground, ground) for ground in LEGAL_GROUNDS)],
        help_text="Nécessaire quand l’accord n’est pas requis.",
    )
    agreed = forms.BooleanField(
        label="Le ménage sait ce qui sera partagé, avec qui, pourquoi, et comment arrêter.",
        required=False,
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def layout(self):
        return ["organisation", "category", "state", pair("on", "ends_on"), "legal_ground", "agreed"]

    def clean(self):
        data = super().clean()
        state = data.get("state")
        if state in {SharingState.AGREED, SharingState.NOT_REQUIRED} and not data.get("agreed"):
            self.add_error("agreed", "Sans que le ménage le sache, rien n’est partagé.")
        if state == SharingState.NOT_REQUIRED and not data.get("legal_ground"):
            self.add_error("legal_ground", "Dites quel texte permet ce partage sans accord.")
        if data.get("ends_on") and data["ends_on"] <= clock.today():
            self.add_error("ends_on", "Indiquez une date à venir, ou laissez vide.")
        return data

    def said(self) -> dict:
        """What the service writes."""
        kept = {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
        if kept["state"] != SharingState.NOT_REQUIRED:
            kept["legal_ground"] = ""
        return kept


class WithdrawalForm(LaidOutForm):
    """The household no longer agrees; a word of why is welcome, never asked of it."""

    reason = forms.CharField(
        label="Précision", max_length=200, required=False, help_text="Facultatif : le ménage n’a pas à se justifier."
    )
