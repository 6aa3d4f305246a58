"""The diagnosis, in the two parts that are not read by the same people."""

from crispy_forms.layout import HTML, Div, Field, Fieldset
from django import forms

from accompaniment.choices import RESULTS_WHEN_DONE, DiagnosisResult
from accompaniment.forms.fields import Day, Words
from households.models import Case
from veille.core.forms import LaidOutForm, codes_of, pair


def _readers(part: str) -> Div:
    """Who will read this part; the view hands over the `<part>_readers`."""
    words = f'{{% include "components/_readers.html" with readers={part}_readers name="{part}" only %}}'
    return Div(HTML(words), css_class="mb-3")


class ReportForm(LaidOutForm):
    """What the payer and the instance read, then what stays between operators."""

    result = forms.ChoiceField(
        label="Conclusion",
        choices=[(result.value, result.label) for result in RESULTS_WHEN_DONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que conclut le diagnostic."},
    )
    recommended_level = forms.ChoiceField(label="Niveau préconisé", required=False)
    recommended_rhythm = forms.ChoiceField(label="Rythme préconisé", required=False)
    recommended_months = forms.IntegerField(label="Durée préconisée (mois)", required=False, min_value=1, max_value=60)
    recommendation = Words(
        label="Ce que vous préconisez",
        max_length=4000,
        help_text="Le besoin, l’intensité, la durée : pas d’histoire, pas de santé.",
        error_messages={"required": "Écrivez la préconisation : c’est elle que lit l’instance."},
    )
    landlord_part = Words(label="Ce qui revient au bailleur", rows=2, required=False, max_length=2000)
    detail = Words(label="Récit et analyse", rows=8, required=False, max_length=12000)
    autonomy = Words(label="Autonomie et points d’appui", rows=3, required=False, max_length=4000)
    wish = Words(label="Ce que le ménage souhaite", rows=3, required=False, max_length=4000)
    at_home = forms.BooleanField(label="Fait au domicile (aller-vers)", required=False, initial=True)
    on = Day(label="Rendu le")

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        levels = [(rules.code, rules.label) for rules in case.configuration.levels]
        self.fields["recommended_level"].choices = [("", "—"), *levels]
        self.fields["recommended_rhythm"].choices = codes_of("contact_rhythm", empty="—")

    def layout(self):
        return [
            Fieldset(
                "Préconisation",
                _readers("shared"),
                Field("result", template="components/radio_cards.html"),
                pair("recommended_level", "recommended_rhythm", "recommended_months"),
                "recommendation",
                "landlord_part",
                css_class="form-section",
            ),
            Fieldset(
                "Diagnostic détaillé",
                _readers("inner"),
                "detail",
                "autonomy",
                "wish",
                css_class="form-section",
            ),
            Div("at_home", "on"),
        ]

    def answer(self) -> dict:
        """What the service takes."""
        return dict(self.cleaned_data)


class NotDoneForm(LaidOutForm):
    result = forms.ChoiceField(
        label="Pourquoi le diagnostic n’a pas été réalisé",
        choices=[(r.value, r.label) for r in DiagnosisResult if r not in RESULTS_WHEN_DONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi."},
    )

    def layout(self):
        return [Field("result", template="components/radio_cards.html")]
