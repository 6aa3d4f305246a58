"""The charter of a shared dwelling, and what happens there."""

from django import forms

from households.forms.parts import CodeField, past_day
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, pair

_NAMELESS = "Dites le lieu et les faits : aucun nom, rien qui désigne quelqu’un. Ce texte n’entre dans aucun dossier."


def _text(label: str, *, required: bool = True, help_text: str = "", rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=5000, widget=widget, help_text=help_text)


class CharterForm(LaidOutForm):
    """The common parts, and how one lives together: written with those who live there."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    common_parts = _text(
        "Parties communes", required=False, help_text="Cuisine, salle d’eau, jardin… et comment on les partage."
    )
    text = _text("Règles de vie", rows=10, help_text="Écrites avec les habitants, en phrases courtes. Aucun nom.")


class IncidentForm(LaidOutForm):
    """A date, a kind, what was done."""

    happened_on = DayField(label="Date", validators=[past_day], initial=clock.today)
    kind = CodeField("dwelling_incident", label="Nature")
    done = _text("Ce qui a été fait", help_text=_NAMELESS)
    follow_up = _text("Suites", required=False, help_text="Ce qui reste à faire, par quel organisme.")

    def layout(self) -> list:
        return [pair("happened_on", "kind"), "done", "follow_up"]


class FollowForm(LaidOutForm):
    """What followed, and whether it is over."""

    version = forms.CharField(widget=forms.HiddenInput)
    follow_up = _text("Suites", required=False, help_text=_NAMELESS)
    closed_on = DayField(label="Clos le", required=False, validators=[past_day])
