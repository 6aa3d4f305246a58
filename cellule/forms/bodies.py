"""The bodies of a dispositif: the rules of a kind of meeting, then the one of a territory."""

import re
from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.db.models import Q, QuerySet

from cellule.called_meetings import SYNTHESIS
from cellule.recurrence import AD_HOC, RANKS, WORKING_DAYS, by_months, by_weeks, rule_in_words
from partners.configuration import Configuration, Door, InstanceRole, InstanceRules, Opinions
from partners.models import Commune, Dispositif, Instance, Organisation, Territory
from partners.partnerships import partners_of
from veille.core.forms import DayField, LaidOutForm, codes_of, pair

_MONTHS = (
    *((1, "janvier"), (2, "février"), (3, "mars"), (4, "avril"), (5, "mai"), (6, "juin")),
    *((7, "juillet"), (8, "août"), (9, "septembre"), (10, "octobre"), (11, "novembre"), (12, "décembre")),
)
_ANONYMOUS, _NOMINATIVE = "1", "0"
_ANONYMITY = [
    (_ANONYMOUS, "Anonyme : les fiches ne disent pas de qui il s’agit"),
    (_NOMINATIVE, "Nominative : liste fermée d’organismes, et l’accord de la personne à cet examen"),
]


def _count(label: str, least: int, most: int, initial: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial, help_text=help_text)


