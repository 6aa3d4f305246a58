"""The diagnosis, in the two parts that are not read by the same people."""

from collections.abc import Iterable, Mapping

from crispy_forms.layout import HTML, Div, Field, Fieldset
from django import forms

from accompaniment.choices import RESULTS_WHEN_DONE, DiagnosisResult
from accompaniment.forms.criteria import CriteriaFields, criteria_given
from accompaniment.forms.fields import Day, Words
from accompaniment.forms.found import FoundFields
from accompaniment.models import Diagnosis
from households.models import Case
from veille.core.forms import LaidOutForm, codes_of, pair

# The columns of the diagnosis itself; the rest of the form goes into rows of their own.
_COLUMNS = (
    "recommended_level",
    "recommended_rhythm",
    "recommended_months",
    "recommendation",
    "landlord_part",
    "detail",
    "autonomy_level",
    "autonomy",
    "involvement",
    "wish",
    "at_home",
)


def readers_of_part(part: str) -> Div:
    """Who will read this part; the view hands over the `<part>_readers`."""
    words = f'{{% include "components/_readers.html" with readers={part}_readers name="{part}" only %}}'
    return Div(HTML(words), css_class="mb-3")


class ReportForm(LaidOutForm):
    """What the payer and the instance read, then what stays between operators."""

    _told: tuple[str, ...] = ("result", "on", *_COLUMNS)

    result = forms.ChoiceField(
        label="Conclusion",
        choices=[(result.value, result.label) for result in RESULTS_WHEN_DONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que conclut le diagnostic."},
    )
    recommended_level = forms.ChoiceField(label="Niveau préconisé", required=False)
    recommended_rhythm = forms.ChoiceField(label="Intensité : rythme des rencontres", required=False)
    recommended_months = forms.IntegerField(label="Durée préconisée (mois)", required=False, min_value=1, max_value=60)
    recommendation = Words(
        label="Ce que vous préconisez",
        max_length=4000,
        help_text="Le besoin, l’intensité, la durée : pas d’histoire, pas de santé.",
        error_messages={"required": "Écrivez la préconisation : c’est elle que lit l’instance."},
    )
    landlord_part = Words(label="Ce qui revient au bailleur", rows=2, required=False, max_length=2000)
    detail = Words(label="Récit et analyse", rows=8, required=False, max_length=12000)
    autonomy_level = forms.ChoiceField(label="Autonomie", required=False)
    autonomy = Words(label="Autonomie et points d’appui", rows=3, required=False, max_length=4000)
    involvement = forms.ChoiceField(label="Souhait de participer", required=False)
    wish = Words(label="Ce que le ménage souhaite", rows=3, required=False, max_length=4000)
    at_home = forms.BooleanField(label="Fait au domicile (aller-vers)", required=False, initial=True)
    on = Day(label="Rendu le")

    def __init__(self, *args, case: Case, known: Mapping[str, int], held: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        levels = [(rules.code, rules.label) for rules in case.configuration.levels]
        self.fields["recommended_level"].choices = [("", "—"), *levels]
        self.fields["recommended_rhythm"].choices = codes_of("contact_rhythm", empty="—")
        for name, list_code in (("autonomy_level", "autonomy_level"), ("involvement", "involvement")):
            self.fields[name].choices = codes_of(list_code, empty="Non renseigné")
        self.criteria = CriteriaFields(self, case.configuration.grid(case.door))
        self.found = FoundFields(self, known=known, held=held)

    def layout(self):
        return [
            self._recommendation(),
            *self._criteria(),
            Fieldset(
                "Diagnostic détaillé",
                readers_of_part("inner"),
                "detail",
                pair("autonomy_level", "involvement"),
                "autonomy",
                "wish",
                css_class="form-section",
            ),
            Fieldset("Difficultés et forces, par domaine de vie", *self.found.layout(), css_class="form-section"),
            Div(*self._when()),
        ]

    def _when(self) -> tuple[str, ...]:
        return ("at_home", "on")

    def _recommendation(self) -> Fieldset:
        return Fieldset(
            "Préconisation",
            readers_of_part("shared"),
            Field("result", template="components/radio_cards.html"),
            pair("recommended_level", "recommended_rhythm", "recommended_months"),
            "recommendation",
            "landlord_part",
            css_class="form-section",
        )

    def _criteria(self) -> list[Fieldset]:
        fields = self.criteria.layout()
        lead = (
            '<p class="form-text">Les critères convenus entre le bailleur et l’association : des faits, '
            "sans nom, sans adresse, sans rien de la santé. Les membres de l’instance qui décide la lisent aussi, "
            "à côté de la fiche.</p>"
        )
        return [Fieldset("Grille partagée", HTML(lead), *fields, css_class="form-section")] if fields else []

    def answer(self) -> dict:
        """What the service takes."""
        data = self.cleaned_data
        columns = {name: data[name] for name in data if name in self._told}
        return {**columns, "found": self.found.answer(), "answers": self.criteria.answer()}


class CorrectionForm(ReportForm):
    """The same again, from what stands, with what was wrong; the day of the rendering does not move."""

    _told = ("reason", "result", *_COLUMNS)

    on = None
    reason = forms.CharField(
        label="Ce qui était à corriger",
        max_length=300,
        help_text="Lu avec la préconisation par tous ceux qui la lisent : ni récit, ni santé.",
        error_messages={"required": "Dites en quelques mots ce qui était à corriger."},
    )

    def layout(self):
        return ["reason", *super().layout()]

    def answer(self) -> dict:
        return super().answer() | {"found": self.found.with_unasked()}

    def _when(self) -> tuple[str, ...]:
        return ("at_home",)


def standing(diagnosis: Diagnosis) -> dict:
    """What the form of a correction begins with: both parts and the answers as they stand."""
    told = {name: getattr(diagnosis, name) for name in ("result", *_COLUMNS)}
    return told | criteria_given(diagnosis.criteria.order_by("position", "pk"))


class NotDoneForm(LaidOutForm):
    result = forms.ChoiceField(
        label="Pourquoi le diagnostic n’a pas été réalisé",
        choices=[(r.value, r.label) for r in DiagnosisResult if r not in RESULTS_WHEN_DONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi."},
    )
    note = forms.CharField(
        label="Ce qui a été tenté",
        max_length=300,
        required=False,
        help_text="Des faits : lu par l’instance et par ceux qui lisent la préconisation.",
    )
    attempts = forms.IntegerField(label="Tentatives de rencontre", required=False, min_value=0, max_value=99)
    on = Day(label="Constaté le")

    def layout(self):
        return [Field("result", template="components/radio_cards.html"), "note", pair("attempts", "on")]

    def clean(self):
        data = super().clean()
        if data.get("result") == DiagnosisResult.NOT_DONE_OTHER and not data.get("note"):
            self.add_error("note", "Un autre motif : dites lequel en quelques mots.")
        return data
