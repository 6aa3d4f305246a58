"""Forms of the register, of the directory, and what narrows their lists."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import HTML, Field
from django import forms

from partners.models import (
    DirectoryEntry,
    Dispositif,
    Organisation,
    PartnershipPart,
    RegisteredFunction,
    RegisteredWorker,
    WorkerProfile,
)
from partners.models.people import Membership, User
from partners.network import fellow_organisations, known_communes, known_dispositifs, known_territories
from veille.core.actor import Actor
from veille.core.forms import DayField, LaidOutForm, LaidOutModelForm, codes_of, pair

_OTHERS = (2, 3)  # a post is shared between three employers at most
_CHIPS = "components/chips.html"
_EVERYWHERE = [("", "Tous")]
_NO_COMPETENCE = ("other", "unknown")


def _territory_choices(actor: Actor) -> list[tuple[str, str]]:
    """Named with their dispositif where two of them might be confused."""
    rows = list(known_territories(actor))
    several = len({row.dispositif_id for row in rows}) > 1
    return [(str(row.pk), f"{row.name} – {row.dispositif.public_name}" if several else row.name) for row in rows]


def _competences() -> list[tuple[str, str]]:
    """Those one can look for."""
    return [choice for choice in codes_of("competence") if choice[0] not in _NO_COMPETENCE]


class Chosen(forms.Form):
    """A filter: a value that is none of its choices narrows nothing."""

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DirectoryFilter(Chosen):
    """What narrows the directory."""

    q = forms.CharField(
        label="Nom, commune ou besoin", required=False, max_length=80, widget=forms.TextInput({"type": "search"})
    )
    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), required=False)
    part = forms.ChoiceField(label="Part", choices=[("", "Toutes"), *PartnershipPart.choices], required=False)
    competence = forms.ChoiceField(label="Compétence", required=False)
    territory = forms.ChoiceField(label="Territoire", required=False)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        dispositifs = known_dispositifs(actor)
        self.fields["dispositif"].queryset, self.fields["dispositif"].empty_label = dispositifs, "Tous"
        self.fields["competence"].choices = codes_of("competence", empty="Toutes")
        self.fields["territory"].choices = _EVERYWHERE + _territory_choices(actor)
        if len(dispositifs) < 2:
            del self.fields["dispositif"]


class RegisterFilter(Chosen):
    """What narrows the register."""

    q = forms.CharField(label="Nom", required=False, max_length=80, widget=forms.TextInput({"type": "search"}))
    function = forms.ChoiceField(
        label="Fonction", choices=[("", "Toutes"), *RegisteredFunction.choices], required=False
    )
    profile = forms.ChoiceField(label="Profil", choices=[("", "Tous"), *WorkerProfile.choices], required=False)
    competence = forms.ChoiceField(label="Compétence", required=False)
    territory = forms.ChoiceField(label="Territoire", required=False)
    past = forms.ChoiceField(
        label="Inscriptions", choices=[("", "En cours"), ("all", "Toutes, terminées comprises")], required=False
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competence"].choices = codes_of("competence", empty="Toutes")
        self.fields["territory"].choices = _EVERYWHERE + _territory_choices(actor)


class WorkerForm(LaidOutModelForm):
    """A line of the register; who it is about is chosen once."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    percent = forms.IntegerField(
        label="Part de temps dans votre organisme (%)", min_value=1, max_value=100, initial=100
    )

    class Meta:
        model = RegisteredWorker
        fields = [
            "user", "first_name", "last_name", "function", "profile", "is_social_worker",
            "area", "maximum_weight", "starts_on",
        ]  # fmt: skip
        field_classes = {"starts_on": DayField}

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.is_new = actor, self.instance._state.adding
        self.fields["competences"] = forms.MultipleChoiceField(
            label="Compétences", choices=_competences(), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["territories"] = forms.ModelMultipleChoiceField(
            label="Territoires", queryset=known_territories(actor), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["territories"].choices = _territory_choices(actor)
        self.fields["area"].help_text = "Agence, quartier, arrondissement : ce qu’on dit couramment."
        self.fields["maximum_weight"].help_text = "La somme des poids des accompagnements à ne pas dépasser."
        self._offer_employers()
        self._name_the_person()

    def _offer_employers(self) -> None:
        others = fellow_organisations(self.actor).exclude(pk=self.actor.organisation_id)
        for number in _OTHERS:
            self.fields[f"employer_{number}"] = forms.ModelChoiceField(
                label="Autre employeur", queryset=others, required=False, empty_label="Aucun"
            )
            self.fields[f"percent_{number}"] = forms.IntegerField(
                label="Sa part (%)", min_value=1, max_value=99, required=False
            )
        if not self.is_new:
            self._fill_employers()

    def _fill_employers(self) -> None:
        shares = {one.organisation_id: one.percent for one in self.instance.employments.order_by("pk")}
        self.initial["percent"] = shares.pop(self.instance.organisation_id, None)
        for number, (organisation, percent) in zip(_OTHERS, shares.items(), strict=False):
            self.initial |= {f"employer_{number}": organisation, f"percent_{number}": percent}
        self.initial["territories"] = [row.pk for row in self.instance.territories.all()]
        self.initial["competences"] = self.instance.competences

    def _name_the_person(self) -> None:
        if not self.is_new:
            for name in ("user", "first_name", "last_name"):
                del self.fields[name]
            return
        here = Membership.objects.current().filter(organisation=self.actor.organisation_id).values("user")
        known = RegisteredWorker.objects.filter(ends_on=None, user__isnull=False).values("user")
        field = self.fields["user"]
        field.queryset = User.objects.filter(pk__in=here, is_active=True).exclude(pk__in=known)
        field.queryset = field.queryset.order_by("last_name", "first_name", "pk")
        field.empty_label, field.help_text = "Sans compte ici", "Ou, sans compte, son nom ci-dessous et rien de plus."

    def layout(self) -> list:
        person = ["user", pair("first_name", "last_name")] if self.is_new else []
        employers = [pair(f"employer_{number}", f"percent_{number}") for number in _OTHERS]
        return [
            *person,
            pair("function", "profile"),
            "is_social_worker",
            Field("competences", template=_CHIPS),
            Field("territories", template=_CHIPS),
            pair("area", "maximum_weight"),
            "starts_on",
            HTML("<h2>Poste</h2>"),
            "percent",
            *employers,
            "version",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in _OTHERS:
            if bool(cleaned.get(f"employer_{number}")) != bool(cleaned.get(f"percent_{number}")):
                self.add_error(f"percent_{number}", "Un employeur va avec sa part.")
        if self.is_new and not cleaned.get("user") and not cleaned.get("last_name"):
            self.add_error("user", "Choisissez un compte, ou écrivez un nom.")
        return cleaned

    def _post_clean(self) -> None:
        """The service checks the line as a whole, with its employers: what it refuses comes back in the form."""

    def line(self) -> dict[str, Any]:
        """What the service takes."""
        shares = {self.actor.organisation: self.cleaned_data["percent"]}
        for number in _OTHERS:
            if employer := self.cleaned_data[f"employer_{number}"]:
                shares[employer] = self.cleaned_data[f"percent_{number}"]
        names = [*(name for name in self._meta.fields if name in self.fields), "competences", "territories"]
        return {name: self.cleaned_data[name] for name in names} | {"shares": shares}


class EntryForm(LaidOutModelForm):
    """What an organisation does and how its service is reached."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DirectoryEntry
        fields = ["mission", "area", "phone", "email", "opening", "how_to_refer"]
        widgets = {"mission": forms.Textarea({"rows": 3}), "how_to_refer": forms.Textarea({"rows": 3})}

    def __init__(self, *args, actor: Actor, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding
        self._many("competences", "Compétences", _competences(), organisation.competences)
        self._many("territories", "Territoires", known_territories(actor), self._now("territories"))
        self.fields["territories"].choices = _territory_choices(actor)
        self._many("communes", "Communes, si ce n’est tout le territoire", known_communes(actor), self._now("communes"))
        self.fields["phone"].help_text = self.fields["email"].help_text = "Celui du service, jamais d’une personne."

    def _now(self, name: str) -> list:
        return [row.pk for row in getattr(self.instance, name).all()] if not self.is_new else []

    def _many(self, name: str, label: str, choices: Any, initial: Iterable) -> None:
        given = {"label": label, "required": False, "widget": forms.CheckboxSelectMultiple, "initial": initial}
        if isinstance(choices, list):
            self.fields[name] = forms.MultipleChoiceField(choices=choices, **given)
        else:
            self.fields[name] = forms.ModelMultipleChoiceField(queryset=choices, **given)

    def layout(self) -> list:
        return [
            "mission",
            Field("competences", template=_CHIPS),
            Field("territories", template=_CHIPS),
            Field("communes", template=_CHIPS),
            "area",
            pair("phone", "email"),
            "opening",
            "how_to_refer",
            "version",
        ]

    def _post_clean(self) -> None:
        """Left to the service, which holds the row."""


class RelayForm(LaidOutForm):
    """A local relay: an organisation that takes over, or is proposed instead."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    organisation = forms.ModelChoiceField(
        label="Organisme",
        queryset=Organisation.objects.none(),
        empty_label="Choisir…",
        help_text="S’il manque, créez-le d’abord dans « Organismes ».",
        error_messages={"required": "Choisissez un organisme."},
    )

    def __init__(self, *args, dispositifs: Any, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        everybody = Organisation.objects.filter(is_active=True).order_by("sort_name", "id")
        self.fields["organisation"].queryset = everybody
