"""The bilan: which one, then what was done, what changed, what the household says of it."""

from collections.abc import Iterable

from crispy_forms.layout import HTML, Div, Field
from django import forms

from accompaniment.forms.fields import Day, Words
from accompaniment.plan_choices import ReviewKind
from veille.core.forms import ComingDayField, LaidOutForm, pair


class BeginReviewForm(LaidOutForm):
    """The bilan that is due comes first."""

    which = forms.ChoiceField(label="Quel bilan ?", widget=forms.RadioSelect)
    held_on = Day(label="Fait le")
    with_household = forms.BooleanField(label="Fait avec le ménage", required=False, initial=True)
    present = forms.CharField(
        label="Avec qui d’autre",
        max_length=300,
        required=False,
        help_text="Des fonctions ou des organismes : la CAF, la référente du bailleur…",
    )

    def __init__(self, *args, months: Iterable[int], due: str, **kwargs):
        super().__init__(*args, **kwargs)
        planned = [(str(number), f"À {number} mois") for number in months]
        self.fields["which"].choices = [
            *planned,
            (ReviewKind.EXIT, "À la sortie"),
            (ReviewKind.OTHER, "À un autre moment"),
        ]
        self.fields["which"].initial = due

    def layout(self):
        return [Field("which", template="components/chips.html"), "held_on", "with_household", "present"]

    def answer(self) -> dict:
        """What the service takes: « 3 » is the bilan planned after three months."""
        told = dict(self.cleaned_data)
        which = told.pop("which")
        months = int(which) if which.isdigit() else None
        return {**told, "kind": ReviewKind.PLANNED if months else which, "after_months": months}


class ReviewForm(LaidOutForm):
    """Every text may wait; settling asks for what changed and for the household’s word."""

    work_done = Words(
        label="Ce qui a été fait", required=False, max_length=6000, help_text="Repris des actions du plan."
    )
    progress = Words(label="Ce qui a changé", required=False, max_length=6000)
    household_word = Words(
        label="La parole du ménage",
        required=False,
        max_length=4000,
        help_text="Avec ses mots à lui, même en désaccord.",
    )
    partners_word = Words(label="Ce qu’en disent les partenaires", rows=3, required=False, max_length=4000)
    next_steps = Words(label="Et maintenant", required=False, max_length=4000)
    next_on = ComingDayField(label="Prochain point ensemble", required=False)
    summary = Words(
        label="Synthèse partageable",
        required=False,
        max_length=3000,
        help_text="Ce que le bailleur et les partenaires informés peuvent lire : rien de ce qui est confié.",
    )
    is_agreed = forms.BooleanField(
        label="Relue avec le ménage, qui est d’accord pour qu’elle soit lue",
        required=False,
        help_text="Sans son accord, elle reste dans l’équipe d’accompagnement.",
    )
    held_on = Day(label="Fait le")
    with_household = forms.BooleanField(label="Fait avec le ménage", required=False)
    present = forms.CharField(label="Avec qui d’autre", max_length=300, required=False)

    def layout(self):
        return [
            "work_done",
            "progress",
            "household_word",
            "partners_word",
            "next_steps",
            "next_on",
            Div(HTML("<h2>Ce qui est partagé</h2>"), "summary", "is_agreed", css_class="stack"),
            Div(HTML("<h2>Quand et avec qui</h2>"), pair("held_on", "present"), "with_household", css_class="stack"),
        ]
