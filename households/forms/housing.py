"""Where the household lives now; a step of a procedure."""

from django import forms

from households.forms.parts import CodeField, past_day
from partners.models import Commune, Organisation
from veille.core.forms import DayField, LaidOutForm, pair
from veille.core.normalise import sort_text

_DWELLING = ("landlord", "residence", "dwelling_type", "reference", "available_until")
_WHO_OPENS = (
    "Ce bailleur ouvrira la partie « Logement » du dossier : dès maintenant en maintien, "
    "à partir du bail signé en accès. Son accès prend fin avec cette période."
)


class CommuneField(forms.CharField):
    """A commune by name or INSEE code, accents or not: « Harnes », « Lomme », « 62413 »."""

    default_error_messages = {
        "unknown": "Aucune commune ne porte ce nom : vérifiez l’orthographe ou donnez le code INSEE.",
        "several": "Plusieurs communes portent ce nom : %(names)s. Donnez le code INSEE.",
    }

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = list(Commune.objects.filter(code=text.upper())[:1] or self._named(text))
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            names = ", ".join(f"{commune} : {commune.code}" for commune in found)
            raise forms.ValidationError(self.error_messages["several"], code="several", params={"names": names})
        return found[0]

    def prepare_value(self, value):
        return value.code if isinstance(value, Commune) else value

    @staticmethod
    def _named(text: str):
        name = sort_text(text.split("(")[0])
        exact = Commune.objects.filter(sort_name=name).order_by("code")[:6]
        return exact or Commune.objects.filter(sort_name__startswith=name).order_by("code")[:6]


class HousingForm(LaidOutForm):
    """The present situation, from a day on; arrears only for who may write them."""

    situation = CodeField("housing_situation", label="Situation")
    starts_on = DayField(label="Depuis le", validators=[past_day])
    modality = CodeField("housing_modality", label="Modalité", required=False)
    lease_signed_on = DayField(label="Bail signé le", required=False, validators=[past_day])
    commune = CommuneField(label="Commune", required=False, max_length=80)
    landlord = forms.ModelChoiceField(
        label="Bailleur du logement",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text=_WHO_OPENS,
    )
    residence = forms.CharField(label="Résidence", max_length=120, required=False)
    dwelling_type = CodeField("dwelling_type", label="Type de logement", required=False)
    reference = forms.CharField(label="Référence du bailleur", max_length=40, required=False)
    available_until = DayField(label="Disponible jusqu’au", required=False)
    monthly_rent = forms.DecimalField(
        label="Loyer mensuel hors charges (€)", max_digits=8, decimal_places=2, min_value=0, required=False
    )
    arrears = forms.DecimalField(
        label="Dette locative à cette date (€)", max_digits=10, decimal_places=2, min_value=0, required=False
    )

    def __init__(self, *args, landlords, may_write_arrears: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["landlord"].queryset = landlords
        if not may_write_arrears:
            del self.fields["arrears"]

    def layout(self):
        return [
            pair("situation", "starts_on"),
            pair("modality", "lease_signed_on"),
            pair("commune", "landlord"),
            pair("residence", "dwelling_type"),
            pair("reference", "available_until"),
            pair("monthly_rent", *(["arrears"] if "arrears" in self.fields else [])),
        ]

    def clean(self):
        data = super().clean()
        if data.get("landlord") and not data.get("commune") and "commune" not in self.errors:
            self.add_error("commune", "Indiquez la commune du logement.")
        return data

    def period(self) -> dict:
        """The fields of the period itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _DWELLING}

    def dwelling(self) -> dict | None:
        """The fields of the dwelling, when a landlord holds it."""
        if not self.cleaned_data["landlord"]:
            return None
        return {name: self.cleaned_data[name] for name in _DWELLING} | {"commune": self.cleaned_data["commune"]}


class StepForm(LaidOutForm):
    """A step of the procedure."""

    step = CodeField("procedure_step", label="Étape")
    starts_on = DayField(label="Depuis le", validators=[past_day])
    landlord = forms.ModelChoiceField(label="Bailleur", queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args, landlords, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["landlord"].queryset = landlords
