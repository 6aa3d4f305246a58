"""Closing a file to all but named persons, and opening it again."""

from django import forms

from households.forms.people_choice import PeopleChoice
from households.models import ContactDetail
from partners.models import User
from veille.core.formats import of_name
from veille.core.forms import LaidOutForm

_ONE_LINE = "Lu par les personnes nommées seulement. N’écrivez aucun fait : « à sa demande » suffit."


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Pourquoi", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_ONE_LINE
    )


class _ContactChoice(forms.ModelMultipleChoiceField):
    """A way to reach the household, in words."""

    def label_from_instance(self, obj):
        whose = f" {of_name(obj.person.first_name)}" if obj.person and obj.person.first_name else ""
        return f"{obj.get_kind_display()}{whose} : {obj.value}"


class RestrictForm(LaidOutForm):
    """Who stays, and what goes to the sealed table; everything is ticked at first."""

    reason = _reason()
    people = PeopleChoice(
        label="Personnes nommées, avec vous et la personne référente",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Elles seules verront que ce dossier existe.",
    )
    contacts = _ContactChoice(
        label="Coordonnées à mettre sous clé",
        queryset=ContactDetail.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacune se lira ensuite une par une, avec un motif. Décochez celles qui restent lisibles.",
    )
    hides_place = forms.BooleanField(
        label="Tenir secret le lieu où vit le ménage",
        required=False,
        initial=True,
        help_text="Commune, résidence et bailleur ne paraissent plus nulle part ; l’adresse est mise sous clé.",
    )

    def __init__(self, *args, people, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people
        self.fields["contacts"].queryset = contacts
        self.fields["contacts"].initial = [contact.pk for contact in contacts]
        if not contacts:
            del self.fields["contacts"]

    def kept(self) -> list[ContactDetail]:
        """The details she leaves in clear."""
        if "contacts" not in self.fields:
            return []
        return [contact for contact in self.fields["contacts"].queryset if contact not in self.cleaned_data["contacts"]]


class LiftForm(LaidOutForm):
    """What was sealed stays sealed; the place is shown again only if she says so."""

    reason = _reason()
    shows_place = forms.BooleanField(
        label="Le lieu où vit le ménage n’est plus secret",
        required=False,
        help_text="Sans réponse, il reste secret. Les données mises sous clé le restent dans tous les cas.",
    )
