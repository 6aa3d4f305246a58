"""Where the household lives, now or before, and the dates of a situation."""

from crispy_forms.layout import HTML, Div, Field
from django import forms
from django.db.models import Q, QuerySet

from households.forms.parts import CodeField, past_day
from households.models import Dwelling
from partners.models import Commune, Organisation
from veille.core import reference
from veille.core.forms import DayField, LaidOutForm, pair
from veille.core.normalise import sort_text

SEARCH = "search"
_DWELLING = ("landlord", "residence", "dwelling_type", "financing", "surface", "reference", "available_until")
_OF_THE_SEARCH = ("dwelling_search", "known_dwelling")
_FOUND_AT_MOST = 10
_WHO_OPENS = (
    "Ce bailleur ouvrira la partie « Logement » du dossier : dès maintenant en maintien, "
    "à partir du bail signé en accès. Son accès prend fin avec cette période."
)
_SEARCH_BUTTON = (
    f'<p><button class="btn btn-secondary" type="submit" name="action" value="{SEARCH}" formnovalidate>'
    "Chercher ce logement</button></p>"
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


class OwnDwellingSearch(LaidOutForm):
    """A landlord's people find one of their own dwellings; nobody finds another landlord's."""

    dwelling_search = forms.CharField(
        label="Un logement que votre organisme a déjà noté ?",
        required=False,
        max_length=80,
        help_text="Référence, résidence ou commune.",
    )
    known_dwelling = forms.ChoiceField(label="Logements trouvés", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, own_dwellings: QuerySet[Dwelling] | None, **kwargs):
        super().__init__(*args, **kwargs)
        self._own = own_dwellings
        if own_dwellings is None:
            for name in _OF_THE_SEARCH:
                del self.fields[name]
            return
        found = self._found()
        self.fields["known_dwelling"].choices = [("", "Aucun de ceux-là"), *((str(d.pk), _told(d)) for d in found)]
        if not found:
            self.fields["known_dwelling"].widget = forms.HiddenInput()

    def _found(self) -> list[Dwelling]:
        text = (self.data.get("dwelling_search", "") if self.is_bound else "").strip()
        if not text:
            return []
        rows = self._own.filter(
            Q(reference__icontains=text) | Q(residence__icontains=text) | Q(commune__sort_name=sort_text(text))
        )
        return list(rows[:_FOUND_AT_MOST])

    def search_layout(self) -> list:
        if self._own is None:
            return []
        has_found = not isinstance(self.fields["known_dwelling"].widget, forms.HiddenInput)
        nothing = HTML('<p class="quiet">Aucun logement de votre organisme ne correspond.</p>')
        looked = self.is_bound and self.data.get("dwelling_search")
        results = [Field("known_dwelling", template="components/radio_cards.html")] if has_found else []
        return [
            Div(
                "dwelling_search",
                HTML(_SEARCH_BUTTON),
                *results,
                *([nothing] if looked and not has_found else []),
                css_class="section",
            )
        ]

    def silence(self) -> None:
        """A search says nothing yet of what is missing."""
        self.full_clean()
        self._errors = forms.utils.ErrorDict()

    def clean_known_dwelling(self) -> Dwelling | None:
        chosen = self.cleaned_data["known_dwelling"]
        return self._own.get(pk=chosen) if chosen else None


def _told(dwelling: Dwelling) -> str:
    kind = reference.label("dwelling_type", dwelling.dwelling_type) if dwelling.dwelling_type else ""
    parts = (dwelling.residence, dwelling.commune.name, kind, dwelling.reference and f"réf. {dwelling.reference}")
    return ", ".join(part for part in parts if part)


class HousingForm(OwnDwellingSearch):
    """The present situation, from a day on; arrears only for who may write them."""

    situation = CodeField("housing_situation", label="Situation")
    starts_on = DayField(label="Depuis le", validators=[past_day])
    modality = CodeField("housing_modality", label="Modalité", required=False)
    lease_signed_on = DayField(label="Bail signé le", required=False, validators=[past_day])
    contract_number = forms.CharField(label="Numéro de bail", max_length=40, required=False)
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
    financing = CodeField("dwelling_financing", label="Financement", required=False)
    surface = forms.DecimalField(
        label="Surface (m²)", max_digits=6, decimal_places=2, min_value=1, required=False, localize=True
    )
    reference = forms.CharField(label="Référence du bailleur", max_length=40, required=False)
    available_until = DayField(label="Disponible jusqu’au", required=False)
    monthly_rent = forms.DecimalField(
        label="Loyer mensuel hors charges (€)", max_digits=8, decimal_places=2, min_value=0, required=False
    )
    monthly_charges = forms.DecimalField(
        label="Charges mensuelles (€)", max_digits=8, decimal_places=2, min_value=0, required=False
    )
    arrears = forms.DecimalField(
        label="Dette locative à cette date (€)", max_digits=10, decimal_places=2, min_value=0, required=False
    )

    def __init__(self, *args, landlords, may_write_arrears: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["landlord"].queryset = landlords
        if not may_write_arrears:
            del self.fields["arrears"]

    def days(self) -> list:
        return [pair("situation", "starts_on")]

    def layout(self):
        return [
            *self.days(),
            pair("modality", "lease_signed_on"),
            *self.search_layout(),
            pair("commune", "landlord"),
            pair("residence", "reference"),
            pair("dwelling_type", "surface"),
            pair("financing", "available_until"),
            pair("monthly_rent", "monthly_charges"),
            pair("contract_number", *(["arrears"] if "arrears" in self.fields else [])),
        ]

    def clean(self):
        data = super().clean()
        if data.get("known_dwelling"):
            return data
        if data.get("landlord") and not data.get("commune") and "commune" not in self.errors:
            self.add_error("commune", "Indiquez la commune du logement.")
        return data

    def housing(self) -> dict:
        """What the service is given: the period itself, and a known dwelling or the fields of a new one."""
        data = self.cleaned_data
        known = data.get("known_dwelling")
        period = {name: value for name, value in data.items() if name not in (*_DWELLING, *_OF_THE_SEARCH)}
        if known:
            return period | {"dwelling": known, "commune": known.commune}
        return period | {"dwelling_fields": self._dwelling()}

    def _dwelling(self) -> dict | None:
        """The fields of the dwelling, when a landlord holds it."""
        if not self.cleaned_data["landlord"]:
            return None
        return {name: self.cleaned_data[name] for name in _DWELLING} | {"commune": self.cleaned_data["commune"]}


class PastHousingForm(HousingForm):
    """A situation of the past, from a day to a day."""

    ends_on = DayField(label="Jusqu’au", validators=[past_day])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].label = "Du"
        self.fields["landlord"].help_text = "Ce bailleur n’ouvre pas le dossier pour une période passée."
        del self.fields["available_until"]

    def days(self) -> list:
        return ["situation", pair("starts_on", "ends_on")]

    def layout(self):
        rows = super().layout()
        return [pair("financing") if "available_until" in getattr(row, "fields", ()) else row for row in rows]

    def _dwelling(self) -> dict | None:
        self.cleaned_data.setdefault("available_until", None)
        fields = super()._dwelling()
        self.cleaned_data.pop("available_until", None)
        return fields


class HousingDatesForm(LaidOutForm):
    """The dates of a situation as they should have been noted."""

    starts_on = DayField(label="Depuis le", validators=[past_day])
    ends_on = DayField(
        label="Jusqu’au", required=False, validators=[past_day], help_text="Vide : c’est la situation actuelle."
    )
    lease_signed_on = DayField(label="Bail signé le", required=False, validators=[past_day])

    def layout(self):
        return [pair("starts_on", "ends_on"), "lease_signed_on"]
