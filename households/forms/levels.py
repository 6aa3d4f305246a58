"""Who reads what is being written: a level said with its readers, for a note as for a document."""

from crispy_forms.layout import Field
from django import forms

from households.note_levels import is_named_level
from households.readers import Readers
from partners.models import User
from veille.core.forms import LaidOutForm


class ReadersForm(LaidOutForm):
    """A level, said with its readers; persons are named where the level is read by them alone."""

    def __init__(self, *args, readers: list[Readers], nameable: list[User], **kwargs):
        self.named_levels = [row.label for row in readers if is_named_level(row.value)]
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        field.choices = [(row.value, row.label) for row in readers]
        field.details = {row.value: {"help": f"{row.sentence} {row.hidden_from}".strip()} for row in readers}
        self._offer(nameable)

    def _offer(self, nameable: list[User]) -> None:
        if not self.named_levels:
            del self.fields["people"]
            return
        self.fields["people"].queryset = User.objects.filter(pk__in=[user.pk for user in nameable]).order_by(
            "last_name"
        )
        self.fields["people"].help_text = f"Pour {', '.join(f'« {label} »' for label in self.named_levels)} seulement."

    def people(self) -> list[User]:
        """The persons named, for the levels that ask for them."""
        named = is_named_level(self.cleaned_data["level"])
        return list(self.cleaned_data.get("people") or []) if named else []


def level_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Qui peut lire",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez qui peut lire.", "invalid_choice": "Ce niveau ne vous est pas ouvert."},
    )


def people_field() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label="Personnes nommées", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )


class ReadersChangeForm(ReadersForm):
    """Another level for what is already written, with the reason that new readers ask for."""

    level = level_field()
    people = people_field()
    reason = forms.CharField(
        label="Pourquoi", required=False, max_length=200, help_text="Nécessaire si de nouvelles personnes le liront."
    )

    def layout(self):
        people = ["people"] if self.named_levels else []
        return [Field("level", template="components/radio_cards.html"), *people, "reason"]
