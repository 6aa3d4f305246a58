"""A collective action, its sessions, who was there, its assessment."""

from crispy_forms.layout import Field
from django import forms

from accompaniment.collective.choices import CollectiveState
from accompaniment.collective.lists import animators_of, budget_lines, communes_around, organisations_around
from accompaniment.forms.fields import Day, Words
from accompaniment.forms.groups import SiteChoice
from accompaniment.groups import dispositifs_of, sites_of
from accompaniment.models import ResidentCooperative
from funding.models import BudgetLine
from partners.models import Commune, Dispositif, Organisation, Site, User
from veille.core import clock
from veille.core.actor import Actor
from veille.core.forms import FilterForm, LaidOutForm, codes_of, pair

_DAY_MINUTES = 24 * 60
_MOST = 500
_FIRST_YEAR = 2000


def themes() -> list[tuple[str, str]]:
    return [row for row in codes_of("collective_theme") if row[0] != "unknown"]


class CollectiveFilterForm(FilterForm):
    """What narrows the list of actions."""

    state = forms.ChoiceField(label="État", required=False)
    theme = forms.ChoiceField(label="Thème", required=False)
    dispositif = forms.ModelChoiceField(Dispositif.objects.none(), label="Dispositif", required=False)
    site = SiteChoice(Site.objects.none(), label="Site", required=False)
    year = forms.IntegerField(label="Année", required=False, min_value=_FIRST_YEAR, max_value=2100)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "Tous"), *CollectiveState.choices]
        self.fields["theme"].choices = codes_of("collective_theme", empty="Tous")
        self.fields["dispositif"].queryset, self.fields["dispositif"].empty_label = dispositifs_of(actor), "Tous"
        self.fields["site"].queryset, self.fields["site"].empty_label = sites_of(actor), "Tous"


class SessionForm(LaidOutForm):
    """A day, an hour, how long, how many are awaited."""

    held_on = Day(label="Date")
    starts_at = forms.TimeField(label="Heure", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="Durée en minutes", min_value=1, max_value=_DAY_MINUTES, initial=120)
    expected = forms.IntegerField(label="Personnes attendues", required=False, min_value=1, max_value=_MOST)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def layout(self):
        return [pair("held_on", "starts_at"), pair("minutes", "expected"), "version"]

    def answer(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("held_on", "starts_at", "minutes", "expected")}


class ActionForm(LaidOutForm):
    """What it is, where, with whom."""

    title = forms.CharField(label="Intitulé", max_length=120, help_text="Sans nom de personne.")
    theme = forms.ChoiceField(label="Thème")
    dispositif = forms.ModelChoiceField(Dispositif.objects.none(), label="Pour quel dispositif", empty_label=None)
    purpose = Words(label="À quoi elle sert", required=False, rows=3, max_length=1000)
    cooperative = forms.ModelChoiceField(
        ResidentCooperative.objects.none(), label="Activité de la coopérative", required=False
    )
    site = SiteChoice(Site.objects.none(), label="Site", required=False)
    commune = forms.ModelChoiceField(Commune.objects.none(), label="Ou commune", required=False)
    place = forms.CharField(label="Salle, lieu", required=False, max_length=160)
    beside = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Organisée avec",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ils lisent quand et où. Un bailleur ne lit les chiffres qu’à la fin, masqués s’ils sont petits.",
    )
    budget_line = forms.ModelChoiceField(BudgetLine.objects.none(), label="Ligne de budget", required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = themes()
        offered = {
            "dispositif": dispositifs_of(actor),
            "cooperative": ResidentCooperative.objects.kept_by(actor).order_by("name", "pk"),
            "site": sites_of(actor),
            "commune": communes_around(actor),
            "beside": organisations_around(actor),
            "budget_line": budget_lines(actor),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows
        self.fields["budget_line"].label_from_instance = lambda line: f"{line.code} {line.label}"
        for name in ("cooperative", "budget_line", "site"):
            if not offered[name].exists():
                del self.fields[name]

    def layout(self):
        places = [name for name in ("site", "commune", "place") if name in self.fields]
        links = [name for name in ("cooperative", "budget_line") if name in self.fields]
        chips = Field("beside", template="components/chips.html")
        return ["title", pair("theme", "dispositif"), "purpose", pair(*places), chips, pair(*links), "version"]

    def answer(self) -> dict:
        """What the service takes; a field that was not offered keeps what it was."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", *_FIRST}}


_FIRST = ("held_on", "starts_at", "minutes", "expected", "times", "weeks")


class NewActionForm(ActionForm):
    """The same with its first session, and how many follow."""

    held_on = Day(label="Première séance")
    starts_at = forms.TimeField(label="Heure", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="Durée en minutes", min_value=1, max_value=_DAY_MINUTES, initial=120)
    expected = forms.IntegerField(
        label="Personnes attendues à chaque séance", required=False, min_value=1, max_value=_MOST
    )
    times = forms.IntegerField(label="Nombre de séances", min_value=1, max_value=52, initial=1)
    weeks = forms.IntegerField(
        label="Toutes les … semaines", min_value=1, max_value=26, initial=1, help_text="S’il y en a plusieurs."
    )

    def layout(self):
        days = [pair("held_on", "starts_at", "minutes"), pair("expected", "times", "weeks")]
        first, *rest = super().layout()
        return [first, *days, *rest]

    def first(self) -> dict:
        return {name: self.cleaned_data[name] for name in _FIRST[:4]}


class HeadcountForm(LaidOutForm):
    """How many came; nobody is named here."""

    adults = forms.IntegerField(label="Adultes", min_value=0, max_value=_MOST)
    children = forms.IntegerField(label="Enfants", min_value=0, max_value=_MOST)
    not_accompanied = forms.IntegerField(
        label="Dont habitants que personne n’accompagne",
        required=False,
        min_value=0,
        max_value=_MOST,
        help_text="Laissez vide si vous ne savez pas.",
    )
    animators = forms.ModelMultipleChoiceField(
        User.objects.none(), label="Qui a animé chez vous", required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["animators"].queryset = animators_of(actor)

    def layout(self):
        chips = Field("animators", template="components/chips.html")
        return [pair("adults", "children"), "not_accompanied", chips, "version"]

    def answer(self) -> dict:
        return dict(self.cleaned_data)


class AssessmentForm(LaidOutForm):
    assessment = Words(
        label="Ce que l’action a donné",
        rows=5,
        max_length=2000,
        help_text="En quelques mots, sans nom ni situation particulière : tous les organisateurs le lisent.",
    )


class ParticipantForm(LaidOutForm):
    """A first name; a contact only with the agreement of the person, and its day."""

    first_name = forms.CharField(label="Prénom", max_length=60, help_text="Le prénom suffit.")
    is_child = forms.BooleanField(label="C’est un enfant", required=False)
    agrees = forms.BooleanField(label="La personne est d’accord pour être recontactée", required=False)
    contact = forms.CharField(
        label="Téléphone ou courriel", required=False, max_length=120, help_text="Seulement avec son accord."
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("contact") and not cleaned.get("agrees"):
            self.add_error("agrees", "Un contact n’est gardé qu’avec l’accord de la personne : cochez la case.")
        return cleaned

    def answer(self) -> dict:
        cleaned = dict(self.cleaned_data)
        agrees = cleaned.pop("agrees")
        return cleaned | {"agreed_on": clock.today() if agrees else None}
