"""Droit au recommencement."""

from django import forms

from veille.core.forms import LaidOutForm


class ReopenForm(LaidOutForm):
    """Why the file is taken up again, in a few neutral words."""

    reason = forms.CharField(
        label="Pourquoi le dossier reprend-il ?",
        max_length=160,
        help_text="Quelques mots : « le ménage est revenu vers nous », « nouvelle dette ». Rien d’intime.",
    )
