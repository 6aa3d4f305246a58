"""A protected address, phone, school or name: sealing it, opening it."""

from django import forms
from django.db import models

from households.models import ProtectedDetail
from veille.core.forms import LaidOutForm


class ReadingReason(models.TextChoices):
    """Why a protected detail is opened; a code, since the journal keeps no text."""

    VISIT = "visit", "Me rendre chez la personne ou lui écrire"
    CONTACT = "contact", "La joindre"
    EMERGENCY = "emergency", "Un danger immédiat"
    CHECK = "check", "Vérifier ou corriger la donnée"


class ProtectForm(LaidOutForm):
    """What is typed here is sealed and shown nowhere else."""

    kind = forms.ChoiceField(label="Nature", choices=ProtectedDetail._meta.get_field("kind").choices)
    value = forms.CharField(
        label="Donnée protégée",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "data-sealed": ""}),
    )


class ReasonForm(LaidOutForm):
    """The reason goes to the journal before the detail is shown."""

    reason = forms.ChoiceField(
        label="Pourquoi avez-vous besoin de la lire ?", choices=ReadingReason.choices, widget=forms.RadioSelect
    )
