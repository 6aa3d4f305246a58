"""What operators and landlords declare, what a household looks for, and what narrows the board."""

from typing import Any

from crispy_forms.layout import Field
from django import forms

from cellule.forms.wanted_dwelling import WantedDwelling
from cellule.models import AvailableDwelling, HousingWish, PlaceDeclaration, Reservation
from cellule.services.capacity import HOLDS
from households.models import Case
from partners.models import Commune, Dispositif, PartnershipPart, Site, Territory
from partners.models.dispositifs import Partnership
from veille.core import clock
from veille.core.actor import Actor
from veille.core.forms import DayField, LaidOutForm, LaidOutModelForm, codes_of, pair

_UNKNOWN_ACCESS = [("", "Non précisé"), ("yes", "Oui"), ("no", "Non")]
_CHIPS = "components/chips.html"
_TYPES = ("unknown", "other")


def _held(actor: Actor, part: str):
    """The dispositifs where her organisation holds a part."""
    held = Partnership.objects.current().filter(organisation=actor.organisation_id, part=part)
    return Dispositif.objects.filter(pk__in=held.values("dispositif")).order_by("name", "pk")


def _territories(dispositifs) -> Any:
    rows = Territory.objects.filter(dispositif__in=dispositifs).select_related("dispositif")
    return rows.order_by("dispositif__name", "name", "pk")


def _named(territories) -> list[tuple[str, str]]:
    """With their dispositif where two of them might be confused."""
    rows = list(territories)
    several = len({row.dispositif_id for row in rows}) > 1
    return [(str(row.pk), f"{row.name} – {row.dispositif.public_name}" if several else row.name) for row in rows]


