"""Preparing a session: its subjects, its papers, who is put on its agenda and where."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from cellule.models import AgendaItem, Session, SessionDocument
from partners.models import Organisation
from partners.partnerships import partners_of
from veille.core.forms import LaidOutForm, pair
from veille.core.uploads.fields import FilesField

_LONGEST_ORDER = 8000  # characters: two hundred items


class SubjectForm(LaidOutForm):
    """A subject without any case, and the organisation that brings it."""

    subject = forms.CharField(
        label="Sujet",
        max_length=AgendaItem._meta.get_field("subject").max_length,
        help_text="Sans nom : tous les membres le lisent.",
        error_messages={"required": "Dites de quoi l’on parlera."},
    )
    owner = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Porté par", required=False, empty_label="L’instance"
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=120, initial=15)

    def __init__(self, *args, session: Session, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = partners_of(session.instance.dispositif_id)

    def layout(self) -> list:
        return ["subject", pair("owner", "minutes")]


class MinutesForm(forms.Form):
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=240)


class PlaceForm(forms.Form):
    """What is put on the agenda, and before which item; at the end when none is said."""

    referral = forms.UUIDField()
    before = forms.UUIDField(required=False)


class OrderForm(forms.Form):
    """A part of the agenda in the order she gave, from the version she read."""

    kind = forms.CharField(max_length=12)
    version = forms.CharField(max_length=16)
    order = forms.CharField(max_length=_LONGEST_ORDER)

    def clean_order(self) -> list[UUID]:
        try:
            return [UUID(word) for word in self.cleaned_data["order"].split()]
        except ValueError as error:
            raise ValidationError("Cet ordre n’est pas lisible.") from error


class SessionDocumentForm(LaidOutForm):
    """A paper for the members: for the whole session, or for one of its subjects."""

    title = forms.CharField(
        label="Intitulé",
        max_length=SessionDocument._meta.get_field("title").max_length,
        help_text="Sans nom : tous les membres le lisent.",
        error_messages={"required": "Dites ce qu’est ce document."},
    )
    item = forms.ModelChoiceField(
        queryset=AgendaItem.objects.none(), label="Pour", required=False, empty_label="Toute la séance"
    )
    files = FilesField(
        label="Fichier",
        most=1,
        help_text="PDF, image, texte ou tableur. Jamais le document d’un dossier : il reste dans son dossier.",
    )

    def __init__(self, *args, subjects: Iterable[AgendaItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = subjects
        self.fields["item"].label_from_instance = lambda item: item.subject

    def layout(self) -> list:
        return ["title", "item", "files"]
