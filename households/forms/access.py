"""Who else opens a file: a partner the household agreed to, a colleague, a named person."""

from django import forms

from households.forms.parts import DayField, helper, past_day
from households.grants import GrantLevel
from households.models import TeamPart
from partners.models import Organisation, User


class PartnerForm(forms.Form):
    """An organisation the household agreed to inform; the box must be ticked."""

    organisation = forms.ModelChoiceField(label="Organisme", queryset=Organisation.objects.none())
    level = forms.ChoiceField(
        label="Ce qu’il ouvrira",
        choices=[
            (GrantLevel.PARTNER_ASSOCIATION, "Le dossier, pour travailler ensemble"),
            (GrantLevel.SUMMARY, "La synthèse partageable seulement"),
        ],
        widget=forms.RadioSelect,
    )
    agreed_on = DayField(label="Accord du ménage recueilli le", validators=[past_day])
    agreed = forms.BooleanField(
        label="Le ménage sait ce qui sera partagé, avec qui et pourquoi, et il est d’accord.",
        error_messages={"required": "Sans l’accord du ménage, rien n’est partagé."},
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.helper = helper("organisation", "level", "agreed_on", "agreed")


class TeamForm(forms.Form):
    """A worker of the manager's own organisation."""

    user = forms.ModelChoiceField(label="Personne", queryset=User.objects.none())
    part = forms.ChoiceField(label="Part", choices=TeamPart.choices, initial=TeamPart.MEMBER)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.helper = helper("user", "part")


class NamedForm(forms.Form):
    """Somebody of an organisation that already opens the file."""

    user = forms.ModelChoiceField(label="Personne", queryset=User.objects.none())

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.helper = helper("user")
