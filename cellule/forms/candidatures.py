"""A landlord's answer, a dwelling proposed, what became of it, and the lease."""

from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.db.models import QuerySet

from cellule.candidature_choices import EndedBy
from cellule.forms.decision_parts import (
    ANSWER_DAYS,
    CHIPS,
    WHO_OPENS,
    AskingFields,
    asking_in,
    asking_layout,
    prepare_asking,
)
from cellule.models import Candidature
from cellule.services.asking_instead import landlords_instead
from cellule.services.candidatures import Asking, landlords_of, standing_of
from households.models import Case
from partners.models import Commune, Organisation
from veille.core import clock
from veille.core.actor import Actor
from veille.core.forms import ComingDayField, DayField, LaidOutForm, codes_of, pair

_CARDS = "components/radio_cards.html"
_NO_TYPE = {"unknown", "other"}
_YES, _NO = "accepted", "refused"


def _specify(form: forms.Form) -> None:
    """« Autre » alone tells nothing to who reads it."""
    if form.cleaned_data.get("reason") == "other" and not form.cleaned_data.get("text"):
        form.add_error("text", "Précisez ce motif.")


def _offer_landlords(form: forms.Form, offered: QuerySet[Organisation], known: QuerySet[Organisation]) -> None:
    """Show these; what is sent is refused by the service, so that a form sent twice is not taken for a mistake."""
    field = form.fields["landlords"]
    field.queryset = known if form.is_bound else offered
    field.choices = [(landlord.pk, str(landlord)) for landlord in offered]


class AskForm(LaidOutForm, AskingFields):
    """Other landlords, after the decision."""

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        prepare_asking(self, case)
        landlords = self.fields["landlords"]
        landlords.required = True
        landlords.error_messages["required"] = "Choisissez au moins un bailleur."
        known = landlords.queryset
        _offer_landlords(self, known.exclude(pk__in=standing_of(case).values("landlord")), known)

    def layout(self) -> list:
        return asking_layout(self)

    def asking(self) -> Asking:
        return asking_in(self.cleaned_data)


class InsteadForm(LaidOutForm):
    """Another landlord for the same dwelling; the session said the rest."""

    landlords = forms.ModelMultipleChoiceField(
        label="Bailleurs à solliciter",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un bailleur."},
        help_text=WHO_OPENS,
    )
    answer_expected_on = ComingDayField(label="Réponse attendue avant le")

    def __init__(self, *args, candidature: Candidature, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_landlords(self, landlords_instead(candidature, by=actor), landlords_of(candidature.case))
        self.fields["answer_expected_on"].initial = clock.today() + ANSWER_DAYS

    def layout(self) -> list:
        return [Field("landlords", template=CHIPS), "answer_expected_on"]

    def asked(self) -> dict[str, Any]:
        return {
            "landlords": tuple(self.cleaned_data["landlords"]),
            "answer_expected_on": self.cleaned_data["answer_expected_on"],
        }


class AnswerForm(LaidOutForm):
    """Yes or no; a no says why."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        widget=forms.RadioSelect,
        choices=[(_YES, "Nous cherchons un logement pour ce ménage"), (_NO, "Nous ne retenons pas cette candidature")],
        error_messages={"required": "Choisissez une réponse."},
    )
    reason = forms.ChoiceField(label="Pourquoi la candidature n’est pas retenue", required=False)
    text = forms.CharField(
        label="Précision",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="L’accompagnement et le secrétariat de l’instance la lisent.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = codes_of("candidature_refusal_reason", empty="Choisir…")

    def clean(self):
        _specify(self)

    def layout(self) -> list:
        return [Field("answer", template=_CARDS), "reason", "text"]

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"accepted": data["answer"] == _YES, "reason": data["reason"], "text": data["text"]}


class OfferForm(LaidOutForm):
    """A dwelling by its commune, its type and its rent; never an address."""

    commune = forms.ModelChoiceField(label="Commune", queryset=Commune.objects.none(), empty_label="Choisir…")
    dwelling_type = forms.ChoiceField(label="Type", error_messages={"required": "Choisissez un type de logement."})
    monthly_rent = forms.DecimalField(
        label="Loyer mensuel hors charges (€)", required=False, min_value=0, max_digits=8, decimal_places=2
    )
    monthly_charges = forms.DecimalField(
        label="Charges mensuelles (€)", required=False, min_value=0, max_digits=8, decimal_places=2
    )
    available_from = DayField(label="Disponible à partir du", required=False)
    reference = forms.CharField(label="Référence du bailleur", required=False, max_length=40)

    def __init__(self, *args, candidature: Candidature, **kwargs):
        super().__init__(*args, **kwargs)
        communes = candidature.case.territory.communes.order_by("sort_name", "code")
        self.fields["commune"].queryset = communes
        types = [choice for choice in codes_of("dwelling_type") if choice[0] not in _NO_TYPE]
        self.fields["dwelling_type"].choices = [("", "Choisir…"), *types]
        wanted = [commune.pk for commune in candidature.communes.all()]
        self.initial.setdefault("commune", wanted[0] if len(wanted) == 1 else None)

    def layout(self) -> list:
        return [
            pair("commune", "dwelling_type"),
            pair("monthly_rent", "monthly_charges"),
            pair("available_from", "reference"),
        ]


class EndOfferForm(LaidOutForm):
    """Because of whom, and why."""

    ended_by = forms.ChoiceField(
        label="Du fait de", widget=forms.RadioSelect, error_messages={"required": "Dites du fait de qui."}
    )
    reason = forms.ChoiceField(label="Motif", error_messages={"required": "Choisissez un motif."})
    text = forms.CharField(label="Précision", required=False, max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, parties: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ended_by"].choices = [choice for choice in EndedBy.choices if choice[0] in parties]
        self.fields["reason"].choices = codes_of("offer_end_reason", empty="Choisir…")

    def clean(self):
        _specify(self)

    def layout(self) -> list:
        return [Field("ended_by", template=_CARDS), "reason", "text"]


class LeaseForm(LaidOutForm):
    """The lease signed: the household's situation is noted with it."""

    signed_on = DayField(label="Bail signé le", initial=clock.today)
    starts_on = DayField(label="Entrée dans le logement le", initial=clock.today)
    modality = forms.ChoiceField(label="Modalité", error_messages={"required": "Choisissez une modalité."})
    contract_number = forms.CharField(label="Numéro de bail", required=False, max_length=40)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = case.configuration.housing_modalities
        labels = [choice for choice in codes_of("housing_modality") if not allowed or choice[0] in allowed]
        self.fields["modality"].choices = [("", "Choisir…"), *labels]

    def layout(self) -> list:
        return [pair("signed_on", "starts_on"), pair("modality", "contract_number")]


class ConditionForm(LaidOutForm):
    """Met or not; a word if it helps."""

    met = forms.ChoiceField(
        label="Cette condition est-elle remplie ?",
        widget=forms.RadioSelect,
        choices=[("yes", "Oui, elle est remplie"), ("no", "Non, elle ne l’est pas")],
        error_messages={"required": "Répondez par oui ou par non."},
    )
    remark = forms.CharField(label="Précision", required=False, max_length=300)

    def layout(self) -> list:
        return [Field("met", template=_CARDS), "remark"]

    def said(self) -> dict[str, Any]:
        return {"met": self.cleaned_data["met"] == "yes", "remark": self.cleaned_data["remark"]}
