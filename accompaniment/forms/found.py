"""Difficulties and strengths by life area, as a diagnosis goes through them: folded areas, one line a difficulty."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from crispy_forms.layout import Field
from django import forms

from accompaniment.services.diagnoses import Found
from households.forms.parts import SEVERITIES
from households.models import FindingSource
from veille.core import reference
from veille.core.forms import Fold

_DIFFICULTY, _STRENGTHS = "difficulty_", "strengths_"
# Of what is gathered under « Autre », the text of the diagnosis says more than a severity.
_ELSEWHERE = ("", "other")


def _by_area(list_code: str) -> dict[str, list[tuple[str, str]]]:
    """Life area → the codes of a list that belong to it, in their order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, label in reference.choices(list_code):
        found.setdefault(reference.mapped(list_code, code, "life_area"), []).append((code, label))
    return {area: codes for area, codes in found.items() if area not in _ELSEWHERE}


class FoundFields:
    """Added to a form: `known` is difficulty → severity as last noted, `held` the strengths that still hold."""

    def __init__(self, form: forms.Form, *, known: Mapping[str, int], held: Iterable[str]):
        self.form, self.areas, self.known, self.held = form, [], known, set(held)
        difficulties, strengths, held = _by_area("difficulty"), _by_area("strength"), self.held
        form.fields["source"] = _source()
        for area, label in reference.choices("life_area"):
            codes, forces = difficulties.get(area, []), strengths.get(area, [])
            if codes or forces:
                names = [self._difficulty(code, label, known.get(code)) for code, label in codes]
                names += self._strengths(area, forces, held)
                self.areas.append((label, names))

    def _difficulty(self, code: str, label: str, severity: int | None) -> str:
        name = f"{_DIFFICULTY}{code}"
        self.form.fields[name] = forms.TypedChoiceField(
            label=label,
            help_text=reference.definition("difficulty", code),
            choices=[("", "Non évoquée"), *((value, f"{value} – {words}") for value, words in SEVERITIES)],
            coerce=int,
            empty_value=None,
            required=False,
            initial=severity,
        )
        return name

    def _strengths(self, area: str, forces: list[tuple[str, str]], held: set[str]) -> list[str]:
        if not forces:
            return []
        name = f"{_STRENGTHS}{area}"
        self.form.fields[name] = forms.MultipleChoiceField(
            label="Sur quoi s’appuyer",
            choices=forces,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[code for code, _ in forces if code in held],
        )
        return [name]

    def layout(self) -> list:
        """One fold an area, open where something is already said."""
        return [Field("source", template="components/chips.html"), *(self._fold(*area) for area in self.areas)]

    def _fold(self, label: str, names: list[str]) -> Fold:
        said = any(self.form[name].value() not in (None, "", []) for name in names)
        fields = [
            Field(name, template="components/chips.html") if name.startswith(_STRENGTHS) else name for name in names
        ]
        return Fold(*fields, summary=label, is_open=said)

    def answer(self) -> Found:
        """What was found, taken out of the cleaned data."""
        data = self.form.cleaned_data
        names = [name for _, names in self.areas for name in names]
        severities = {name.removeprefix(_DIFFICULTY): data[name] for name in names if name.startswith(_DIFFICULTY)}
        strengths = [code for name in names if name.startswith(_STRENGTHS) for code in data[name]]
        weighed = {code: severity for code, severity in severities.items() if severity is not None}
        return Found(difficulties=weighed, strengths=strengths, source=data["source"] or FindingSource.OBSERVED)

    def with_unasked(self) -> Found:
        """The same, with what was known and is not asked here: a correction takes nothing off unseen."""
        given, data = self.answer(), self.form.fields
        unasked = {code: one for code, one in self.known.items() if f"{_DIFFICULTY}{code}" not in data}
        offered = {code for name in data if name.startswith(_STRENGTHS) for code, _ in data[name].choices}
        return replace(
            given,
            difficulties={**unasked, **given.difficulties},
            strengths=[*given.strengths, *sorted(self.held - offered)],
        )


def _source() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Comment le savez-vous ?",
        choices=FindingSource.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=FindingSource.OBSERVED,
    )
