"""Forms of the roles, the organisations and the dispositifs."""

from crispy_forms.layout import Div, Field
from django import forms
from django.contrib.auth.forms import SetPasswordForm

from partners.models import Membership, Organisation, OrganisationKind
from partners.permissions import roles_to_give
from partners.roles import MANAGER_ROLES, ROLE_SENTENCES, Role
from partners.services.dispositifs import template_names
from veille.core import reference
from veille.core.forms import DayField, LaidOut, LaidOutForm, pair

_CHIPS = "components/chips.html"


def competences_field(organisation: Organisation) -> forms.MultipleChoiceField:
    """Those that the organisation announces in the directory."""
    announced = [row for row in reference.choices("competence") if row[0] in organisation.competences]
    where = "Celles que votre organisme annonce dans l’annuaire."
    none = "Votre organisme n’en annonce aucune : complétez d’abord sa fiche dans l’annuaire."
    return forms.MultipleChoiceField(
        label="Compétences tenues",
        choices=announced,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"L’expert·e lit les demandes de ces compétences et y répond. {where if announced else none}",
    )


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
            self.fields["competences"] = competences_field(organisation)

    def layout(self) -> list:
        asked = [pair("first_name", "last_name"), "email", "role"]
        if "competences" in self.fields:
            chips = Field("competences", template=_CHIPS)
            asked.append(Div(chips, data_when_field="role", data_when=Role.EXPERT.value))
        return asked

    def clean(self) -> dict:
        """What only an expert holds is asked of nobody else, whatever was ticked before another role was chosen."""
        given = super().clean() or {}
        if given.get("role") != Role.EXPERT:
            given.pop("competences", None)
        elif self.fields["competences"].choices and not given.get("competences"):
            self.add_error("competences", "Choisissez au moins une compétence : l’expert·e répond sous elle.")
        return given


class CompetencesForm(LaidOutForm):
    """What an expert answers for."""

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competences"] = competences_field(membership.organisation)
        self.fields["competences"].initial = membership.competences

    def layout(self) -> list:
        return [Field("competences", template=_CHIPS)]


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
