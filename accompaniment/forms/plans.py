"""The plan: what the household wants first, objectives, and who does what by when."""

from datetime import date

from django import forms

from accompaniment.forms.fields import Day, Words
from accompaniment.models import Objective
from accompaniment.plan_choices import ObjectiveOutcome
from veille.core import clock
from veille.core.formats import plus_months
from veille.core.forms import ComingDayField, LaidOutForm, codes_of, pair

_UNSAID = {"unknown", "other"}
_UNTOLD = ("", "Non précisé")


def in_three_months() -> date:
    """A plan is looked at again every quarter unless she says otherwise."""
    return plus_months(clock.today(), 3)


_SHARED = "Objectif partagé : le bailleur lit où il en est et ce que cela a donné."


class PlanForm(LaidOutForm):
    priorities = Words(
        label="Ce que le ménage veut en premier",
        max_length=4000,
        help_text="Avec ses mots à lui.",
        error_messages={"required": "Écrivez ce que le ménage veut en premier."},
    )
    review_on = Day(label="À revoir ensemble le", initial=in_three_months)


class VersionForm(LaidOutForm):
    review_on = Day(label="À revoir ensemble le", initial=in_three_months)


class AgreeForm(LaidOutForm):
    on = Day(label="Convenu le")


class ResultForm(LaidOutForm):
    result = forms.CharField(label="Ce que cela a donné", max_length=250)

    def __init__(self, *args, is_shared: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].help_text = _SHARED if is_shared else ""


class ObjectiveForm(LaidOutForm):
    label = forms.CharField(
        label="Objectif", max_length=250, error_messages={"required": "Écrivez l’objectif en une phrase."}
    )
    theme = forms.ChoiceField(label="Domaine", error_messages={"required": "Choisissez un domaine."})
    is_shared = forms.BooleanField(
        label="Visible du bailleur",
        required=False,
        help_text="Décoché, le bailleur ne sait pas que l’objectif existe. Coché, il le lit une fois le plan convenu.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = codes_of("life_area", empty="Choisissez…")


class PlanReviewForm(LaidOutForm):
    """Where each objective stands, then when the plan is looked at next."""

    reviewed_on = Day(label="Revu le")
    with_household = forms.BooleanField(label="Avec le ménage", required=False, initial=True)
    next_on = ComingDayField(
        label="À revoir ensemble le", initial=in_three_months, error_messages={"required": "Indiquez une date."}
    )

    def __init__(self, *args, objectives: list[Objective], **kwargs):
        self.objectives = objectives
        super().__init__(*args, **kwargs)
        for number, objective in enumerate(objectives):
            self.fields[f"outcome_{number}"] = forms.ChoiceField(
                label=objective.label,
                choices=[("", "En cours"), *ObjectiveOutcome.choices],
                required=False,
                initial=objective.outcome,
            )
            self.fields[f"result_{number}"] = forms.CharField(
                label="Ce que cela a donné",
                max_length=250,
                required=False,
                initial=objective.result,
                help_text=_SHARED if objective.is_shared else "",
            )
            spoken = f"{objective.label} : ce que cela a donné"
            self.fields[f"result_{number}"].widget.attrs["aria-label"] = spoken

    def layout(self):
        rows = [pair(f"outcome_{number}", f"result_{number}") for number in range(len(self.objectives))]
        return [*rows, pair("reviewed_on", "next_on"), "with_household"]

    def outcomes(self) -> dict[Objective, tuple[str, str]]:
        told = self.cleaned_data
        return {
            objective: (told[f"outcome_{number}"], told[f"result_{number}"])
            for number, objective in enumerate(self.objectives)
        }


class ActionForm(LaidOutForm):
    label = forms.CharField(label="Action", max_length=250, error_messages={"required": "Écrivez l’action."})
    who = forms.CharField(
        label="Qui",
        max_length=120,
        help_text="Une fonction ou un organisme suffit.",
        error_messages={"required": "Dites qui s’en charge."},
    )
    due_on = Day(label="Pour le", required=False)
    kind = forms.ChoiceField(label="Type d’action", required=False)
    theme = forms.ChoiceField(label="Thème", required=False)

    def __init__(self, *args, kinds: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        offered = [row for row in action_kinds() if not kinds or row[0] in kinds]
        self.fields["kind"].choices = [_UNTOLD, *offered]
        self.fields["theme"].choices = [_UNTOLD, *_telling("action_theme")]

    def layout(self):
        return ["label", pair("who", "due_on"), pair("kind", "theme"), "DELETE"]


def action_kinds() -> list[tuple[str, str]]:
    """Those that a plan can offer; a dispositif chooses among them."""
    return _telling("action_kind")


def _telling(list_code: str) -> list[tuple[str, str]]:
    """The codes that say something."""
    return [row for row in codes_of(list_code) if row[0] not in _UNSAID]


ActionFormSet = forms.formset_factory(ActionForm, extra=1, max_num=20, validate_max=True, can_delete=True)
ACTION_FIELDS = ("label", "who", "due_on", "kind", "theme")


def actions_of(formset) -> list[dict]:
    """The rows kept, as the service takes them."""
    return [
        {name: form.cleaned_data.get(name) for name in ACTION_FIELDS}
        for form in formset
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
