"""The assessment grid: one touch an area, what the household says of it, what may be shared."""

from collections.abc import Iterable, Mapping

from crispy_forms.layout import Field, Fieldset
from django import forms

from accompaniment.assessment_panel import said
from accompaniment.forms.diagnoses import readers_of_part
from accompaniment.forms.fields import Day, Words
from accompaniment.models import AssessmentMark
from accompaniment.services.assessments import Mark, asks_link
from accompaniment.waves import Wave
from households.forms.parts import SEVERITIES_OR_NONE, severity_of
from veille.core import reference
from veille.core.forms import LaidOutForm, pair

_MARK = "mark_"
_UNSAID = "?"
_LINKS = [("yes", "un lien existe"), ("no", "pas de lien"), (_UNSAID, "non évalué")]


class AssessmentForm(LaidOutForm):
    """`waves`: the moments that may be filled; `former`: area → mark of the grid before, shown beside each area."""

    wave = forms.ChoiceField(label="Moment", widget=forms.RadioSelect)
    assessed_on = Day(label="Remplie le")
    with_household = forms.BooleanField(label="Remplie avec le ménage", required=False, initial=True)
    household_word = Words(label="Ce qu’en dit le ménage, avec ses mots", rows=3, required=False, max_length=2000)
    observation = Words(label="Ce que vous observez", rows=3, required=False, max_length=4000)
    shared_line = Words(
        label="Ce qui peut être partagé, relu avec le ménage",
        rows=2,
        required=False,
        max_length=600,
        help_text="Une phrase ou deux. Laissez vide si le ménage ne le souhaite pas.",
    )

    def __init__(
        self, *args, waves: Iterable[Wave], areas: Iterable[str], former: Mapping[str, AssessmentMark], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.areas = tuple(areas)
        self.fields["wave"].choices = [(wave.code, wave.label) for wave in waves]
        for area in self.areas:
            self.fields[f"{_MARK}{area}"] = _mark_field(area, former.get(area))

    def layout(self):
        return [
            Fieldset("Quand", Field("wave", template="components/chips.html"), pair("assessed_on", "with_household")),
            Fieldset("Où en est le ménage, domaine par domaine", readers_of_part("inner"), *self._scales()),
            Fieldset("En quelques mots", "household_word", "observation"),
            Fieldset("À partager", readers_of_part("shared"), "shared_line"),
        ]

    def _scales(self) -> list[Field]:
        shapes = {True: "components/chips.html", False: "components/severity.html"}
        return [Field(f"{_MARK}{area}", template=shapes[asks_link(area)]) for area in self.areas]

    def clean(self):
        data = super().clean()
        if not self.errors and not self.marks():
            raise forms.ValidationError("Évaluez au moins un domaine ; les autres restent « non évalués ».")
        return data

    def marks(self) -> dict[str, Mark]:
        """Only what was assessed."""
        given = {area: self.cleaned_data[f"{_MARK}{area}"] for area in self.areas}
        return {area: mark for area, mark in given.items() if mark is not None}

    def answer(self) -> dict:
        """What the services take."""
        names = ("with_household", "household_word", "observation", "shared_line")
        words = {name: self.cleaned_data[name] for name in names}
        return {"on": self.cleaned_data["assessed_on"], "marks": self.marks(), **words}


def _mark_field(area: str, former: AssessmentMark | None) -> forms.TypedChoiceField:
    help_text = f"Dernière fois : {said(former)}." if former else reference.definition("life_area", area)
    link = asks_link(area)
    return forms.TypedChoiceField(
        label=reference.label("life_area", area),
        help_text=help_text,
        choices=_LINKS if link else SEVERITIES_OR_NONE,
        coerce=_link_of if link else _level_of,
        empty_value=None,
        required=False,
        initial=_UNSAID,
        widget=forms.RadioSelect,
    )


def _level_of(answer: str) -> Mark | None:
    level = severity_of(answer)
    return None if level is None else Mark(level=level)


def _link_of(answer: str) -> Mark | None:
    return None if answer == _UNSAID else Mark(has_link=answer == "yes")


def typed_marks(marks: Iterable[AssessmentMark]) -> dict[str, str]:
    """The marks of a grid as its form shows them again."""
    links = {True: "yes", False: "no"}
    return {
        f"{_MARK}{mark.area}": str(mark.level) if mark.level is not None else links[bool(mark.has_link)]
        for mark in marks
    }
