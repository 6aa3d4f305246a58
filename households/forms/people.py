"""A member of the household; a way to reach it."""

from collections.abc import Callable

from crispy_forms.layout import Div, Field
from django import forms

from households.forms.parts import CodeField, SourceField, check_birth_year, past_day
from households.models import ContactDetail, CustodyRhythm, Person, Source, TenancyRole
from households.picking import PickedHousehold
from veille.core.forms import DayField, LaidOutModelForm, MonthField, pair


def _source(form: forms.Form) -> list[Field]:
    return [Field("source", template="components/radio_cards.html")] if "source" in form.fields else []


# What the usual rhythms come to over a year; any other is typed.
_USUAL_SHARES = {
    CustodyRhythm.EVEN_WEEKS: 50,
    CustodyRhythm.ODD_WEEKS: 50,
    CustodyRhythm.HALF: 50,
    CustodyRhythm.WEEKENDS: 30,
}
SHARED_CHILD, UNBORN = "child_alternate", "unborn_child"


def _only_when(field: str, values: str, *fields) -> Div:
    """Fields that speak of one answer only: hidden until it is given, where JavaScript runs."""
    return Div(*fields, data_when_field=field, data_when=values)


class PersonForm(LaidOutModelForm):
    """`may_confide` is false for the landlord's people: what they write is known to the landlord."""

    role = CodeField("person_role", label="Place dans le ménage")
    birth_date = DayField(label="Date de naissance", required=False, validators=[past_day])
    birth_year = forms.IntegerField(
        label="ou année seulement", required=False, min_value=1890, widget=forms.NumberInput(attrs={"class": "num"})
    )
    arrived_on = DayField(label="Arrivée dans le ménage", required=False)
    left_on = DayField(
        label="Départ du ménage",
        required=False,
        validators=[past_day],
        help_text="La personne reste dans l’historique ; rien n’est effacé.",
    )
    expected_month = MonthField(
        label="Naissance attendue", required=False, help_text="Le mois suffit. À la naissance, choisissez « Enfant »."
    )
    source = SourceField()

    class Meta:
        model = Person
        fields = [
            "first_name",
            "last_name",
            "alias",
            "birth_date",
            "birth_year",
            "gender",
            "role",
            "custody_rhythm",
            "custody_share",
            "expected_month",
            "tenancy_role",
            "lives_elsewhere",
            "arrived_on",
            "left_on",
            "source",
        ]
        help_texts = {
            "alias": "Suffit si le nom n’est pas connu.",
            "custody_share": "À remplir si le rythme est particulier.",
            "lives_elsewhere": "Il figure à part et n’entre pas dans la composition du ménage.",
        }

    def __init__(self, *args, may_confide: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gender"].required = False
        self.fields["custody_rhythm"].choices = [("", "Non renseigné"), *CustodyRhythm.choices]
        if not may_confide:
            del self.fields["source"]
        if self.instance._state.adding:
            del self.fields["left_on"]

    def layout(self):
        return [
            pair("first_name", "last_name"),
            "alias",
            pair("birth_date", "birth_year"),
            "gender",
            pair("role", "tenancy_role"),
            _only_when("role", SHARED_CHILD, pair("custody_rhythm", "custody_share")),
            _only_when("role", UNBORN, "expected_month"),
            _only_when("tenancy_role", TenancyRole.GUARANTOR, "lives_elsewhere"),
            pair("arrived_on", *(["left_on"] if "left_on" in self.fields else [])),
            *_source(self),
        ]

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        check_birth_year(year)
        return year

    def clean(self):
        data = super().clean()
        named = any(data.get(name) for name in ("first_name", "last_name", "alias"))
        if not named and data.get("role") != UNBORN:
            self.add_error("first_name", "Indiquez un prénom, un nom ou un alias.")
        born = data.get("birth_date")
        if born:
            data["birth_year"] = born.year
        self._forget_what_no_longer_holds(data)
        self._complete_custody(data)
        return data

    def _forget_what_no_longer_holds(self, data: dict) -> None:
        """A child is born, comes home for good; a guarantor no longer vouches: the answers that went with it go."""
        if data.get("role") != SHARED_CHILD:
            data["custody_rhythm"], data["custody_share"] = "", None
        if data.get("role") != UNBORN:
            data["expected_month"] = None
        if data.get("tenancy_role") != TenancyRole.GUARANTOR:
            data["lives_elsewhere"] = False

    def _complete_custody(self, data: dict) -> None:
        rhythm, share = data.get("custody_rhythm"), data.get("custody_share")
        if rhythm and share is None and "custody_share" not in self.errors:
            data["custody_share"] = _USUAL_SHARES.get(rhythm)
            if data["custody_share"] is None:
                self.add_error("custody_share", "Indiquez la part du temps passée ici, de 1 à 99 pour cent.")


class NewPersonForm(PersonForm):
    """Somebody added: `resembling` are the files of her perimeter that already know such a person."""

    is_another = forms.BooleanField(
        label="C’est une autre personne : l’ajouter quand même", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, look_for: Callable[["NewPersonForm"], list[PickedHousehold]], **kwargs):
        super().__init__(*args, **kwargs)
        self._look_for = look_for
        self.resembling: list[PickedHousehold] = []

    def layout(self):
        return [*super().layout(), "is_another"]

    def clean(self):
        data = super().clean()
        if not self.errors and not data.pop("is_another", False):
            self.resembling = self._look_for(self)
        if self.resembling:
            self.fields["is_another"].widget = forms.CheckboxInput()
            self.add_error("is_another", "Un de vos dossiers porte un nom proche : vérifiez avant d’ajouter.")
        return data


class ContactForm(LaidOutModelForm):
    """A phone, an e-mail, an address, and how the person likes to be reached."""

    source = SourceField()

    class Meta:
        model = ContactDetail
        fields = [
            "kind",
            "value",
            "person",
            "preference",
            "hours",
            "is_preferred",
            "no_message",
            "is_unsafe",
            "source",
        ]
        labels = {"person": "À qui ?", "preference": "Comment joindre"}
        help_texts = {
            "preference": "Par exemple : par SMS, en langue des signes.",
            "hours": "Par exemple : entre 14 h et 17 h, jamais le week-end.",
            "is_preferred": "Montré en premier dans « À savoir », avec ses horaires.",
            "is_unsafe": "Gardé pour ne pas servir par erreur ; affiché barré.",
        }

    def __init__(self, *args, may_confide: bool, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].empty_label = "Tout le ménage"
        if not may_confide:
            del self.fields["source"]

    def layout(self):
        return [
            "kind",
            "value",
            pair("person", "preference"),
            "hours",
            "is_preferred",
            "no_message",
            "is_unsafe",
            *_source(self),
        ]

    def clean_value(self):
        value = self.cleaned_data["value"].strip()
        if self.cleaned_data.get("kind") == "email":
            forms.EmailField().clean(value)
        return value

    def source_to_write(self) -> str:
        return self.cleaned_data.get("source") or Source.LANDLORD_KNOWN
