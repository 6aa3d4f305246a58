"""A step of the procedure, its next deadline; a hold asked, answered, given."""

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError

from households.forms.parts import CodeField, past_day
from partners.models import Organisation
from veille.core import clock
from veille.core.formats import plus_months
from veille.core.forms import DayField, LaidOutForm, pair

# « Aucune procédure » and « Non renseigné » are no step: noted, they would open the file to litigation staff.
NO_STEP = frozenset({"none", "unknown"})
_USUAL_MONTHS = 3


def coming_day(value) -> None:
    """A deadline is not set in the past."""
    if value < clock.today():
        raise ValidationError("Indiquez la date d’aujourd’hui ou une date à venir.", code="past")


class StepForm(LaidOutForm):
    """A step of the procedure."""

    step = CodeField("procedure_step", label="Étape")
    starts_on = DayField(label="Depuis le", validators=[past_day])
    due_on = DayField(
        label="Prochaine échéance",
        required=False,
        validators=[coming_day],
        help_text="Date de l’audience, fin d’un délai, commission… : elle sera rappelée dans « À faire ».",
    )
    landlord = forms.ModelChoiceField(label="Bailleur", queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args, landlords, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["landlord"].queryset = landlords
        self.fields["step"].choices = [choice for choice in self.fields["step"].choices if choice[0] not in NO_STEP]
        self.fields["step"].widget.attrs["data-search-list"] = ""

    def layout(self):
        return ["step", pair("starts_on", "due_on"), "landlord"]


class DeadlineForm(LaidOutForm):
    """The next deadline of a step; empty when there is none any more."""

    due_on = DayField(label="Prochaine échéance", required=False, validators=[coming_day], help_text="Vide : aucune.")


class HoldAskForm(LaidOutForm):
    """Ask the landlord to hold its procedure; the reason only from who may write one."""

    landlord = forms.ModelChoiceField(label="Bailleur", queryset=Organisation.objects.none(), empty_label=None)
    reason = forms.CharField(
        label="Pourquoi maintenant ?",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Lu par l’équipe d’accompagnement seule. Ni le bailleur ni son contentieux ne le lisent.",
    )

    def __init__(self, *args, landlords, may_say_why: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["landlord"].queryset = landlords
        if not may_say_why:
            del self.fields["reason"]


class HoldDaysForm(LaidOutForm):
    """From … to …: always with an end."""

    starts_on = DayField(label="Du")
    ends_on = DayField(label="Au", help_text="Avant cette date, « À faire » rappellera d’y revenir.")

    def __init__(self, *args, first=None, **kwargs):
        super().__init__(*args, **kwargs)
        first = first or clock.today()
        self.initial = {"starts_on": first, "ends_on": plus_months(first, _USUAL_MONTHS), **self.initial}

    def layout(self):
        return [pair("starts_on", "ends_on")]


class HoldAnswerForm(HoldDaysForm):
    """The landlord's answer; the days are asked when it agrees."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=[("agree", "Mettre la procédure en attente"), ("refuse", "Poursuivre la procédure")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].required = False

    def layout(self):
        return [Field("answer", template="components/radio_cards.html"), *super().layout()]

    def clean(self):
        data = super().clean()
        if data.get("answer") == "agree":
            for name in ("starts_on", "ends_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Indiquez les dates de la mise en attente.")
        return data
