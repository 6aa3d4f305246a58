"""A relay: to whom, for what, agreed by the household, and the day of the first appointment."""

from crispy_forms.layout import Field
from django import forms
from django.db.models import QuerySet

from accompaniment.coordination.choices import RelayKind
from accompaniment.forms.fields import Day
from accompaniment.models import CaseRelay
from partners.models import Organisation
from veille.core.forms import ComingDayField, DayField, LaidOutForm, codes_of, pair


class RelayForm(LaidOutForm):
    """A service of the directory, found by typing its name or what it does; or another one, written."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Service de l’annuaire",
        required=False,
        empty_label="Un autre service, écrit ci-dessous",
        widget=forms.Select({"data-search-list": ""}),
        help_text="Tapez son nom, sa commune ou ce qu’il fait.",
    )
    body = forms.CharField(
        label="Autre service", required=False, max_length=CaseRelay._meta.get_field("body").max_length
    )
    contact = forms.CharField(
        label="Personne à qui l’on s’adresse",
        required=False,
        max_length=CaseRelay._meta.get_field("contact").max_length,
        help_text="Son nom et sa fonction, si vous les connaissez.",
    )
    kind = forms.ChoiceField(label="Vers", choices=RelayKind.choices, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label="Pour quoi")
    agreed_on = Day(label="Le ménage est d’accord : recueilli le")
    first_on = DayField(label="Premier rendez-vous le", error_messages={"required": "Indiquez le jour convenu."})
    carries_measure = forms.BooleanField(
        label="L’accompagnement passe en relais, et finira avec lui",
        required=False,
        help_text="Sinon il continue à côté : un soin, un droit, une démarche confiée à un autre service.",
    )

    def __init__(self, *args, services: QuerySet[Organisation], may_carry: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = services
        self.fields["organisation"].label_from_instance = told_of
        self.fields["theme"].choices = codes_of("life_area", empty="Choisissez…")
        if not may_carry:
            del self.fields["carries_measure"]

    def layout(self):
        carried = ["carries_measure"] if "carries_measure" in self.fields else []
        return [
            "organisation",
            pair("body", "contact"),
            Field("kind", template="components/chips.html"),
            "theme",
            pair("agreed_on", "first_on"),
            *carried,
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("organisation") and cleaned.get("body"):
            self.add_error("body", "Choisissez un service de l’annuaire, ou nommez-en un autre : pas les deux.")
        if not cleaned.get("organisation") and not cleaned.get("body"):
            self.add_error("organisation", "Choisissez un service de l’annuaire, ou nommez-en un autre.")
        return cleaned


def told_of(service: Organisation) -> str:
    """Its name, where it works and what it does: what one types to find it."""
    entry = getattr(service, "directory_entry", None)
    if entry is None:
        return service.name
    places = [entry.area, *(commune.name for commune in entry.communes.all())]
    said = " · ".join(part for part in (", ".join(filter(None, places)), entry.mission[:80]) if part)
    return f"{service.name} – {said}" if said else service.name


class MoveForm(LaidOutForm):
    first_on = ComingDayField(label="Nouveau jour")
