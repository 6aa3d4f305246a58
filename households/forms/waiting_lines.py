"""Putting a line off, handing it on, handing it back."""

from collections.abc import Iterable

from django import forms

from households.models.waiting_lines import WORDS_LENGTH, PutOffReason
from veille.core.actor import Actor
from veille.core.forms import ComingDayField, LaidOutForm, pair


class PutOffForm(LaidOutForm):
    """Until when, and why: a short list, and words when they help."""

    until = ComingDayField(label="Reporter au")
    reason = forms.ChoiceField(label="Raison", choices=[("", "Choisir…"), *PutOffReason.choices])
    words = forms.CharField(
        label="En quelques mots",
        required=False,
        max_length=WORDS_LENGTH,
        help_text="Lu par vous et votre responsable.",
    )

    def layout(self):
        return [pair("until", "reason"), "words"]


class HandOnForm(LaidOutForm):
    """To whom, among the colleagues who see the file already."""

    taker = forms.ChoiceField(label="Confier à")
    words = forms.CharField(
        label="Un mot pour votre collègue",
        required=False,
        max_length=WORDS_LENGTH,
        help_text="Lu par cette personne, vous et votre responsable. Rien n’en est montré à un autre organisme.",
    )

    def __init__(self, *args, colleagues: Iterable[Actor], **kwargs):
        super().__init__(*args, **kwargs)
        self._by_key = {str(one.user_id): one for one in colleagues}
        named = sorted(((key, str(one.user)) for key, one in self._by_key.items()), key=lambda pair: pair[1])
        self.fields["taker"].choices = [("", "Choisir…"), *named]

    def clean_taker(self) -> Actor:
        return self._by_key[self.cleaned_data["taker"]]


class HandBackForm(LaidOutForm):
    """A word, if it helps."""

    words = forms.CharField(label="Un mot", required=False, max_length=WORDS_LENGTH)
