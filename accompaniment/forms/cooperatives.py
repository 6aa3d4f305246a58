"""A residents' cooperative: itself, its charter, its members, what is lent to it."""

from django import forms

from accompaniment.collective.choices import CooperativePart, LoanKind
from accompaniment.collective.lists import communes_around, organisations_around
from accompaniment.forms.fields import Day, Words
from accompaniment.forms.groups import SiteChoice
from accompaniment.groups import dispositifs_of, sites_of
from partners.models import Commune, Convention, Dispositif, Organisation, Site
from veille.core.actor import Actor
from veille.core.forms import LaidOutForm, pair

_MOST = 5000


class CooperativeForm(LaidOutForm):
    name = forms.CharField(label="Nom", max_length=120)
    dispositif = forms.ModelChoiceField(Dispositif.objects.none(), label="Pour quel dispositif", empty_label=None)
    purpose = Words(label="Ce qu’elle se propose", required=False, rows=3, max_length=1000)
    site = SiteChoice(Site.objects.none(), label="Site", required=False)
    commune = forms.ModelChoiceField(Commune.objects.none(), label="Ou commune", required=False)
    aimed = forms.IntegerField(label="Membres visés", required=False, min_value=1, max_value=_MOST)
    starts_on = Day(label="Depuis le")
    ends_on = Day(label="Jusqu’au", required=False, help_text="Vide tant qu’elle vit.")
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs_of(actor)
        self.fields["site"].queryset = sites_of(actor)
        self.fields["commune"].queryset = communes_around(actor)

    def layout(self):
        days = pair("starts_on", "ends_on", "aimed")
        return [pair("name", "dispositif"), "purpose", pair("site", "commune"), days, "version"]

    def answer(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CharterForm(LaidOutForm):
    text = Words(label="Texte de la charte", rows=14, max_length=20_000, help_text="Tel qu’il a été adopté, sans nom.")
    adopted_on = Day(label="Adoptée le")
    adopted_by = forms.IntegerField(label="Par combien de personnes", min_value=1, max_value=_MOST)

    def layout(self):
        return ["text", pair("adopted_on", "adopted_by")]


class MemberForm(LaidOutForm):
    """A first name, what she takes on, when she came and left."""

    first_name = forms.CharField(label="Prénom", max_length=60, help_text="Le prénom suffit.")
    part = forms.ChoiceField(label="Part prise", choices=CooperativePart.choices)
    has_signed = forms.BooleanField(label="A signé la charte", required=False)
    joined_on = Day(label="Entrée le")
    left_on = Day(label="Sortie le", required=False)
    contact = forms.CharField(label="Téléphone ou courriel", required=False, max_length=120)
    agreed_on = Day(
        label="D’accord pour être recontactée le", required=False, help_text="Sans accord, pas de contact gardé."
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def layout(self):
        return [
            pair("first_name", "part"),
            "has_signed",
            pair("joined_on", "left_on"),
            pair("contact", "agreed_on"),
            "version",
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("contact") and not cleaned.get("agreed_on"):
            self.add_error("agreed_on", "Un contact n’est gardé qu’avec l’accord de la personne : dites de quel jour.")
        return cleaned

    def answer(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class LoanForm(LaidOutForm):
    """Land or a room, who lends it, under which convention."""

    kind = forms.ChoiceField(label="Nature", choices=LoanKind.choices)
    label = forms.CharField(label="Quel terrain, quelle salle", max_length=160)
    lender = forms.ModelChoiceField(Organisation.objects.none(), label="Prêté par")
    convention = forms.ModelChoiceField(Convention.objects.none(), label="Convention", required=False)
    area = forms.IntegerField(label="Surface (m²)", required=False, min_value=1, max_value=1_000_000)
    in_return = forms.CharField(
        label="En contrepartie", required=False, max_length=300, help_text="Entretien commun, horaires…"
    )
    starts_on = Day(label="Du")
    ends_on = Day(label="Au", required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, actor: Actor, cooperative, **kwargs):
        super().__init__(*args, **kwargs)
        others = organisations_around(actor).values("pk")
        lenders = Organisation.objects.filter(pk__in=[*others.values_list("pk", flat=True), actor.organisation_id])
        self.fields["lender"].queryset = lenders.order_by("sort_name", "pk")
        conventions = Convention.objects.visible_to(actor).filter(dispositif=cooperative.dispositif_id)
        self.fields["convention"].queryset = conventions.order_by("-starts_on", "pk")
        if not conventions.exists():
            del self.fields["convention"]

    def layout(self):
        return [
            pair("kind", "label"),
            pair("lender", "area"),
            "in_return",
            pair("starts_on", "ends_on"),
            *(name for name in ("convention",) if name in self.fields),
            "version",
        ]

    def answer(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
