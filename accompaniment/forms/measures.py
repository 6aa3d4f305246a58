"""The acts on a measure: each dated, each with what it must say."""

from crispy_forms.layout import Field
from django import forms

from accompaniment.coordination.rules import exit_reason_of
from accompaniment.forms.fields import Day
from accompaniment.models import Measure
from households.models.agreements import AGREED
from partners.configuration import LevelRules
from veille.core import reference
from veille.core.forms import LaidOutForm, codes_of, pair

_NONE_YET = "none_yet"


class MeasureForm(LaidOutForm):
    """A form about one measure."""

    def __init__(self, *args, measure: Measure, **kwargs):
        self.measure = measure
        super().__init__(*args, **kwargs)
        self.prepare(measure)

    def prepare(self, measure: Measure) -> None:
        """Fill the choices that depend on the dispositif."""


class DayForm(MeasureForm):
    on = Day(label="À partir du")


class StartForm(MeasureForm):
    """The household's agreement may be noted on the way, or the reason why it is missing."""

    on = Day(label="Début de l’accompagnement")
    adhesion = forms.ChoiceField(
        label="Accord du ménage",
        widget=forms.RadioSelect,
        choices=[*[(state.value, state.label) for state in AGREED], (_NONE_YET, "Pas d’accord recueilli à ce jour")],
        error_messages={"required": "Dites où en est l’accord du ménage."},
    )
    without_adhesion = forms.CharField(
        label="Pourquoi démarrer sans accord", required=False, max_length=200, help_text="Par exemple : aller-vers."
    )

    def __init__(self, *args, has_agreed: bool, **kwargs):
        self.has_agreed = has_agreed
        super().__init__(*args, **kwargs)

    def prepare(self, measure: Measure) -> None:
        if self.has_agreed:
            del self.fields["adhesion"]
            del self.fields["without_adhesion"]

    def layout(self):
        if self.has_agreed:
            return ["on"]
        return ["on", Field("adhesion", template="components/radio_cards.html"), "without_adhesion"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("adhesion") == _NONE_YET and not cleaned.get("without_adhesion"):
            self.add_error("without_adhesion", "Dites pourquoi l’accompagnement démarre sans accord.")
        return cleaned

    def answer(self) -> dict:
        """What the service takes."""
        cleaned = dict(self.cleaned_data)
        if cleaned.get("adhesion") == _NONE_YET:
            cleaned["adhesion"] = ""
        return cleaned


class SuspendForm(MeasureForm):
    on = Day(label="Suspendu à partir du")
    reason = forms.ChoiceField(label="Motif", error_messages={"required": "Choisissez un motif de suspension."})

    def prepare(self, measure: Measure) -> None:
        self.fields["reason"].choices = codes_of("suspension_reason", empty="Choisissez…")


class LevelForm(MeasureForm):
    level = forms.ChoiceField(
        label="Niveau", widget=forms.RadioSelect, error_messages={"required": "Choisissez un niveau."}
    )
    rhythm = forms.ChoiceField(label="Rythme", required=False, help_text="Sinon, celui du niveau.")
    weight = forms.DecimalField(
        label="Poids dans la file active",
        required=False,
        min_value=0,
        max_value=10,
        decimal_places=2,
        help_text="Sinon, celui du niveau.",
    )
    decided_by = forms.CharField(label="Décidé par", max_length=120, initial="Équipe d’accompagnement, avec le ménage")
    on = Day(label="À partir du")

    def prepare(self, measure: Measure) -> None:
        levels = measure.case.configuration.levels
        self.fields["level"].choices = [(rules.code, rules.label) for rules in levels]
        self.fields["level"].details = {rules.code: {"help": _level_help(rules)} for rules in levels}
        self.fields["rhythm"].choices = codes_of("contact_rhythm", empty="Celui du niveau")

    def layout(self):
        return [
            Field("level", template="components/radio_cards.html"),
            pair("rhythm", "weight"),
            "decided_by",
            "on",
        ]

    def answer(self) -> dict:
        """Rhythm and weight come from the level unless they were typed."""
        cleaned = dict(self.cleaned_data)
        rules = self.measure.case.configuration.level(cleaned["level"])
        cleaned["rhythm"] = cleaned["rhythm"] or rules.rhythm
        cleaned["weight"] = rules.weight if cleaned["weight"] is None else cleaned["weight"]
        return cleaned


def _level_help(rules: LevelRules) -> str:
    rhythm = reference.label("contact_rhythm", rules.rhythm)
    if not rules.requires_modality:
        return f"{rhythm}."
    kinds = " ou ".join(reference.label("housing_modality", code) for code in rules.requires_modality)
    return f"{rhythm}. Suppose un logement en {kinds}."


class EndForm(MeasureForm):
    """Two questions, never one: why it ends, and where the household lives."""

    reason = forms.ChoiceField(
        label="Pourquoi l’accompagnement s’arrête", error_messages={"required": "Dites pourquoi il s’arrête."}
    )
    outcome = forms.ChoiceField(
        label="Où vit le ménage à ce moment", error_messages={"required": "Dites où vit le ménage à ce moment."}
    )
    on = Day(label="Fin de l’accompagnement")

    def prepare(self, measure: Measure) -> None:
        codes = measure.case.configuration.exit_reasons
        reasons = [(code, reference.label("exit_reason", code)) for code in codes]
        self.fields["reason"].choices = [("", "Choisissez…"), *reasons]
        self.fields["reason"].initial = exit_reason_of(measure)
        self.fields["outcome"].choices = codes_of("exit_outcome", empty="Choisissez…")


class ReviewForm(MeasureForm):
    on = Day(label="Prochain point", initial=None)


class WatchForm(MeasureForm):
    next_review_on = Day(label="Prochaine prise de nouvelles", required=False)


class NothingForm(MeasureForm):
    """A button is enough."""
