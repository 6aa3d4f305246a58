"""Whether the household knows, and whether it agrees; a file may be examined anonymously meanwhile."""

from datetime import timedelta

from crispy_forms.layout import Field
from django import forms

from cellule.forms.referral_step import StepForm
from households.models import AdhesionState, InformationState
from partners.configuration import Door
from partners.object_rights import may
from veille.core import clock
from veille.core.formats import far_date
from veille.core.forms import DayField, pair

_DEFAULT_DELAY = 30
_OFFERED_ADHESIONS = (
    AdhesionState.AGREED_ORAL,
    AdhesionState.AGREED_SIGNED,
    AdhesionState.CONDITIONAL,
    AdhesionState.IN_PROGRESS,
    AdhesionState.TO_SEEK,
    AdhesionState.REFUSED,
    AdhesionState.NOT_REACHABLE,
)


class InformationForm(StepForm):
    """Compulsory: the two answers, and why, by whom and before when if the household is not informed yet."""

    information = forms.ChoiceField(
        label="Le ménage sait-il qu’un dossier est ouvert, qui le lira et comment l’arrêter ?",
        choices=InformationState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si le ménage est informé."},
    )
    information_reason = forms.CharField(label="S’il ne l’est pas encore : pourquoi ?", required=False, max_length=200)
    information_by = forms.CharField(
        label="Qui l’informera ?", required=False, max_length=120, help_text="Vide : vous-même."
    )
    information_due = DayField(label="Avant le", required=False)
    hold_asked = forms.BooleanField(
        label="Une procédure est engagée : demander au bailleur de la mettre en attente",
        required=False,
        help_text=(
            "Le bailleur décide et fixe les dates. Son contentieux les verra, jamais qui a demandé ni pourquoi. "
            "Cette demande est enregistrée ; elle ne produit aucun effet juridique."
        ),
    )
    adhesion = forms.ChoiceField(
        label="Souhaite-t-il être accompagné ?",
        choices=[(state.value, state.label) for state in _OFFERED_ADHESIONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites où en est l’accord du ménage."},
    )

    @property
    def _delay(self) -> int:
        configuration = self.intake.configuration
        return configuration.information_delay_days if configuration else _DEFAULT_DELAY

    def prepare(self) -> None:
        latest = clock.today() + timedelta(days=self._delay)
        self.fields["information_due"].help_text = f"Au plus tard le {far_date(latest)}."
        if not self._offers_hold():
            del self.fields["hold_asked"]

    def _offers_hold(self) -> bool:
        """To who may ask it, for a household that keeps its dwelling; in danger, nobody is asked anything."""
        is_kept = self.intake.door == Door.RETENTION and not self.intake.is_protected
        return is_kept and may(self.intake.actor, "procedure_hold_ask", "W")

    def layout(self) -> list:
        return [
            Field("information", template="components/radio_cards.html"),
            "information_reason",
            pair("information_by", "information_due"),
            Field("adhesion", template="components/radio_cards.html"),
            *(["hold_asked"] if "hold_asked" in self.fields else []),
        ]

    def clean_information_due(self):
        day = self.cleaned_data["information_due"]
        latest = clock.today() + timedelta(days=self._delay)
        if day and not clock.today() <= day <= latest:
            raise forms.ValidationError(f"Indiquez une date entre aujourd’hui et le {far_date(latest)}.")
        return day

    def clean(self):
        state = self.cleaned_data.get("information")
        if state in (InformationState.NOT_YET, InformationState.IMPOSSIBLE):
            self.require("information_reason", "Dites pourquoi : cela suffit pour examiner le dossier entre-temps.")
        if state == InformationState.NOT_YET:
            self.require("information_due", "Indiquez avant quelle date il sera informé.")

    def answers(self) -> dict:
        given = dict(self.cleaned_data)
        if given["information"] == InformationState.NOT_YET:
            given["information_by"] = given["information_by"] or str(self.intake.actor.user)
        elif given["information"] != InformationState.IMPOSSIBLE:
            given |= {"information_reason": "", "information_by": "", "information_due": None}
        return given