class PlacesForm(LaidOutForm):
    """Open places of an operator, in the weights of its caseload."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    territory = forms.ModelChoiceField(label="Territoire", queryset=Territory.objects.none(), required=False)
    places = forms.DecimalField(
        label="Places ouvertes",
        min_value=0,
        max_value=999,
        max_digits=5,
        decimal_places=2,
        help_text="En poids d’accompagnement : un ménage au niveau courant en prend une.",
    )
    valid_until = DayField(label="Valable jusqu’au")
    remark = forms.CharField(
        label="Remarque",
        required=False,
        max_length=PlaceDeclaration._meta.get_field("remark").max_length,
        help_text="Par exemple : à partir du 15 janvier, au retour d’une collègue. Rien d’un ménage.",
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        dispositifs = _held(actor, PartnershipPart.OPERATOR)
        self.fields["dispositif"].queryset = dispositifs
        self.fields["territory"].queryset = _territories(dispositifs)
        self.fields["territory"].choices = [("", "Tous les territoires"), *_named(self.fields["territory"].queryset)]
        self.fields["valid_until"].initial = clock.today() + HOLDS

    def layout(self) -> list:
        return [pair("dispositif", "territory"), pair("places", "valid_until"), "remark"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        territory, dispositif = cleaned.get("territory"), cleaned.get("dispositif")
        if territory and dispositif and territory.dispositif_id != dispositif.pk:
            self.add_error("territory", "Ce territoire n’est pas de ce dispositif.")
        return cleaned


class DwellingsForm(LaidOutModelForm):
    """Dwellings that may become available: a place and a type, never an address."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    is_accessible = forms.TypedChoiceField(
        label="Accessible en fauteuil roulant",
        choices=_UNKNOWN_ACCESS,
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )

    class Meta:
        model = AvailableDwelling
        fields = [
            "territory", "site", "commune", "dwelling_type", "number", "monthly_rent", "is_accessible", "reservation",
            "is_confirmed", "conditions", "expires_on",
        ]  # fmt: skip
        field_classes = {"expires_on": DayField}

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        territories = _territories(_held(actor, PartnershipPart.LANDLORD))
        held = Territory.communes.through.objects.filter(territory__in=territories.order_by().values("pk"))
        self.fields["territory"].queryset, self.fields["territory"].empty_label = territories, "Choisir…"
        self.fields["territory"].choices = [("", "Choisir…"), *_named(territories)]
        sites = Site.objects.filter(landlord=actor.organisation_id).prefetch_related("communes").order_by("pk")
        self.fields["site"].choices = [("", "—"), *((str(site.pk), site_label(site)) for site in sites)]
        self.fields["site"].queryset = sites
        communes = Commune.objects.filter(pk__in=held.values("commune")).order_by("sort_name", "code")
        self.fields["commune"].queryset, self.fields["commune"].empty_label = communes, "—"
        types = [(code, label) for code, label in codes_of("dwelling_type") if code not in _TYPES]
        self.fields["dwelling_type"] = forms.ChoiceField(label="Type", choices=[("", "Choisir…"), *types])
        self.fields["commune"].help_text = "Si elle est connue ; sinon le site suffit."
        self.fields["is_confirmed"].help_text = "Sans cela, la ligne porte « sous réserve »."
        self.initial.setdefault("expires_on", clock.today() + HOLDS)
        self._fill_access()

    def _fill_access(self) -> None:
        known = {True: "yes", False: "no", None: ""}
        self.initial["is_accessible"] = known[self.instance.is_accessible]

    def layout(self) -> list:
        return [
            "territory",
            pair("site", "commune"),
            pair("dwelling_type", "number", "monthly_rent"),
            pair("reservation", "is_accessible"),
            "conditions",
            "is_confirmed",
            "expires_on",
            "version",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("site") and not cleaned.get("commune"):
            self.add_error("commune", "Dites le site ou la commune.")
        return cleaned

    def _post_clean(self) -> None:
        """Left to the service, which knows who says it."""

    def said(self) -> dict[str, Any]:
        """What the service takes, besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def site_label(site: Site) -> str:
    """A site is its communes."""
    names = [commune.name for commune in site.communes.all()]
    return ", ".join(sorted(names)) or site.note


class WishForm(WantedDwelling, LaidOutForm):
    """What the household looks for, noted with it."""

    maximum_rent = forms.DecimalField(
        label="Loyer le plus haut, hors charges (€ par mois)",
        required=False,
        min_value=1,
        max_digits=8,
        decimal_places=2,
    )
    needs_accessible = forms.BooleanField(label="Un logement accessible est nécessaire", required=False)
    reservations = forms.MultipleChoiceField(
        label="Le ménage relève d’une réservation",
        choices=[choice for choice in Reservation.choices if choice[0] not in {Reservation.UNKNOWN, Reservation.NONE}],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Reconnu DALO : contingent préfectoral.",
    )

    version = ""

    def __init__(self, *args, case: Case, wish: HousingWish | None, **kwargs):
        super().__init__(*args, **kwargs)
        types = [choice for choice in codes_of("dwelling_type") if choice[0] not in _TYPES]
        self.fields["dwelling_types"].choices = types
        self.fields["communes"].queryset = case.territory.communes.order_by("sort_name", "code")
        if case.is_restricted:
            del self.fields["communes"]
        if wish:
            names = ("dwelling_types", "maximum_rent", "needs_accessible", "reservations")
            self.initial = {name: getattr(wish, name) for name in names}
            self.initial["communes"] = [commune.pk for commune in wish.communes.all()]

    def layout(self) -> list:
        chips = [name for name in ("dwelling_types", "communes", "reservations") if name in self.fields]
        fields = [Field(name, template=_CHIPS) for name in chips]
        return [*fields[:-1], "maximum_rent", "needs_accessible", fields[-1]]

    def wish(self) -> dict[str, Any]:
        """What the service takes."""
        return {"communes": [], **self.cleaned_data}


class BoardFilter(forms.Form):
    """What narrows the board; an unknown value narrows nothing."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), required=False)
    territory = forms.ChoiceField(label="Territoire", required=False)
    type = forms.ChoiceField(label="Type", required=False)

    def __init__(self, *args, dispositifs, dispositif: Dispositif | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset, self.fields["dispositif"].empty_label = dispositifs, None
        territories = _territories([dispositif] if dispositif else [])
        self.fields["territory"].choices = [("", "Tous"), *_named(territories)]
        self.fields["type"].choices = codes_of("dwelling_type", empty="Tous")
        self.initial["dispositif"] = dispositif
        if len(dispositifs) < 2:
            del self.fields["dispositif"]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "dispositif"}
