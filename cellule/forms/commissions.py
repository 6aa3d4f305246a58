"""The passage before a commission: what is typed for its note, and its legal answer."""

from crispy_forms.layout import Field
from django import forms

from cellule.candidature_choices import CalResult, CandidatureState
from cellule.models import Candidature
from cellule.services.commissions import presentable
from households.forms.parts import past_day
from households.models import Case
from partners.models import Organisation
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm

_CARDS = "components/radio_cards.html"


class PassageForm(LaidOutForm):
    """Everything else of the note comes from the file."""

    landlord = forms.ModelChoiceField(
        label="Commission de",
        queryset=Organisation.objects.none(),
        empty_label="Choisir…",
        error_messages={"required": "Choisissez un bailleur."},
    )
    held_on = DayField(label="Commission du", required=False, help_text="Si la date est connue.")
    is_priority = forms.BooleanField(
        label="Candidature prioritaire", required=False, initial=True, help_text="La note porte « Prioritaire »."
    )
    support_text = forms.CharField(
        label="Ce que l’accompagnement apporte",
        required=False,
        max_length=800,
        widget=forms.Textarea({"rows": 4}),
        help_text="Lu par la commission du bailleur. Rien de ce qui a été confié : ni santé, ni dette, ni parcours.",
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        asked = presentable(case)
        self.fields["landlord"].queryset = Organisation.objects.filter(pk__in=asked.values("landlord"))
        self.fields["landlord"].help_text = "Les bailleurs sollicités qui ont dit oui, ou peuvent encore répondre."
        accepted = Candidature.objects.none() if self.initial else asked
        said_yes = accepted.filter(state=CandidatureState.ACCEPTED).order_by("answered_on", "pk").first()
        if said_yes:
            self.initial["landlord"] = said_yes.landlord_id


class ChangePassageForm(PassageForm):
    """The same, for a passage whose landlord is chosen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["landlord"]


class ResultForm(LaidOutForm):
    """Each kind asks for what the law wants it to say."""

    result = forms.ChoiceField(
        label="Résultat",
        widget=forms.RadioSelect,
        choices=CalResult.choices,
        error_messages={"required": "Choisissez le résultat."},
    )
    decided_on = DayField(label="Décision du", initial=clock.today, validators=[past_day])
    rank = forms.IntegerField(label="Rang", required=False, min_value=1, max_value=99)
    condition = forms.CharField(label="Condition suspensive", required=False, max_length=300)
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="Le motif que le bailleur notifie au ménage.",
    )

    def layout(self) -> list:
        return [
            Field("result", template=_CARDS),
            "decided_on",
            "rank",
            "condition",
            "reason",
        ]
