"""Parts of the form of a decision: what an admission depends on, and the landlords asked for a dwelling."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import HTML, Field
from django import forms

from cellule.candidature_choices import CandidatureState, ConditionState
from cellule.forms.wanted_dwelling import WantedDwelling
from cellule.models import Decision
from cellule.services.candidatures import Asking, landlords_of
from cellule.services.conditions import Condition
from households.models import Case
from partners.configuration import Door
from partners.models import Organisation
from veille.core import clock
from veille.core.forms import DayField, codes_of, pair

CONDITIONS = 3
CHIPS = "components/chips.html"
# What a landlord is given to answer, unless the session says otherwise.
ANSWER_DAYS = timedelta(days=21)
WHO_OPENS = "Chacun d’eux ouvrira le dossier, de la demande à sa réponse ; aucun ne sait qui d’autre l’est."
_NO_TYPE = {"unknown", "other"}


def condition_fields() -> dict[str, forms.Field]:
    """Some lines of « quoi, par qui, avant quand »."""
    fields: dict[str, forms.Field] = {}
    for rank in range(1, CONDITIONS + 1):
        fields[f"condition_{rank}"] = forms.CharField(label=f"Condition {rank}", required=False, max_length=200)
        fields[f"condition_{rank}_by"] = forms.ModelChoiceField(
            queryset=Organisation.objects.none(), label="Par qui", required=False, empty_label="—"
        )
        fields[f"condition_{rank}_before"] = DayField(label="Avant le", required=False)
    return fields


def condition_layout() -> list[Any]:
    """The lines, under a word on who reads them."""
    words = "Chaque condition devient une tâche de qui la remplit ; l’opérateur les lit, l’orienteur sait qu’il y en a."
    said = HTML(f"<p class='quiet'>{words}</p>")
    names = [f"condition_{rank}" for rank in range(1, CONDITIONS + 1)]
    return [said, *(line for name in names for line in (name, pair(f"{name}_by", f"{name}_before")))]


def conditions_in(data: dict[str, Any]) -> list[Condition]:
    """The lines that were filled in."""
    names = [f"condition_{rank}" for rank in range(1, CONDITIONS + 1)]
    return [Condition(data[name], data[f"{name}_by"], data[f"{name}_before"]) for name in names if data.get(name)]


def check_conditions(form: forms.Form, data: dict[str, Any]) -> None:
    """A line says its three words, or none."""
    for rank in range(1, CONDITIONS + 1):
        name = f"condition_{rank}"
        if data.get(name) and not data.get(f"{name}_by"):
            form.add_error(f"{name}_by", "Dites qui remplit cette condition.")
        if data.get(name) and not data.get(f"{name}_before"):
            form.add_error(f"{name}_before", "Dites avant quand.")


class AskingFields(WantedDwelling):
    """Which landlords, where, what, and until when; for accès only."""

    landlords = forms.ModelMultipleChoiceField(
        label="Bailleurs sollicités pour un logement",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=WHO_OPENS,
    )
    answer_expected_on = DayField(label="Réponse attendue avant le", required=False)

    MULTIPLE = ("landlords", "communes", "dwelling_types")


ASKING_NAMES = ("landlords", "communes", "dwelling_types", "answer_expected_on")


def prepare_asking(form: forms.Form, case: Case) -> None:
    """The landlords of the dispositif, the communes of the territory; nothing of a place on a restricted file."""
    if case.door != Door.ACCESS:
        for name in ASKING_NAMES:
            form.fields.pop(name, None)
        return
    form.fields["landlords"].queryset = landlords_of(case)
    form.fields["communes"].queryset = case.territory.communes.order_by("sort_name", "code")
    types = [choice for choice in codes_of("dwelling_type") if choice[0] not in _NO_TYPE]
    form.fields["dwelling_types"].choices = types
    form.fields["answer_expected_on"].initial = clock.today() + ANSWER_DAYS
    if case.is_restricted:
        del form.fields["communes"]


def asking_layout(form: forms.Form) -> list[Any]:
    """Chips, then the day."""
    return [
        Field(name, template=CHIPS) if name in AskingFields.MULTIPLE else name
        for name in ASKING_NAMES
        if name in form.fields
    ]


def asking_in(data: dict[str, Any]) -> Asking | None:
    """What is asked of landlords, if any was chosen."""
    landlords = tuple(data.get("landlords") or ())
    if not landlords:
        return None
    return Asking(
        landlords=landlords,
        answer_expected_on=data.get("answer_expected_on") or clock.today() + ANSWER_DAYS,
        communes=tuple(data.get("communes") or ()),
        dwelling_types=tuple(data.get("dwelling_types") or ()),
    )


def parts_of(decision: Decision) -> dict[str, Any]:
    """The conditions and the landlords of a decision to be corrected."""
    standing = [CandidatureState.PLANNED, CandidatureState.ASKED]
    asked = list(decision.candidatures.filter(state__in=standing).prefetch_related("communes").order_by("pk"))
    initial: dict[str, Any] = {"landlords": [candidature.landlord_id for candidature in asked]}
    if asked:
        first = asked[0]
        initial |= {"dwelling_types": first.dwelling_types, "answer_expected_on": first.answer_expected_on}
        initial["communes"] = [commune.pk for commune in first.communes.all()]
    pending = decision.conditions.filter(state=ConditionState.PENDING).order_by("due_on", "pk")[:CONDITIONS]
    for rank, condition in enumerate(pending, start=1):
        name = f"condition_{rank}"
        initial |= {name: condition.what, f"{name}_by": condition.organisation_id, f"{name}_before": condition.due_on}
    return initial
