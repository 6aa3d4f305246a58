"""The dwelling: where the household lives or wishes to live; the commune gives the territory."""

from crispy_forms.layout import HTML, Div
from django import forms
from django.urls import reverse

from cellule.commune_search import commune_label, communes_named
from cellule.forms.referral_step import StepForm
from cellule.intake import BEYOND_REACH, NewHousing, landlords_of, territories_of, territories_open_to
from households.tenant_picking import tenant_label, tenant_of
from partners.configuration import Door
from partners.models import Commune, Organisation, Territory
from veille.core.forms import codes_of, pair
from veille.core.reference import label

_OF_A_TENANT = ("modality", "residence", "monthly_rent", "arrears")
_SEALED = "Sera chiffré, et lu seulement par un acte à part, avec un motif."


class HousingForm(StepForm):
    """Compulsory: the situation and the commune; the landlord of a dwelling one keeps, when it is not hers."""

    situation = forms.ChoiceField(
        label="Situation actuelle de logement", error_messages={"required": "Choisissez la situation actuelle."}
    )
    commune = forms.CharField(
        label="Commune du logement", widget=forms.Select, error_messages={"required": "Choisissez la commune."}
    )
    commune_text = forms.CharField(label="Autre commune : son nom ou son code postal", required=False, max_length=80)
    territory = forms.ChoiceField(label="Territoire", required=False)
    landlord = forms.ChoiceField(
        label="Bailleur du logement", error_messages={"required": "Choisissez le bailleur du logement."}
    )
    modality = forms.ChoiceField(label="Modalité", required=False)
    dwelling_type = forms.ChoiceField(label="Type de logement", required=False)
    residence = forms.CharField(label="Résidence", required=False, max_length=120)
    monthly_rent = forms.DecimalField(
        label="Loyer mensuel hors charges (€)", required=False, min_value=0, max_digits=8, decimal_places=2
    )
    arrears = forms.DecimalField(
        label="Dette locative aujourd’hui (€)", required=False, min_value=0, max_digits=10, decimal_places=2
    )
    address = forms.CharField(label="Adresse", required=False, max_length=200)
    phone = forms.CharField(label="Téléphone", required=False, max_length=40)
    preference = forms.CharField(
        label="Comment joindre la personne",
        required=False,
        max_length=160,
        help_text="Par exemple : par SMS, plutôt l’après-midi.",
    )
    tenancy = forms.ChoiceField(label="Bail repris du fichier de votre organisme", required=False)

    def prepare(self) -> None:
        configuration = self.intake.configuration
        modalities = configuration.housing_modalities if configuration else ()
        self.fields["situation"].choices = codes_of("housing_situation", empty="—")
        self.fields["dwelling_type"].choices = codes_of("dwelling_type", empty="—")
        self.fields["modality"].choices = [("", "—"), *((code, label("housing_modality", code)) for code in modalities)]
        self._offer_communes([])
        self._offer_territories()
        self._offer_landlords()
        self._offer_lease()
        if self.intake.door == Door.ACCESS:
            self._ask_what_is_wished()
        if self.intake.is_protected:
            self.fields.pop("residence", None)
            self.fields["address"].help_text = self.fields["phone"].help_text = _SEALED

    def _ask_what_is_wished(self) -> None:
        self.fields["commune"].label = "Commune souhaitée"
        self.fields["dwelling_type"].label = "Type de logement souhaité"
        for name in _OF_A_TENANT:
            del self.fields[name]

    def _offer_communes(self, more: list[Commune]) -> None:
        """Those of the dispositif stand in the list; typing finds the others (without JavaScript, the text below)."""
        field = self.fields["commune"]
        field.required = not (self.is_bound and self.data.get("commune_text"))
        shown = {c.code: c for c in Commune.objects.filter(territories__dispositif=self.intake.dispositif)}
        typed = self.data.get("commune", "") if self.is_bound else ""
        more = [*more, *Commune.objects.filter(code=typed)]
        shown |= {commune.code: commune for commune in more}
        field.widget.choices = [("", "—"), *((c.code, commune_label(c)) for c in shown.values())]
        field.widget.attrs |= {"data-search-list": "", "data-source": reverse("cellule:commune_search")}

    def _offer_territories(self) -> None:
        """Asked only when the commune does not tell: the answer already given keeps the question there."""
        territories = Territory.objects.filter(dispositif=self.intake.dispositif).order_by("name")
        self.fields["territory"].choices = [("", "—"), *((str(t.pk), t.name) for t in territories)]
        self.asks_territory = self.is_bound and bool(self.data.get("territory"))

    def _offer_landlords(self) -> None:
        dispositif = self.intake.dispositif
        if self.intake.door != Door.RETENTION or self.intake.own_landlord is not None or dispositif is None:
            del self.fields["landlord"]
            return
        self.fields["landlord"].choices = [("", "—"), *((str(o.pk), o.name) for o in landlords_of(dispositif))]

    def _offer_lease(self) -> None:
        """The one she picked, which she may take off; nothing is asked otherwise."""
        tenancy = tenant_of(self.intake.actor, self.data.get("tenancy", "")) if self.is_bound else None
        if tenancy is None:
            del self.fields["tenancy"]
            return
        self.fields["tenancy"].choices = [(str(tenancy.pk), tenant_label(tenancy)), ("", "Aucun")]

    def layout(self) -> list:
        present = [name for name in self.fields if name not in {"commune_text", "territory", "tenancy"}]
        rows = (("situation",), ("commune", "dwelling_type"), ("landlord", "residence"), ("modality",))
        money, reach = ("monthly_rent", "arrears"), (("address",), ("phone", "preference"))
        kept = [[name for name in row if name in present] for row in (*rows, money, *reach)]
        layout = [pair(*row) if len(row) > 1 else Div(*row) for row in kept if row]
        layout.insert(2, Div("territory") if self.asks_territory else HTML(""))
        layout.insert(2, Div(HTML("<noscript>"), "commune_text", HTML("</noscript>")))
        return [Div("tenancy"), *layout] if "tenancy" in self.fields else layout

    def clean(self):
        commune = self._commune()
        if commune is None or self.intake.dispositif is None:
            return
        self.cleaned_data["commune"] = commune
        self._find_territory(commune)

    def _commune(self) -> Commune | None:
        code, text = self.cleaned_data.get("commune"), self.cleaned_data.get("commune_text")
        if not code and not text:
            return None
        found = list(Commune.objects.filter(code=code)) if code else communes_named(text)
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            self._offer_communes(found)
            self.add_error("commune", "Plusieurs communes portent ce nom : choisissez dans la liste.")
        elif "commune" not in self.errors:
            self.add_error("commune", "Cette commune n’est pas connue : vérifiez son nom ou son code postal.")
        return None

    def _find_territory(self, commune: Commune) -> None:
        found = territories_of(self.intake.dispositif, commune)
        if len(found) == 1:
            self._take(found[0])
            return
        chosen = self.cleaned_data.get("territory")
        offered = Territory.objects.filter(dispositif=self.intake.dispositif)
        if chosen and (not found or chosen in {str(territory.pk) for territory in found}):
            self._take(offered.get(pk=chosen))
            return
        self._ask_territory("est dans plusieurs territoires" if found else "n’est dans aucun territoire", commune)

    def _take(self, territory: Territory) -> None:
        """Said beside the commune, and not at the end when all is typed."""
        if not territories_open_to(self.intake.actor).filter(pk=territory.pk).exists():
            self.add_error("commune", BEYOND_REACH)
        self.cleaned_data["territory"] = territory

    def _ask_territory(self, how_many: str, commune: Commune) -> None:
        self.asks_territory = True
        self.add_error(
            "territory",
            f"{commune.name} {how_many} de ce dispositif : choisissez le territoire, ou vérifiez la commune.",
        )

    def answers(self) -> dict:
        given = self.cleaned_data
        names = set(self.fields) - {"commune_text", "territory", "landlord", "commune", "tenancy"}
        fields = {name: given[name] for name in names} | self._lease(given.get("tenancy", ""))
        housing = NewHousing(commune=given["commune"], landlord=self._landlord(), **fields)
        return {"housing": housing, "territory": given["territory"]}

    def _lease(self, key: str) -> dict[str, str]:
        """What ties the file to the landlord's account; a protected household leaves none of it."""
        tenancy = tenant_of(self.intake.actor, key)
        if tenancy is None or self.intake.is_protected or self.intake.door != Door.RETENTION:
            return {}
        return {"contract_number": tenancy.contract_number, "dwelling_reference": tenancy.dwelling_reference}

    def _landlord(self) -> Organisation | None:
        if self.intake.door != Door.RETENTION:
            return None
        if "landlord" not in self.fields:
            return self.intake.own_landlord
        return Organisation.objects.get(pk=self.cleaned_data["landlord"])
