"""The end of a file."""

from django import forms

from veille.core.forms import LaidOutForm


class EndFileForm(LaidOutForm):
    """Why the file is closed, in a few neutral words."""

    reason = forms.CharField(
        label="Pourquoi le dossier se clôt-il ?",
        max_length=160,
        initial="Fin de l’accompagnement",
        help_text="Quelques mots : « accompagnement terminé », « relais passé ». Rien d’intime.",
    )
