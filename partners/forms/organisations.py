"""Forms of the roles, the organisations and the dispositifs."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm

from partners.models import Organisation, OrganisationKind
from partners.permissions import roles_to_give
from partners.roles import MANAGER_ROLES, ROLE_SENTENCES, Role
from partners.services.dispositifs import template_names
from veille.core.forms import DayField, LaidOut, LaidOutForm


class InvitedForm(LaidOutForm):
    """Who is invited."""

    first_name = forms.CharField(label="Prénom", max_length=150)
    last_name = forms.CharField(label="Nom", max_length=150)
    email = forms.EmailField(label="Adresse électronique professionnelle")


class InvitationForm(InvitedForm):
    """Invite somebody into an organisation, with a role."""

    role = forms.ChoiceField(label="Rôle", widget=forms.RadioSelect)

    def __init__(self, *args, organisation: Organisation, first_manager: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [role for role in roles_to_give(organisation) if not first_manager or role in MANAGER_ROLES]
        self.fields["role"].choices = [(role, f"{Role(role).label} — {ROLE_SENTENCES[role]}") for role in roles]
        if not first_manager:
            self.fields["role"].help_text = "Un siège dans une instance est donné par son secrétariat ou par le pilote."


class OrganisationForm(LaidOutForm):
    """Create an organisation."""

    name = forms.CharField(label="Nom", max_length=120)
    acronym = forms.CharField(label="Sigle", max_length=30, required=False)
    kind = forms.ChoiceField(label="Nature", choices=OrganisationKind.choices)


class DispositifForm(LaidOutForm):
    """Create a dispositif from a template."""

    template = forms.ChoiceField(label="Modèle", widget=forms.RadioSelect)
    name = forms.CharField(label="Nom du dispositif", max_length=120)
    number_prefix = forms.RegexField(
        label="Préfixe neutre des dossiers",
        regex=r"^[A-Z]{2,6}$",
        help_text="Deux à six lettres capitales qui ne disent rien du public, par exemple VS.",
        error_messages={"invalid": "Deux à six lettres capitales, sans chiffre ni accent."},
    )
    starts_on = DayField(label="Début")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = template_names()


class ChoosePasswordForm(LaidOut, SetPasswordForm):
    """The invited person chooses her password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mot de passe"
        self.fields["new_password2"].label = "Le même, encore une fois"