class BodyForm(LaidOutForm):
    """The rules of a kind of meeting: they hold for every instance of that kind."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(label="Nom", max_length=80, help_text="Par exemple : Pré-CAL, Comité de suivi.")
    kind = forms.ChoiceField(label="Nature")
    frequency = forms.ChoiceField(label="Fréquence", initial="monthly")
    rank = forms.ChoiceField(label="Quel jour du mois", choices=RANKS, required=False)
    weekday = forms.ChoiceField(label="Jour", choices=WORKING_DAYS, required=False)
    anchor_on = DayField(
        label="Première séance",
        required=False,
        help_text="Pour une fréquence en semaines : toutes se comptent depuis ce jour.",
    )
    months = forms.TypedMultipleChoiceField(
        label="Seulement certains mois",
        choices=_MONTHS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans rien cocher : ceux de la fréquence (mars, juin, septembre et décembre pour un trimestre).",
    )
    per_territory = forms.BooleanField(label="Une instance par territoire", required=False)
    # Asked in so many words: a form that does not say it is no reason to name people.
    anonymous = forms.TypedChoiceField(
        label="Fiches",
        choices=_ANONYMITY,
        coerce=lambda said: said == _ANONYMOUS,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si les fiches sont anonymes ou nominatives."},
    )
    role = forms.ChoiceField(label="Rôle", choices=InstanceRole.choices, widget=forms.RadioSelect)
    decides_doors = forms.MultipleChoiceField(
        label="Reçoit les orientations",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans rien cocher, aucune orientation ne lui est adressée.",
    )
    planned_minutes = _count("Durée habituelle (minutes)", 15, 480, 120)
    opinions = forms.ChoiceField(label="Avis des membres en séance", choices=Opinions.choices)
    quorum = _count("Organismes présents pour décider", 0, 30, 0, "0 : pas de quorum.")
    review_months = _count("Réexamen (mois)", 0, 24, 0, "Une situation suivie revient au bout de ce délai. 0 : jamais.")
    minutes_after_days = _count("Compte rendu sous (jours)", 1, 90, 15)
    sheet_days_after = _count("Fiches lisibles après la séance (jours)", 0, 365, 30)

    def __init__(self, *args: Any, configuration: Configuration, number: int, rules: InstanceRules | None, **kwargs):
        super().__init__(*args, **kwargs)
        doors = [(code, label) for code, label in Door.choices if code in configuration.doors]
        self.fields["decides_doors"].choices = doors
        self.fields["kind"].choices = codes_of("instance_kind")
        self.fields["frequency"].choices = codes_of("instance_frequency")
        self.initial = {
            "anonymous": _ANONYMOUS,
            "role": InstanceRole.BINDING,
            "frequency": "monthly",
            **_initial(rules),
        } | {"number": number}

    def layout(self) -> Iterable:
        return [
            "number",
            pair("label", "kind"),
            pair("frequency", "rank", "weekday"),
            "anchor_on",
            Field("months", template="components/chips.html"),
            "per_territory",
            "anonymous",
            "role",
            "decides_doors",
            pair("opinions", "quorum", "planned_minutes"),
            pair("review_months", "minutes_after_days", "sheet_days_after"),
        ]

    def clean_anchor_on(self):
        day = self.cleaned_data["anchor_on"]
        if day and day.weekday() > 4:
            raise forms.ValidationError("Indiquez un jour ouvré.")
        return day

    def clean(self):
        data = super().clean()
        frequency = data.get("frequency", "")
        if by_weeks(frequency) and not data.get("anchor_on"):
            self._say("anchor_on", "Indiquez le jour de la première séance.")
        if by_months(frequency) and not (data.get("rank") and data.get("weekday")):
            self._say("weekday", "Dites quel jour du mois : le troisième jeudi, par exemple.")
        if data.get("kind") == SYNTHESIS:
            self._check_synthesis(data)
        return data

    def _check_synthesis(self, data: dict) -> None:
        if data.get("frequency") != AD_HOC:
            self._say("frequency", "Une réunion de synthèse se réunit selon les besoins, sur une situation.")
        if data.get("decides_doors"):
            self._say("decides_doors", "Une réunion de synthèse ne reçoit pas d’orientation.")

    def _say(self, field: str, sentence: str) -> None:
        if field not in self.errors:
            self.add_error(field, sentence)

    @property
    def rules(self) -> dict[str, Any]:
        """As a configuration writes them, its code aside."""
        rules = {name: value for name, value in self.cleaned_data.items() if name not in _OF_THE_FORM}
        return rules | self._days()

    def _days(self) -> dict[str, Any]:
        """Only what its frequency uses: nothing is left over from another one."""
        data = self.cleaned_data
        if by_weeks(data["frequency"]):
            return {"day_rule": data["frequency"], "anchor_on": data["anchor_on"].isoformat(), "months": []}
        if by_months(data["frequency"]):
            day_rule = f"{data['rank']}_{data['weekday']}"
            return {"day_rule": day_rule, "anchor_on": None, "months": data["months"]}
        return {"day_rule": AD_HOC, "anchor_on": None, "months": []}


_OF_THE_FORM = frozenset({"number", "rank", "weekday", "anchor_on", "months"})


def _initial(rules: InstanceRules | None) -> dict[str, Any]:
    if rules is None:
        return {}
    kept = {name: getattr(rules, name) for name in BodyForm.base_fields if hasattr(rules, name)}
    *_, rank, weekday = ["", "", *rules.day_rule.split("_")]
    return kept | {"anonymous": _ANONYMOUS if rules.anonymous else _NOMINATIVE, "rank": rank, "weekday": weekday}


class InstanceForm(LaidOutForm):
    """A kind of meeting set up somewhere, by somebody."""

    code = forms.ChoiceField(label="Type", widget=forms.RadioSelect)
    territory = forms.ModelChoiceField(
        Territory.objects.none(),
        label="Territoire",
        required=False,
        empty_label="Tout le dispositif",
        help_text="À choisir quand ce type se réunit par territoire.",
    )
    label = forms.CharField(
        label="Nom",
        max_length=Instance._meta.get_field("label").max_length,
        required=False,
        help_text="Laissez vide pour le nom du type et du territoire.",
    )
    organiser = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisateur",
        help_text="Son secrétariat reçoit les orientations, prépare et tient les séances.",
    )

    def __init__(self, *args: Any, dispositif: Dispositif, **kwargs: Any):
        super().__init__(*args, **kwargs)
        bodies = dispositif.rules.configuration.instances
        self.fields["code"].choices = [(rules.code, body_in_words(rules)) for rules in bodies]
        self.fields["territory"].queryset = dispositif.territories.order_by("name", "pk")
        self.fields["organiser"].queryset = organisers_in(dispositif)

    def layout(self) -> Iterable:
        return ["code", pair("territory", "organiser"), "label"]


class InstanceChangeForm(LaidOutForm):
    """What may still change once it is set up."""

    label = forms.CharField(label="Nom", max_length=Instance._meta.get_field("label").max_length)
    is_active = forms.BooleanField(
        label="Se réunit",
        required=False,
        help_text="Décochée : plus d’orientation, plus de séance ; ce qu’elle a décidé reste.",
    )


class TerritoryForm(LaidOutForm):
    """A part of the dispositif, said by its departments."""

    name = forms.CharField(label="Nom", max_length=Territory._meta.get_field("name").max_length)
    departments = forms.CharField(
        label="Départements",
        max_length=200,
        help_text="Leurs numéros, par exemple : 59, 62. Une orientation va au territoire de sa commune.",
    )

    def clean_departments(self) -> list[str]:
        asked = sorted({code.upper() for code in re.split(r"[\s,;]+", self.cleaned_data["departments"]) if code})
        known = set(Commune.objects.order_by().values_list("department_code", flat=True).distinct())
        if unknown := [code for code in asked if code not in known]:
            raise forms.ValidationError(f"Numéro de département inconnu : {', '.join(unknown)}.")
        return asked


def organisers_in(dispositif: Dispositif) -> QuerySet[Organisation]:
    """Its partners, who carries it, who organises there already."""
    partners = Q(pk__in=partners_of(dispositif).order_by().values("pk"))
    own = Q(pk=dispositif.carrier_id) | Q(organised__dispositif=dispositif)
    return Organisation.objects.filter(partners | own, is_active=True).distinct().order_by("sort_name", "id")


def body_in_words(rules: InstanceRules) -> str:
    """« Pré-CAL : toutes les deux semaines, pour tout le dispositif, nominative »."""
    where = "une par territoire" if rules.per_territory else "pour tout le dispositif"
    naming = "anonyme" if rules.anonymous else "nominative"
    return f"{rules.label} : {rule_in_words(rules)}, {where}, {naming}"
