"""First question, then the door."""

from crispy_forms.layout import Field
from django import forms

from cellule.forms.referral_step import StepForm
from partners.configuration import Door
from veille.core.forms import LaidOutForm

_DANGERS = [("no", "Non"), ("yes", "Oui"), ("unknown", "Je ne sais pas")]


class DangerForm(LaidOutForm):
    """Asked alone, before any identity, so that the draft itself is protected."""

    danger = forms.ChoiceField(
        label="Y a-t-il un danger à la contacter ou à noter son adresse ?",
        choices=_DANGERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Répondez, même par « Je ne sais pas »."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["danger"].details = {
            "no": {"help": "L’orientation suit le chemin habituel."},
            "yes": {"help": "Seules des personnes nommées verront que ce dossier existe."},
            "unknown": {"help": "Nous protégeons comme s’il y avait un danger, jusqu’à votre réponse."},
        }

    def layout(self) -> list:
        return [Field("danger", template="components/radio_cards.html")]


class DoorForm(StepForm):
    """Accès or maintien, and the dispositif when her organisation is in several."""

    door = forms.ChoiceField(
        label="Accès ou maintien ?",
        choices=Door.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si le ménage cherche un logement ou s’il faut l’aider à garder le sien."},
    )
    dispositif = forms.ChoiceField(
        label="Vers quel dispositif ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le dispositif."},
    )

    def prepare(self) -> None:
        self.fields["door"].details = {
            Door.ACCESS: {"icon": "door-open", "help": "Entrer dans un logement social"},
            Door.RETENTION: {"icon": "house-door", "help": "Rester dans son logement"},
        }
        if self.intake.configuration:
            offered = self.intake.configuration.doors
            self.fields["door"].choices = [choice for choice in Door.choices if choice[0] in offered]
        if len(self.intake.dispositifs) > 1:
            self.fields["dispositif"].choices = [(str(d.pk), d.public_name) for d in self.intake.dispositifs]
        else:
            del self.fields["dispositif"]

    def layout(self) -> list:
        return [Field(name, template="components/radio_cards.html") for name in self.fields]

    def answers(self) -> dict:
        return {"door": self.cleaned_data["door"], "dispositif": self.intake.dispositif}
