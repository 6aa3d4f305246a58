"""Invitations to a session: whom for the day, and what each answers."""

from django import forms
from django.db.models import QuerySet

from cellule.invitation_choices import InvitationAnswer
from cellule.models import SessionInvitation
from partners.models import Organisation
from veille.core.forms import LaidOutForm, pair


class OrganisationInvitedForm(LaidOutForm):
    """A partner of the dispositif, for this session."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Organisme partenaire")

    def __init__(self, *args, organisations: QuerySet[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class PersonInvitedForm(LaidOutForm):
    """Somebody without an account: what she does and for whom, not her name."""

    function = forms.CharField(
        label="Fonction",
        max_length=SessionInvitation._meta.get_field("function").max_length,
        help_text="Sans nom : « médecin du centre médico-psychologique ».",
    )
    body = forms.CharField(label="Organisme", max_length=SessionInvitation._meta.get_field("body").max_length)
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="Sert à la prévenir ; effacée un an après la séance.",
    )

    def layout(self):
        return [pair("function", "body"), "email"]


class AnswerForm(LaidOutForm):
    """Present, absent, or somebody else comes."""

    answer = forms.ChoiceField(
        label="Serez-vous là ?",
        choices=InvitationAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si vous venez."},
    )
