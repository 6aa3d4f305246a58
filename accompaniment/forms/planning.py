"""A visit agreed with a household; what narrows the calendar."""

from django import forms
from django.db.models import QuerySet

from partners.models import User
from veille.core.forms import ComingDayField, DayField, FilterForm, LaidOutForm, pair

_DAY = 24 * 60


class VisitForm(LaidOutForm):
    """The day, the hour when it is known, and who goes."""

    due_on = ComingDayField(label="Jour")
    starts_at = forms.TimeField(
        label="Heure",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="Laissez vide si elle reste à convenir.",
    )
    minutes = forms.IntegerField(label="Durée prévue en minutes", min_value=1, max_value=_DAY, initial=45)
    worker = forms.ModelChoiceField(User.objects.none(), label="Qui y va", empty_label=None)

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = people

    def layout(self):
        return [pair("due_on", "starts_at"), pair("minutes", "worker")]

    def answer(self) -> dict:
        """What the service takes."""
        cleaned = dict(self.cleaned_data)
        return {"on": cleaned.pop("due_on"), **cleaned}


class CalendarFilter(FilterForm):
    """The week, and for a manager whose calendar; kept in the address."""

    semaine = DayField(label="Semaine du", required=False)
    personne = forms.ModelChoiceField(
        User.objects.none(), label="Personne", required=False, empty_label="Toute l’équipe"
    )

    def __init__(self, *args, people: QuerySet[User], may_choose: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["personne"].queryset = people
        if not may_choose:
            del self.fields["personne"]
