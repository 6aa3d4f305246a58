"""The half-days of a month, one answer each: the dispositif, or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.db.models import QuerySet

from accompaniment.half_days import Key, Proposed
from funding.models import HalfDay
from partners.models import Dispositif, User
from veille.core import clock
from veille.core.formats import far_date, plus_months
from veille.core.forms import FilterForm, LaidOutForm, MonthField

_FRIDAY = 4


@dataclass(frozen=True)
class Half:
    """A field of the sheet, and what it was prefilled from when it is not declared yet."""

    field: forms.BoundField
    label: str
    proposed: Proposed | None


@dataclass(frozen=True)
class Line:
    day: date
    halves: tuple[Half, ...]


class MonthFilter(FilterForm):
    mois = MonthField(label="Mois", required=False)
    personne = forms.ModelChoiceField(User.objects.none(), label="Personne", required=False, empty_label="Moi")

    def __init__(self, *args, people: QuerySet[User], may_choose: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["personne"].queryset = people
        if not may_choose:
            del self.fields["personne"]


class TimeSheetForm(LaidOutForm):
    """Working days of a month, and the other days where something was noted or declared."""

    def __init__(
        self, *args, month: date, dispositifs: list[Dispositif], declared: dict, proposed: dict[Key, Proposed], **kwargs
    ):
        self.declared, self.proposed = declared, proposed
        known = {day for day, _ in [*declared, *proposed]}
        past = (day for day in _days_of(month) if day <= clock.today())
        self.days = [day for day in past if day.weekday() <= _FRIDAY or day in known]
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(one.pk), one.name) for one in dispositifs)]
        for day in self.days:
            for half in HalfDay:
                self.fields[_name(day, half)] = self._field(day, half, choices)

    def _field(self, day: date, half: HalfDay, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        noted = self.proposed.get((day, half))
        initial = self.declared.get((day, half)) or (noted.dispositif if noted else None)
        widget = forms.Select(attrs={"class": "form-select", "aria-label": f"{half.label} du {far_date(day)}"})
        return forms.ChoiceField(choices=choices, required=False, initial=str(initial or ""), widget=widget)

    def lines(self) -> Iterator[Line]:
        for day in self.days:
            yield Line(day, tuple(self._half(day, half) for half in HalfDay))

    def _half(self, day: date, half: HalfDay) -> Half:
        waiting = None if (day, half) in self.declared else self.proposed.get((day, half))
        return Half(self[_name(day, half)], half.label, waiting)

    def answer(self) -> dict[Key, str]:
        """Half-day → dispositif, those left empty apart."""
        told = {(day, half.value): self.cleaned_data[_name(day, half)] for day in self.days for half in HalfDay}
        return {key: pk for key, pk in told.items() if pk}


def _name(day: date, half: HalfDay) -> str:
    return f"{day.isoformat()}-{half.value}"


def _days_of(month: date) -> list[date]:
    first = month.replace(day=1)
    return [first + timedelta(days=number) for number in range((plus_months(first, 1) - first).days)]
