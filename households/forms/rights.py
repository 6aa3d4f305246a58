"""What a person asks of what is kept about her, and how it is answered."""

from crispy_forms.layout import Field
from django import forms

from households.forms.parts import past_day
from households.models import Person
from households.rights_choices import (
    GATHERED_KINDS,
    ErasureGround,
    IdentityProof,
    Reading,
    RefusalGround,
    RightsKind,
    RightsState,
    WithholdingGround,
)
from households.services.rights import RECTIFIABLE
from partners.models import User
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, LaidOutModelForm, pair


class RequestForm(LaidOutForm):
    """What one adult asks, and when she said it."""

    person = forms.ModelChoiceField(label="Qui demande", queryset=Person.objects.none(), empty_label="Choisir…")
    kind = forms.ChoiceField(label="Ce que la personne demande", choices=RightsKind.choices, widget=forms.RadioSelect)
    wish = forms.CharField(
        label="Avec ses mots",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Facultatif : une personne n’a pas à se justifier.",
    )
    received_on = DayField(label="Reçue le", validators=[past_day])

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.initial.setdefault("received_on", clock.today())

    def layout(self):
        return ["person", Field("kind", template="components/radio_cards.html"), "wish", "received_on"]


class StartForm(LaidOutForm):
    """How one made sure that it is she."""

    proof = forms.ChoiceField(
        label="Comment l’identité a été vérifiée",
        choices=IdentityProof.choices,
        widget=forms.RadioSelect,
        help_text="Aucune copie de pièce d’identité n’est conservée.",
    )
    checked_on = DayField(label="Le", validators=[past_day])

    def layout(self):
        return [Field("proof", template="components/radio_cards.html"), "checked_on"]


class ReaderForm(LaidOutForm):
    """Who reads the file over before it is handed over: the lead person, or who knows the household."""

    reader = forms.ModelChoiceField(label="Personne qui relit", queryset=User.objects.none(), empty_label="Choisir…")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = people


class ExtendForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi il faut plus de temps",
        max_length=300,
        help_text="Cette phrase est écrite à la personne, dans le mois de sa demande.",
    )


class RectifyForm(LaidOutModelForm):
    """What is kept of the person, to put right."""

    class Meta:
        model = Person
        fields = RECTIFIABLE
        field_classes = {"birth_date": DayField}

    def layout(self):
        return [pair("first_name", "last_name"), "alias", pair("birth_date", "gender")]


class AnswerForm(LaidOutForm):
    """The answer, its reason when it is a refusal, and a word to the person."""

    outcome = forms.ChoiceField(
        label="Réponse",
        choices=[
            (RightsState.ANSWERED, "Acceptée"),
            (RightsState.PARTLY_REFUSED, "Acceptée en partie"),
            (RightsState.REFUSED, "Refusée"),
        ],
        widget=forms.RadioSelect,
    )
    refusal_ground = forms.ChoiceField(
        label="Motif du refus", choices=[("", "Aucun refus"), *RefusalGround.choices], required=False
    )
    erasure_ground = forms.ChoiceField(
        label="Pourquoi l’effacement est dû", choices=[("", "Choisir…"), *ErasureGround.choices], required=False
    )
    answer = forms.CharField(
        label="Un mot à la personne",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ajouté à la lettre, qui dit déjà la décision, son motif et les recours.",
    )

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != RightsKind.ERASURE:
            del self.fields["erasure_ground"]
        if kind in GATHERED_KINDS:
            self.fields["outcome"].help_text = "Remettez d’abord le dossier relu, sauf si la demande est refusée."

    def layout(self):
        rest = [name for name in self.fields if name != "outcome"]
        return [Field("outcome", template="components/radio_cards.html"), *rest]


class ReadingForm(LaidOutForm):
    """What becomes of one line."""

    reading = forms.ChoiceField(
        label="Cette ligne",
        choices=[choice for choice in Reading.choices if choice[0] != Reading.TO_READ],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label="Motif, si quelque chose n’est pas remis",
        choices=[("", "Rien n’est retenu"), *WithholdingGround.choices],
        required=False,
    )
    passages = forms.CharField(
        label="Passages à noircir, un par ligne",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Recopiez-les tels qu’ils sont écrits : ils sont remplacés par des barres noires.",
    )

    def layout(self):
        return [Field("reading", template="components/radio_cards.html"), "ground", "passages"]

    def decided(self) -> dict:
        told = self.cleaned_data
        lines = [line.strip("\r") for line in told["passages"].split("\n")]
        return {"reading": told["reading"], "ground": told["ground"], "passages": lines}
