"""A text for everybody to learn from: proposed, reread, set aside; the filters of its search."""

from django import forms

from cellule.expertise_choices import CapitalisedSource, CapitalisedState
from cellule.models import Capitalised
from veille.core.forms import FilterForm, LaidOutForm, codes_of


def _longest(name: str) -> int:
    return Capitalised._meta.get_field(name).max_length


class CapitaliseForm(LaidOutForm):
    """What may be read by all the partners: the question and what is to be remembered, without the household."""

    title = forms.CharField(
        label="Titre",
        max_length=_longest("title"),
        help_text="Ce qu’un collègue chercherait : « Hébergé par un tiers sans droit : quelles suites ? »",
        error_messages={"required": "Donnez un titre que l’on puisse retrouver."},
    )
    question = forms.CharField(
        label="La question qui se posait",
        max_length=_longest("question"),
        widget=forms.Textarea({"rows": 5}),
        help_text="Généralisez : gardez ce qui sert à comprendre la réponse, rien d’autre.",
        error_messages={"required": "Dites la question qui se posait."},
    )
    answer = forms.CharField(
        label="Ce qu’il faut retenir",
        max_length=_longest("answer"),
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "Écrivez ce qu’il faut retenir."},
    )
    recommendation = forms.CharField(
        label="Ce qui est conseillé",
        max_length=_longest("recommendation"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class SetAsideForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi l’écarter ?",
        max_length=_longest("set_aside_reason"),
        help_text="Lu par qui l’a proposée et par ceux qui relisent.",
        error_messages={"required": "Dites pourquoi : qui l’a proposée pourra la corriger."},
    )


class CapitalisedFilter(FilterForm):
    """Filters of the search, kept in the address; the words searched are not."""

    competence = forms.ChoiceField(label="Compétence", required=False)
    source = forms.ChoiceField(label="Origine", required=False, choices=[("", "Toutes"), *CapitalisedSource.choices])
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[
            ("", "Capitalisées"),
            *(row for row in CapitalisedState.choices if row[0] != CapitalisedState.PUBLISHED),
        ],
    )

    def __init__(self, *args, rereads: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competence"].choices = codes_of("competence", empty="Toutes")
        if not rereads:
            del self.fields["state"]
