"""What a follow-up table does not say, and new files need."""

from django import forms
from django.db.models import QuerySet

from households.import_querysets import IMPORTING
from households.querysets import reached
from partners.configuration import Door
from partners.models import Partnership, PartnershipPart, Territory
from veille.core.actor import Actor
from veille.core.forms import LaidOutForm, codes_of

_PARTS = (PartnershipPart.LANDLORD, PartnershipPart.OPERATOR, PartnershipPart.REFERRER)


def territories_open_to(actor: Actor) -> QuerySet[Territory]:
    """Where she may open files: the dispositifs her organisation takes part in today, as far as her role reaches."""
    held = Partnership.objects.current().filter(organisation=actor.organisation_id, part__in=_PARTS)
    rows = Territory.objects.filter(dispositif__in=held.values("dispositif"), dispositif__is_active=True)
    found = reached(rows, actor, IMPORTING, dispositif="dispositif", territory="pk")
    return found.select_related("dispositif").order_by("dispositif__name", "name", "pk")


class FollowUpOptions(LaidOutForm):
    """Asked once for the whole file."""

    territory = forms.ChoiceField(label="Les nouveaux ménages entrent dans")
    door = forms.ChoiceField(label="Porte, quand la ligne ne la dit pas", choices=Door.choices, initial=Door.RETENTION)
    main_reason = forms.ChoiceField(label="Motif principal, quand la ligne ne dit aucune difficulté")
    creates = forms.BooleanField(
        label="Créer un dossier pour les ménages que vous ne suivez pas encore ici",
        required=False,
        initial=True,
        help_text="Sinon, leurs lignes sont refusées.",
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        rows = territories_open_to(actor)
        self.fields["territory"].choices = [(str(row.pk), f"{row.dispositif.public_name} – {row.name}") for row in rows]
        self.fields["main_reason"].choices = codes_of("main_reason")
        self.fields["main_reason"].initial = "rent_arrears"
