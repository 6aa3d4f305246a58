"""Forms of a convention and of its parts."""

from typing import Any
from uuid import UUID

from crispy_forms.layout import Field
from django import forms

from partners.conventions import RUNNING, TO_RENEW
from partners.forms.network import Chosen
from partners.models import (
    Convention,
    ConventionKind,
    ConventionPaper,
    ConventionPurchase,
    ConventionSignatory,
    Dispositif,
    Organisation,
    SharedInformation,
)
from partners.roles import Section
from veille.core.forms import DayField, LaidOutForm, LaidOutModelForm, pair
from veille.core.uploads.fields import FilesField

# The parts of a file that organisations share; the others are the machinery of the application.
_SHARED = (
    Section.IDENTITY, Section.CONTACT, Section.HOUSING, Section.ARREARS, Section.PROCEDURE, Section.MONEY,
    Section.FINDINGS_LANDLORD, Section.FINDINGS_SUPPORT, Section.CONFIDED, Section.RECOMMENDATION, Section.DIAGNOSIS,
    Section.SUMMARY, Section.PLAN_SHARED, Section.PLAN, Section.INTERVENTIONS_SHARED, Section.INTERVENTIONS,
    Section.MEASURE, Section.DECISION, Section.CANDIDATURE,
)  # fmt: skip


class ConventionFilter(Chosen):
    """What narrows the list."""

    q = forms.CharField(label="Chercher", required=False, max_length=80, widget=forms.TextInput({"type": "search"}))
    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), required=False)
    kind = forms.ChoiceField(label="Nature", choices=[("", "Toutes"), *ConventionKind.choices], required=False)
    when = forms.ChoiceField(
        label="État",
        choices=[("", "Toutes"), (RUNNING.code, "En cours"), (TO_RENEW.code, TO_RENEW.label)],
        required=False,
    )

    def __init__(self, *args, conventions: Any, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["dispositif"]
        field.queryset = Dispositif.objects.filter(pk__in=conventions.values("dispositif")).order_by("name")
        field.empty_label = "Tous"


class _Part(LaidOutModelForm):
    """A row whose service checks it, with what it hangs on."""

    def _post_clean(self) -> None:
        """Left to the service."""


class ConventionForm(_Part):
    """A convention being prepared; once signed, what may still be noted."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Convention
        fields = [
            "dispositif", "kind", "title", "reference", "purpose", "starts_on", "ends_on", "reminder_days", "kept_at",
        ]  # fmt: skip
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        widgets = {"purpose": forms.Textarea({"rows": 4})}

    def __init__(self, *args, dispositifs: set[UUID], is_signed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = Dispositif.objects.filter(pk__in=dispositifs).order_by("name")
        self.fields["dispositif"].empty_label = None
        self.fields["kept_at"].help_text = "Le dossier ou l’armoire de l’organisme qui garde l’original."
        if is_signed:
            for name in set(self.fields) - {"reminder_days", "kept_at", "version"}:
                del self.fields[name]

    def layout(self) -> list:
        if "title" not in self.fields:
            return ["reminder_days", "kept_at", "version"]
        return [
            pair("dispositif", "kind"),
            "title",
            "reference",
            "purpose",
            pair("starts_on", "ends_on"),
            pair("reminder_days", "kept_at"),
            "version",
        ]


class FollowForm(LaidOutForm):
    """What comes after: an amendment, or the next convention."""

    is_amendment = forms.TypedChoiceField(
        label="Ce que vous préparez",
        choices=[("", "Le renouvellement"), ("1", "Un avenant")],
        coerce=bool,
        required=False,
        empty_value=False,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="Intitulé", max_length=160)
    starts_on = DayField(label="Début")
    ends_on = DayField(label="Fin", required=False)

    def layout(self) -> list:
        cards = Field("is_amendment", template="components/radio_cards.html")
        return [cards, "title", pair("starts_on", "ends_on")]


class StopForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi n’a-t-elle pas de suite ?", max_length=300, error_messages={"required": "Dites pourquoi."}
    )


class SignatoryForm(_Part):
    class Meta:
        model = ConventionSignatory
        fields = ["organisation", "part", "undertaking", "signed_on"]
        field_classes = {"signed_on": DayField}

    def __init__(self, *args, organisations: Any, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].empty_label = "Choisir…"

    def layout(self) -> list:
        return [pair("organisation", "part"), "undertaking", "signed_on"]


class ConventionPaperForm(LaidOutForm):
    """The document that was signed, or an annex of it."""

    title = forms.CharField(
        label="Intitulé",
        max_length=ConventionPaper._meta.get_field("title").max_length,
        initial="Convention signée",
        error_messages={"required": "Dites ce qu’est ce document."},
    )
    files = FilesField(label="Fichier", most=1, help_text="De préférence le PDF ou le scan de la version signée.")

    def layout(self) -> list:
        return ["title", "files"]


class SignatureForm(LaidOutForm):
    signed_on = DayField(label="Signée le", required=False, help_text="Vide : pas encore signée.")


class PurchaseForm(_Part):
    class Meta:
        model = ConventionPurchase
        fields = ["provider", "quantity", "unit", "unit_price", "starts_on", "ends_on", "note"]
        field_classes = {"starts_on": DayField, "ends_on": DayField}

    def __init__(self, *args, organisations: Any, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = organisations
        self.fields["provider"].empty_label = "Choisir…"

    def layout(self) -> list:
        return ["provider", pair("quantity", "unit", "unit_price"), pair("starts_on", "ends_on"), "note"]


class SharingForm(_Part):
    recipients = forms.ModelMultipleChoiceField(
        label="Destinataires",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un destinataire."},
    )

    class Meta:
        model = SharedInformation
        fields = ["section", "purpose", "basis"]

    def __init__(self, *args, convention: Convention, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "Choisir…"), *((one.value, one.label) for one in _SHARED)]
        signing = convention.signatories.values("organisation")
        self.fields["recipients"].queryset = Organisation.objects.filter(pk__in=signing).order_by("sort_name", "id")

    def layout(self) -> list:
        return ["section", "purpose", "basis", Field("recipients", template="components/chips.html")]
