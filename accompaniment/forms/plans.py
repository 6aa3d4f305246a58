"""The plan: what the household wants first, objectives, and who does what by when."""

from datetime import date

from django import forms

from accompaniment.forms.fields import Day, Words
from veille.core import clock
from veille.core.formats import plus_months
from veille.core.forms import LaidOutForm, codes_of, pair


def in_three_months() -> date:
    """A plan is looked at again every quarter unless she says otherwise."""
    return plus_months(clock.today(), 3)


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


class ActionForm(LaidOutForm):
    label = forms.CharField(label="Action", max_length=250, error_messages={"required": "Écrivez l’action."})
    who = forms.CharField(
        label="Qui",
        max_length=120,
        help_text="Une fonction ou un organisme suffit.",
        error_messages={"required": "Dites qui s’en charge."},
    )
    due_on = Day(label="Pour le", required=False)

    def layout(self):
        return ["label", pair("who", "due_on"), "DELETE"]


ActionFormSet = forms.formset_factory(ActionForm, extra=1, max_num=20, validate_max=True, can_delete=True)


def actions_of(formset) -> list[dict]:
    """The rows kept, as the service takes them."""
    return [
        {name: form.cleaned_data.get(name) for name in ("label", "who", "due_on")}
        for form in formset
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
