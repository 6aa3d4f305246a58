"""The criteria that landlord and association share: one answer each, a few words if they help."""

from collections.abc import Iterable

from crispy_forms.layout import Div, Field
from django import forms

from accompaniment.choices import CriterionAnswer
from accompaniment.models import DiagnosisCriterion
from accompaniment.services.diagnoses import Answer
from partners.configuration import GridCriterion

_ANSWER, _REMARK = "answer_", "remark_"


class CriteriaFields:
    """Added to a form, two fields a criterion of the rules of the case; nothing where they have none."""

    def __init__(self, form: forms.Form, criteria: Iterable[GridCriterion]):
        self.form, self.codes = form, []
        for criterion in criteria:
            self.codes.append(criterion.code)
            form.fields[f"{_ANSWER}{criterion.code}"] = forms.ChoiceField(
                label=criterion.label,
                help_text=criterion.help,
                choices=CriterionAnswer.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Répondez : « Sans objet » est une réponse."},
            )
            form.fields[f"{_REMARK}{criterion.code}"] = forms.CharField(
                label="En quelques mots", max_length=200, required=False
            )

    def layout(self) -> list[Div]:
        return [
            Div(
                Field(f"{_ANSWER}{code}", template="components/chips.html"),
                f"{_REMARK}{code}",
                css_class="form-row",
            )
            for code in self.codes
        ]

    def answer(self) -> list[Answer]:
        data = self.form.cleaned_data
        return [Answer(code, data[f"{_ANSWER}{code}"], data[f"{_REMARK}{code}"]) for code in self.codes]

    @property
    def names(self) -> set[str]:
        return {f"{part}{code}" for code in self.codes for part in (_ANSWER, _REMARK)}


def criteria_given(rows: Iterable[DiagnosisCriterion]) -> dict[str, str]:
    """The answers that stand, under the names of the fields."""
    given = {}
    for row in rows:
        given |= {f"{_ANSWER}{row.criterion}": row.answer, f"{_REMARK}{row.criterion}": row.remark}
    return given
