"""Giving a link, answering an orientation that has no file yet."""

from collections.abc import Callable

from django import forms
from django.db.models import QuerySet

from cellule.models import HeldReferral
from cellule.services.link_deposits import LINK_DAYS
from partners.models import Instance, Organisation
from veille.core.forms import LaidOutForm, codes_of, pair

_DAYS = [("15", "15 jours"), ("30", "30 jours"), (str(LINK_DAYS), f"{LINK_DAYS} jours"), ("180", "6 mois")]


class LinkForm(LaidOutForm):
    """To whom the door opens: an organisation, its service, a professional address if it goes by mail."""

    instance = forms.ModelChoiceField(
        queryset=None,
        label="Instance qui recevra l’orientation",
        error_messages={"required": "Choisissez l’instance."},
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Organisme qui oriente",
        error_messages={"required": "Choisissez l’organisme à qui vous remettez le lien."},
        help_text="Il manque ? Le pilote du dispositif l’ajoute dans les organismes.",
    )
    service = forms.CharField(
        label="Service",
        required=False,
        max_length=HeldReferral._meta.get_field("service").max_length,
        help_text="Par exemple : service social, permanence d’accès aux soins.",
    )
    source = forms.ChoiceField(
        label="Origine de l’orientation",
        error_messages={"required": "Choisissez de quelle sorte de service elle vient."},
    )
    mail = forms.EmailField(
        label="Adresse professionnelle du service",
        required=False,
        help_text="Le lien lui est envoyé, à elle seule. Sans elle, il vous est montré une fois, à remettre.",
    )
    days = forms.TypedChoiceField(label="Durée du lien", choices=_DAYS, coerce=int, initial=str(LINK_DAYS))

    def __init__(self, *args, instances: QuerySet, must_send: Callable[[Instance], bool], **kwargs):
        super().__init__(*args, **kwargs)
        self.must_send = must_send
        self.fields["instance"].queryset = instances
        self.fields["organisation"].queryset = Organisation.objects.filter(is_active=True)
        self.fields["source"].choices = codes_of("referral_source", empty="Choisir…")

    def layout(self) -> list:
        return ["instance", pair("organisation", "service"), "source", pair("mail", "days")]

    def clean(self):
        if self.cleaned_data.get("source") == "other" and not self.cleaned_data.get("service"):
            self.add_error("service", "Dites de quel service il s’agit.")
        instance = self.cleaned_data.get("instance")
        if instance and not self.cleaned_data.get("mail") and "mail" not in self.errors and self.must_send(instance):
            self.add_error("mail", "Indiquez l’adresse du service : le secrétariat seul remet un lien de la main.")


class WordsForm(LaidOutForm):
    """What is said to who wrote it."""

    words = forms.CharField(
        label="Ce que vous lui dites",
        max_length=HeldReferral._meta.get_field("words").max_length,
        widget=forms.Textarea({"rows": 3}),
        help_text="Lu par qui a écrit l’orientation. N’y nommez personne.",
        error_messages={"required": "Dites ce qui manque, ou pourquoi."},
    )
