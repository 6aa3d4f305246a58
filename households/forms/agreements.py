"""What the household was told, and what it wishes."""

from crispy_forms.layout import Field
from django import forms

from households.models import AdhesionState, InformationState
from veille.core.forms import DayField, LaidOutForm, pair


class InformationForm(LaidOutForm):
    """Informed, or why not yet, by whom and before when."""

    state = forms.ChoiceField(
        label="Le ménage sait-il qu’un dossier existe, qui le lit et comment s’y opposer ?",
        choices=InformationState.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Pourquoi pas encore",
        max_length=200,
        required=False,
        help_text="Nécessaire si le ménage n’est pas encore informé, ou si c’est impossible.",
    )
    language = forms.CharField(
        label="Dans quelle langue",
        max_length=40,
        required=False,
        help_text="Nécessaire si le ménage est informé dans sa langue.",
    )
    notice_version = forms.CharField(
        label="Version de la notice remise",
        max_length=20,
        required=False,
        help_text="Inscrite au bas de la notice, par exemple « 1 ».",
    )
    to_be_done_by = forms.CharField(label="Qui l’informera", max_length=120, required=False)
    due_on = DayField(label="Avant le", required=False)

    def layout(self):
        given = pair("language", "notice_version")
        not_yet = ["reason", "to_be_done_by", "due_on"]
        return [Field("state", template="components/radio_cards.html"), given, *not_yet]

    def clean(self):
        data = super().clean()
        state = data.get("state")
        if state in {InformationState.NOT_YET, InformationState.IMPOSSIBLE} and not data.get("reason"):
            self.add_error("reason", "Dites pourquoi, en quelques mots.")
        if state == InformationState.NOT_YET and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Indiquez avant quelle date le ménage sera informé.")
        if state == InformationState.GIVEN_TRANSLATED and not data.get("language"):
            self.add_error("language", "Dites dans quelle langue le ménage a été informé.")
        return data


class AdhesionForm(LaidOutForm):
    """Whether the household wishes to be accompanied; not wishing it is no failure.

    A withdrawal has a page of its own, which shows what it closes.
    """

    state = forms.ChoiceField(
        label="Le ménage souhaite-t-il être accompagné ?",
        choices=[choice for choice in AdhesionState.choices if choice[0] != AdhesionState.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Précision", max_length=200, required=False)

    def layout(self):
        return [Field("state", template="components/radio_cards.html"), "reason"]
