"""The line of a place, who enters it and leaves it, what narrows the inventory."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.db.models import QuerySet

from households.forms.housing import CommuneField
from households.forms.parts import CodeField, past_day
from households.models import Dwelling, TransitionalPlace
from partners.models import Dispositif, Organisation, User
from veille.core import clock, reference
from veille.core.formats import counted, plus_months
from veille.core.forms import DayField, FilterForm, LaidOutForm, pair

_STATES = [("", "En service"), ("free", "Libres"), ("taken", "Occupées"), ("withdrawn", "Retirées")]
_WHERE = ("landlord", "commune", "residence", "dwelling_type", "reference", "is_secret")
_NEW = "new"
_MODEL = TransitionalPlace._meta.get_field
# Past so many months, a page of figures says too little of each.
_LONGEST_MONTHS = 36


class PlaceForm(LaidOutForm):
    """What a place is; nothing of a person."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="Nom de la place",
        max_length=_MODEL("name").max_length,
        help_text="Par exemple « Maison 3 » ou « Chambre 2 » : jamais le nom de qui y vit.",
    )
    modality = CodeField("housing_modality", label="Modalité")
    capacity = forms.IntegerField(label="Personnes au plus", min_value=1, max_value=30)
    operator = forms.ModelChoiceField(
        label="Association qui y accompagne",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Notre organisme",
        help_text="Elle lira la ligne de cette place et pourra y faire entrer un ménage.",
    )
    available_from = DayField(label="Disponible à partir du", initial=clock.today)
    available_until = DayField(
        label="Jusqu’au", required=False, help_text="Fin du logement entier : démolition, travaux, fin de convention."
    )
    equipment = forms.CharField(
        label="Équipement", required=False, max_length=_MODEL("equipment").max_length, help_text="Rien d’une personne."
    )

    def __init__(self, *args, operators: QuerySet[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = operators

    def layout(self) -> list:
        return [
            pair("name", "modality"),
            pair("capacity", "operator"),
            pair("available_from", "available_until"),
            "equipment",
            *(["named_people"] if "named_people" in self.fields else []),
            "version",
        ]

    def answer(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PlaceChangeForm(PlaceForm):
    """A secret place says besides who is shown it."""

    named_people = forms.ModelMultipleChoiceField(
        label="Personnes nommées",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Elles seules, et vous, voient cette place tenue secrète.",
    )

    def __init__(self, *args, people: QuerySet[User] | None, **kwargs):
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["named_people"]
        else:
            self.fields["named_people"].queryset = people
            self.fields["named_people"].label_from_instance = lambda user: user.get_full_name()


class NewPlaceForm(PlaceForm):
    """A place with its dwelling: one already in the inventory, of which it is one room more, or another."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    dwelling = forms.ChoiceField(label="Logement", help_text="Un logement partagé : une place par chambre.")
    landlord = forms.ModelChoiceField(
        label="Bailleur du logement", queryset=Organisation.objects.none(), required=False, empty_label="Choisir…"
    )
    commune = CommuneField(label="Commune", required=False, max_length=80)
    residence = forms.CharField(label="Résidence", max_length=120, required=False)
    dwelling_type = CodeField("dwelling_type", label="Type de logement", required=False)
    reference = forms.CharField(label="Référence du bailleur", max_length=40, required=False)
    is_secret = forms.BooleanField(
        label="Lieu tenu secret",
        required=False,
        help_text="Montré à vous, puis aux personnes que vous nommerez. Aucun chiffre ne le compte.",
    )

    def __init__(self, *args, dispositifs, landlords, dwellings: QuerySet[Dwelling], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        self.fields["landlord"].queryset = landlords
        self.known = {str(dwelling.pk): dwelling for dwelling in dwellings}
        told = [(key, _told(dwelling)) for key, dwelling in self.known.items()]
        self.fields["dwelling"].choices = [(_NEW, "Un autre logement"), *told]

    def layout(self) -> list:
        where = Div(
            pair("landlord", "commune"),
            pair("residence", "reference"),
            pair("dwelling_type", "is_secret"),
            data_when_field="dwelling",
            data_when=_NEW,
        )
        return [pair("dispositif", "dwelling"), where, *super().layout()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("dwelling") == _NEW:
            for name in ("landlord", "commune"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Indiquez où est ce logement : un bailleur et une commune.")
        return cleaned

    def answer(self) -> dict[str, Any]:
        told = super().answer()
        where = {name: told.pop(name) for name in _WHERE}
        known = self.known.get(told.pop("dwelling"))
        return told | ({"dwelling": known} if known else {"dwelling_fields": where})


def _told(dwelling: Dwelling) -> str:
    places = sorted(dwelling.places.all(), key=lambda place: place.name)
    return f"{dwelling.where.words} ({', '.join(place.name for place in places)})"


class WithdrawPlaceForm(LaidOutForm):
    withdrawn_on = DayField(label="Retirée le", validators=[past_day], initial=clock.today)


class StayEnterForm(LaidOutForm):
    """Which place, since when, how many people."""

    place = forms.ModelChoiceField(label="Place", queryset=TransitionalPlace.objects.none(), empty_label="Choisir…")
    starts_on = DayField(label="Entrée le", validators=[past_day], initial=clock.today)
    people_count = forms.IntegerField(label="Personnes qui y entrent", min_value=1, max_value=30)
    situation = CodeField("housing_situation", label="Situation du ménage")

    def __init__(self, *args, places: QuerySet[TransitionalPlace], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        self.fields["place"].label_from_instance = _offered

    def layout(self) -> list:
        return ["place", pair("starts_on", "people_count"), "situation"]


def _offered(place: TransitionalPlace) -> str:
    kind = reference.label("housing_modality", place.modality)
    return f"{place.name} – {place.where.words} · {kind} · {counted(place.capacity, 'personne')} au plus"


class StayLeaveForm(LaidOutForm):
    ends_on = DayField(label="Dernier jour dans la place", validators=[past_day], initial=clock.today)


class PlaceFilter(FilterForm):
    """What narrows the inventory; kept in the address."""

    dispositif = forms.ModelChoiceField(
        label="Dispositif", queryset=Dispositif.objects.none(), required=False, empty_label="Tous"
    )
    modality = forms.ChoiceField(label="Modalité", required=False)
    state = forms.ChoiceField(label="État", choices=_STATES, required=False)

    def __init__(self, *args, dispositifs: QuerySet[Dispositif], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        self.fields["modality"].choices = [("", "Toutes"), *reference.choices("housing_modality")]


class OccupancyFilter(FilterForm):
    """A period, twelve months by default, and a dispositif."""

    first = DayField(label="Du", required=False)
    last = DayField(label="Au", required=False)
    dispositif = forms.ModelChoiceField(
        label="Dispositif", queryset=Dispositif.objects.none(), required=False, empty_label="Tous"
    )

    def __init__(self, *args, dispositifs: QuerySet[Dispositif], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs

    def period(self) -> dict[str, Any]:
        """The days asked for: never to come, never more than three years."""
        told, today = self.values(), clock.today()
        last = min(told.get("last") or today, today)
        first = told.get("first") or plus_months(last.replace(day=1), -11)
        first = max(min(first, last), plus_months(last, -_LONGEST_MONTHS))
        return {"first": first, "last": last, "dispositif": told.get("dispositif")}
