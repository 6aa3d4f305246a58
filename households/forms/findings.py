"""Difficulties and strengths, in one touch for a severity."""

from crispy_forms.layout import Field
from django import forms

from households.forms.parts import SEVERITIES, SEVERITIES_OR_NONE, CodeField, past_day, severity_of
from households.models import Finding, FindingSource
from veille.core import clock, formats, reference
from veille.core.forms import DayField, LaidOutForm


def _who_reads(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", "L’équipe d’accompagnement"), ("no", "Aussi le bailleur")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class FindingForm(LaidOutForm):
    """`may_confide` and `may_tell`: which of the two sections the author writes; with both, she chooses."""

    difficulty = CodeField("difficulty", label="Difficulté")
    severity = forms.TypedChoiceField(
        label="Intensité", choices=SEVERITIES_OR_NONE, coerce=severity_of, widget=forms.RadioSelect
    )
    source = forms.ChoiceField(label="Comment le savez-vous ?", choices=FindingSource.choices, widget=forms.RadioSelect)
    found_on = DayField(label="Date", validators=[past_day], initial=clock.today)
    is_confided = _who_reads("Qui lira ce constat ?")

    def __init__(self, *args, may_confide: bool, may_tell: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.only = may_confide
        if not (may_confide and may_tell):
            del self.fields["is_confided"]
        self.fields["difficulty"].widget.attrs["data-search-list"] = ""

    def layout(self):
        return [
            "difficulty",
            Field("severity", template="components/severity.html"),
            Field("source", template="components/chips.html"),
            "found_on",
            *([Field("is_confided", template="components/radio_cards.html")] if "is_confided" in self.fields else []),
        ]

    def values(self) -> dict:
        """Health, violence and justice are kept from the landlord, even noted by its people."""
        data = dict(self.cleaned_data)
        data["on"] = data.pop("found_on")
        is_sensitive = data["difficulty"] in reference.sensitive_codes("difficulty")
        data.setdefault("is_confided", self.only or is_sensitive)
        return data


class ReassessForm(LaidOutForm):
    """Several difficulties looked at again on one day; those left blank stay as they are."""

    found_on = DayField(label="Date", validators=[past_day], initial=clock.today)
    source = forms.ChoiceField(label="Comment le savez-vous ?", choices=FindingSource.choices, widget=forms.RadioSelect)

    def __init__(self, *args, former: list[Finding], **kwargs):
        super().__init__(*args, **kwargs)
        self.former = former
        for finding in former:
            self.fields[f"severity_{finding.difficulty}"] = forms.TypedChoiceField(
                label=reference.label("difficulty", finding.difficulty),
                help_text=f"Dernière fois : {finding.get_severity_display()}, {formats.far_date(finding.found_on)}.",
                choices=SEVERITIES,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def layout(self):
        scales = [
            Field(f"severity_{finding.difficulty}", template="components/severity.html") for finding in self.former
        ]
        return ["found_on", Field("source", template="components/chips.html"), *scales]

    def clean(self):
        data = super().clean()
        if not self.errors and not self.severities():
            raise forms.ValidationError("Indiquez au moins une intensité : les autres restent comme elles sont.")
        return data

    def severities(self) -> dict[str, int]:
        given = {one.difficulty: self.cleaned_data.get(f"severity_{one.difficulty}") for one in self.former}
        return {difficulty: severity for difficulty, severity in given.items() if severity is not None}


class StrengthForm(LaidOutForm):
    """What the household can lean on; who reads it is chosen as for a difficulty."""

    strength = CodeField("strength", label="Force du ménage")
    detail = forms.CharField(label="En quelques mots", max_length=160, required=False)
    source = forms.ChoiceField(label="Comment le savez-vous ?", choices=FindingSource.choices, widget=forms.RadioSelect)
    found_on = DayField(label="Date", validators=[past_day], initial=clock.today)
    is_confided = _who_reads("Qui lira cette force ?")

    def __init__(self, *args, may_confide: bool, may_tell: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.only = may_confide
        if not (may_confide and may_tell):
            del self.fields["is_confided"]

    def layout(self):
        return [
            "strength",
            "detail",
            Field("source", template="components/chips.html"),
            "found_on",
            *([Field("is_confided", template="components/radio_cards.html")] if "is_confided" in self.fields else []),
        ]

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        data["on"] = data.pop("found_on")
        is_sensitive = data["strength"] in reference.sensitive_codes("strength")
        data.setdefault("is_confided", self.only or is_sensitive)
        return data
