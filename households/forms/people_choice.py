"""People to choose among: each with her role and her organisation, for one must know who will read."""

from django import forms
from django.db.models import QuerySet

from partners.models import User
from veille.core.forms import LaidOutForm


def _who(user: User) -> str:
    """« Aline Brossard – Contentieux du bailleur, HDN », from the memberships that `possible_named` fetches."""
    parts = [f"{one.get_role_display()}, {one.organisation.short_name}" for one in user.opening_as]
    return " – ".join([str(user), " ; ".join(dict.fromkeys(parts))])


class AmongForm(LaidOutForm):
    """`people`: those among whom `user` is chosen."""

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return _who(obj)


class PeopleChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return _who(obj)
