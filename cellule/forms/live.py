"""What is said from a seat: an opinion, the advice of an expert; why a withdrawal is lifted."""

from collections.abc import Container

from crispy_forms.layout import Field
from django import forms

from cellule.live_choices import OpinionValue
from cellule.models import Opinion, SessionAdvice, Withdrawal
from veille.core import reference
from veille.core.forms import LaidOutForm


def _longest(model: type, name: str) -> int:
    return model._meta.get_field(name).max_length


class OpinionForm(LaidOutForm):
    """Four words and a line."""

    value = forms.ChoiceField(
        label="Votre avis sur la proposition",
        choices=OpinionValue.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un avis."},
    )
    line = forms.CharField(
        label="En une ligne",
        max_length=_longest(Opinion, "line"),
        required=False,
        help_text="Sans nom ni initiales.",
    )

    def layout(self) -> list:
        return [Field("value", template="components/big_buttons.html"), "line"]


class SessionAdviceForm(LaidOutForm):
    """Under one of the competences that she holds."""

    competence = forms.ChoiceField(label="Compétence")
    text = forms.CharField(
        label="Votre éclairage",
        max_length=_longest(SessionAdvice, "text"),
        widget=forms.Textarea({"rows": 4}),
        help_text="Ni nom, ni initiales, ni adresse, ni commune. Lu par les personnes qui siègent.",
        error_messages={"required": "Écrivez votre éclairage."},
    )

    def __init__(self, *args, competences: Container[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competence"].choices = [row for row in reference.choices("competence") if row[0] in competences]


class LiftForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi rouvrir cette situation à cette personne ?",
        max_length=_longest(Withdrawal, "lifted_reason"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi : le motif est gardé avec le retrait."},
    )
