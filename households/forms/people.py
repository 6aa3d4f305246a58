"""A member of the household; a way to reach it."""

from crispy_forms.layout import Field
from django import forms

from households.forms.parts import CodeField, SourceField, check_birth_year, past_day
from households.models import ContactDetail, Person, Source
from veille.core.forms import DayField, LaidOutModelForm, pair


def _source(form: forms.Form) -> list[Field]:
    return [Field("source", template="components/radio_cards.html")] if "source" in form.fields else []


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
            "tenancy_role",
            "arrived_on",
            "left_on",
            "source",
        ]

    def __init__(self, *args, may_confide: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gender"].required = False
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
        if not named and data.get("role") != "unborn_child":
            self.add_error("first_name", "Indiquez un prénom, un nom ou un alias.")
        born = data.get("birth_date")
        if born:
            data["birth_year"] = born.year
        return data


class ContactForm(LaidOutModelForm):
    """A phone, an e-mail, an address, and how the person likes to be reached."""

    source = SourceField()

    class Meta:
        model = ContactDetail
        fields = ["kind", "value", "person", "preference", "source"]
        labels = {"person": "À qui ?", "preference": "Comment joindre"}
        help_texts = {"preference": "Par exemple : SMS, entre 14 h et 17 h ; ne pas laisser de message."}

    def __init__(self, *args, may_confide: bool, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].empty_label = "Tout le ménage"
        if not may_confide:
            del self.fields["source"]

    def layout(self):
        return ["kind", "value", pair("person", "preference"), *_source(self)]

    def clean_value(self):
        value = self.cleaned_data["value"].strip()
        if self.cleaned_data.get("kind") == "email":
            forms.EmailField().clean(value)
        return value

    def source_to_write(self) -> str:
        return self.cleaned_data.get("source") or Source.LANDLORD_KNOWN
