"""A difficulty, in one touch for its severity."""

from crispy_forms.layout import Field
from django import forms

from households.forms.parts import SEVERITIES, CodeField, past_day
from households.models import FindingSource
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm


class FindingForm(LaidOutForm):
    """`may_confide` and `may_tell`: which of the two sections the author writes; with both, she chooses."""

    difficulty = CodeField("difficulty", label="Difficulté")
    severity = forms.TypedChoiceField(label="Intensité", choices=SEVERITIES, coerce=int, widget=forms.RadioSelect)
    source = forms.ChoiceField(label="Comment le savez-vous ?", choices=FindingSource.choices, widget=forms.RadioSelect)
    found_on = DayField(label="Date", validators=[past_day], initial=clock.today)
    is_confided = forms.TypedChoiceField(
        label="Qui lira ce constat ?",
        choices=[("yes", "L’équipe d’accompagnement"), ("no", "Aussi le bailleur")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )

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
        data = dict(self.cleaned_data)
        data["on"] = data.pop("found_on")
        data.setdefault("is_confided", self.only)
        return data
