"""What keeps a file longer, who opens it once archived, and the lines of the register."""

from django import forms

from households.forms.parts import CodeField
from households.forms.people_choice import AmongForm
from households.rights_choices import Purpose
from partners.models import User
from veille.core.forms import DayField, LaidOutForm, pair


class HoldForm(LaidOutForm):
    """A reason and a day: nothing is kept for ever."""

    reason = forms.CharField(label="Pourquoi conserver ce dossier", max_length=300)
    until = DayField(label="Jusqu’au")


class ArchiveForm(AmongForm):
    """One person, a reason, some days."""

    user = forms.ModelChoiceField(label="Qui l’ouvrira", queryset=User.objects.none(), empty_label="Choisir…")
    reason = forms.CharField(label="Pourquoi", max_length=300)
    until = DayField(label="Jusqu’au", help_text="Trente jours au plus.")


class PurposeForm(LaidOutForm):
    """A purpose, its basis, who receives the data."""

    purpose = forms.ChoiceField(label="Finalité", choices=Purpose.choices)
    basis = CodeField("processing_basis", label="Base légale")
    sensitive_exception = CodeField(
        "sensitive_exception",
        label="Données sensibles",
        required=False,
        help_text="Seulement si des données de santé ou d’autres données sensibles sont traitées pour cette finalité.",
    )
    recipients = forms.CharField(label="Destinataires", max_length=300, required=False)

    def layout(self):
        return ["purpose", pair("basis", "sensitive_exception"), "recipients"]
