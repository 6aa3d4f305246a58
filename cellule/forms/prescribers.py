"""The words of a dispositif for those who refer."""

from django import forms

from cellule.models import PrescriberPage, PrescriberPublication
from veille.core.forms import LaidOutForm, LaidOutModelForm


class PrescriberForm(LaidOutModelForm):
    class Meta:
        model = PrescriberPage
        fields = ("for_whom", "brings", "how_access", "how_retention", "asked", "answers", "contacts")
        widgets = {name: forms.Textarea({"rows": 4}) for name in fields}
        labels = {
            "for_whom": "Pour qui",
            "brings": "Ce que cela apporte",
            "how_access": "Comment orienter : accès",
            "how_retention": "Comment orienter : maintien",
            "asked": "Ce qui est demandé au ménage",
            "answers": "Qui répond",
            "contacts": "Comment joindre l’instance",
        }
        help_texts = {"contacts": "Une adresse et un numéro de service, jamais ceux d’une personne."}


class PublishForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi la publier ?",
        max_length=PrescriberPublication._meta.get_field("reason").max_length,
        error_messages={"required": "Dites pourquoi : l’acte est journalisé."},
    )
