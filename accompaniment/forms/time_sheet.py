"""The half-days of a month, one answer each: the dispositif, or none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
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
    """A field of the sheet, what it was prefilled from until it is declared, and what somebody declared since."""

    field: forms.BoundField
    label: str
    proposed: Proposed | None
    since: str


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
        self,
        *args,
        month: date,
        dispositifs: Iterable[Dispositif],
        declared: Mapping[Key, Dispositif],
        proposed: Mapping[Key, Proposed],
        **kwargs,
    ):
        self.declared, self.proposed = declared, proposed
        known = {day for day, _ in [*declared, *proposed]}
        past = (day for day in _days_of(month) if day <= clock.today())
        self.days = [day for day in past if day.weekday() <= _FRIDAY or day in known]
        super().__init__(*args, **kwargs)
        offered = {str(one.pk): one.name for one in dispositifs}
        for day in self.days:
            for half in HalfDay:
                self.fields[_name(day, half)] = self._field(day, half, offered)

    def _field(self, day: date, half: HalfDay, offered: Mapping[str, str]) -> forms.ChoiceField:
        """What was declared stays a choice, whoever is a partner of it since."""
        noted, declared = self.proposed.get((day, half)), self.declared.get((day, half))
        kept = {str(declared.pk): declared.name} if declared else {}
        initial = next(iter(kept), "") or str(noted.dispositif if noted else "")
        widget = forms.Select(attrs={"class": "form-select", "aria-label": f"{half.label} du {far_date(day)}"})
        choices = [("", "—"), *(offered | kept).items()]
        return forms.ChoiceField(choices=choices, required=False, initial=initial, widget=widget)

    def lines(self) -> Iterator[Line]:
        for day in self.days:
            yield Line(day, tuple(self._half(day, half) for half in HalfDay))

    def _half(self, day: date, half: HalfDay) -> Half:
        waiting = None if (day, half) in self.declared else self.proposed.get((day, half))
        field = self[_name(day, half)]
        return Half(field, half.label, waiting, self._since(field, self.declared.get((day, half))))

    def _since(self, field: forms.BoundField, declared: Dispositif | None) -> str:
        """Refused because the month was declared since: what stands where she says something else."""
        standing = str(declared.pk) if declared else ""
        if not self.has_error(NON_FIELD_ERRORS, "stale") or (field.value() or "") == standing:
            return ""
        return declared.name if declared else "rien"

    def answer(self) -> dict[Key, str]:
        """Half-day → dispositif, those left empty apart."""
        told = {(day, half.value): self.cleaned_data[_name(day, half)] for day in self.days for half in HalfDay}
        return {key: pk for key, pk in told.items() if pk}


def _name(day: date, half: HalfDay) -> str:
    return f"{day.isoformat()}-{half.value}"


def _days_of(month: date) -> list[date]:
    first = month.replace(day=1)
    return [first + timedelta(days=number) for number in range((plus_months(first, 1) - first).days)]
