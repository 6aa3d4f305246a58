"""The calendar: what narrows it, sessions planned ahead, closings, a session moved or cancelled."""

from datetime import date, timedelta

from django import forms

from cellule.calendar import instances_dated_for, territories_dated_for
from cellule.models import MeetingHabits, Session
from cellule.services.planning import FURTHEST
from partners.models import Instance, Territory
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.forms import ComingDayField, DayField, FilterForm, LaidOutForm, MonthField, pair

MONTH, YEAR = "mois", "annee"
_PLACE = MeetingHabits._meta.get_field("place").max_length
_REASON = Session._meta.get_field("change_reason").max_length
_NO_NAME = "Lu par les membres : sans nom ni situation."


class CalendarFilter(FilterForm):
    """The month, an instance, a territory; kept in the address."""

    mois = MonthField(label="Mois", required=False)
    vue = forms.ChoiceField(label="Vue", required=False, choices=[(MONTH, "Un mois"), (YEAR, "Douze mois")])
    instance = forms.ModelChoiceField(Instance.objects.none(), label="Instance", required=False, empty_label="Toutes")
    territory = forms.ModelChoiceField(Territory.objects.none(), label="Territoire", required=False, empty_label="Tous")

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instance"].queryset = instances_dated_for(actor)
        self.fields["territory"].queryset = territories_dated_for(actor)


class AheadForm(LaidOutForm):
    """Sessions of the rule until a day, where and when the instance usually meets."""

    first = ComingDayField(label="À partir du")
    last = DayField(label="Jusqu’au")
    starts_at = forms.TimeField(label="Heure", widget=forms.TimeInput({"type": "time"}))
    planned_minutes = forms.IntegerField(label="Durée prévue (minutes)", min_value=15, max_value=480)
    place = forms.CharField(label="Lieu", max_length=_PLACE, required=False)

    def layout(self):
        return [pair("first", "last"), pair("starts_at", "planned_minutes"), "place"]

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "Indiquez une date qui suit la première.")
        elif first and last and last - first > FURTHEST:
            self.add_error("last", "Prévoyez deux ans au plus à la fois.")
        return data


class HabitsForm(LaidOutForm):
    """What each new session starts from, and how far ahead they are planned without asking."""

    starts_at = forms.TimeField(label="Heure habituelle", widget=forms.TimeInput({"type": "time"}))
    planned_minutes = forms.IntegerField(label="Durée habituelle (minutes)", min_value=15, max_value=480)
    place = forms.CharField(label="Lieu habituel", max_length=_PLACE, required=False)
    months_ahead = forms.IntegerField(
        label="Mois d’avance",
        min_value=0,
        max_value=18,
        help_text="Chaque nuit, les séances sont prévues jusque-là. 0 : seulement quand vous le demandez.",
    )

    def layout(self):
        return [pair("starts_at", "planned_minutes", "months_ahead"), "place"]


class ClosingForm(LaidOutForm):
    """Days on which the instance does not meet."""

    starts_on = DayField(label="Du")
    ends_on = DayField(label="Au")
    label = forms.CharField(label="Motif", max_length=80, help_text="Par exemple : pont de l’Ascension.")

    def layout(self):
        return [pair("starts_on", "ends_on"), "label"]


class MoveForm(LaidOutForm):
    """Another day, hour or place, and why."""

    held_on = DayField(label="Nouvelle date")
    starts_at = forms.TimeField(label="Heure", widget=forms.TimeInput({"type": "time"}))
    place = forms.CharField(label="Lieu", max_length=_PLACE, required=False)
    reason = forms.CharField(label="Raison", max_length=_REASON, help_text=_NO_NAME)

    def layout(self):
        return [pair("held_on", "starts_at"), "place", "reason"]


class CancelForm(LaidOutForm):
    """Why, and what becomes of the agenda."""

    reason = forms.CharField(label="Raison", max_length=_REASON, help_text=_NO_NAME)
    to_next = forms.ChoiceField(label="Les situations à l’ordre du jour", widget=forms.RadioSelect, initial="")

    def __init__(self, *args, following: Session | None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "redeviennent prêtes : vous les inscrirez plus tard")]
        if following:
            choices.insert(0, ("1", f"passent à la séance du {far_date(following.held_on)}"))
        self.fields["to_next"].choices = choices
        self.fields["to_next"].required = False


def usual_end(first: date) -> date:
    """A year ahead, unless she says otherwise."""
    return first + timedelta(days=364)
