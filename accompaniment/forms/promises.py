"""How soon who asks is answered, on which days, at which hours."""

from datetime import time
from typing import Any

from crispy_forms.layout import Field
from django import forms

from partners.configuration import Promise, PromiseKind, SatisfiedBy
from veille.core.forms import LaidOutForm, pair

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HALVES = ("morning", "afternoon")
_CARDS, _CHIPS = "components/radio_cards.html", "components/chips.html"


def _hour(label: str, *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, widget=widget, required=required, error_messages={"required": "Indiquez une heure."}
    )


class PromiseForm(LaidOutForm):
    """One half-day or two; a team that works in one stretch leaves the second empty."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Qui sollicite reçoit une réponse", choices=PromiseKind.choices, widget=forms.RadioSelect
    )
    satisfied_by = forms.ChoiceField(label="Ce qui répond", choices=SatisfiedBy.choices, widget=forms.RadioSelect)
    week_days = forms.TypedMultipleChoiceField(
        label="Jours travaillés",
        choices=list(enumerate(_DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les jours fériés n’en sont pas.",
        error_messages={"required": "Choisissez au moins un jour."},
    )
    morning_start, morning_end = _hour("Matin : début"), _hour("Matin : fin")
    afternoon_start = _hour("Après-midi : début", required=False)
    afternoon_end = _hour("Après-midi : fin", required=False)
    alert_minutes = forms.IntegerField(label="Rappel, en minutes avant la fin du délai", min_value=0, max_value=24 * 60)

    def layout(self):
        return [
            "number",
            Field("kind", template=_CARDS),
            Field("satisfied_by", template=_CHIPS),
            Field("week_days", template=_CHIPS),
            pair("morning_start", "morning_end"),
            pair("afternoon_start", "afternoon_end"),
            "alert_minutes",
        ]

    def clean(self):
        cleaned = super().clean()
        bounds = [cleaned[name] for name in self._hours() if cleaned.get(name)]
        if bounds != sorted(set(bounds)) or len(bounds) % 2:
            self.add_error(
                "morning_start", "Les heures se suivent : du matin au soir, chaque demi-journée a deux bornes."
            )
        return cleaned

    def promise(self) -> dict[str, Any]:
        """As the configuration keeps it."""
        cleaned = self.cleaned_data
        hours = [f"{cleaned[name]:%H:%M}" for name in self._hours() if cleaned[name]]
        return {
            "kind": cleaned["kind"],
            "satisfied_by": cleaned["satisfied_by"],
            "half_days": [hours[start : start + 2] for start in range(0, len(hours), 2)],
            "week_days": cleaned["week_days"],
            "alert_minutes": cleaned["alert_minutes"],
        }

    @staticmethod
    def _hours() -> list[str]:
        return [f"{half}_{bound}" for half in _HALVES for bound in ("start", "end")]


def as_typed(promise: Promise, number: int) -> dict[str, Any]:
    """What the form shows of the promise in force."""
    spans: dict[str, time] = {}
    for half, (start, end) in zip(_HALVES, promise.hours.half_days, strict=False):
        spans |= {f"{half}_start": start, f"{half}_end": end}
    said = {name: getattr(promise, name) for name in ("kind", "satisfied_by", "alert_minutes")}
    return {"number": number, "week_days": list(promise.week_days), **said, **spans}
