"""Forms of the funding plan: head, volet, line and what each column brings to it."""

from django import forms
from django.core.exceptions import ValidationError

from funding.models import BudgetLine, Calculation, FundingPlan, FundingStatus, Volet
from funding.services import Share
from partners.models import Dispositif, Organisation
from partners.partnerships import partners_of
from veille.core import reference
from veille.core.forms import DayInput, LaidOutForm, LaidOutModelForm, pair


class PlanForm(LaidOutModelForm):
    """A new plan: of which dispositif, over which years, for how many households."""

    class Meta:
        model = FundingPlan
        fields = ("dispositif", "label", "starts_on", "years", "costed_households", "basis_note")
        widgets = {"starts_on": DayInput()}

    def __init__(self, *args, dispositifs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        self.fields["dispositif"].empty_label = None
        self.fields["costed_households"].help_text = "Le nombre par lequel le coût est divisé."
        self.fields["basis_note"].help_text = "D’où viennent ce nombre et cette durée : imprimé avec le coût."

    def layout(self):
        return ["dispositif", "label", pair("starts_on", "years", "costed_households"), "basis_note"]


class VoletForm(LaidOutModelForm):
    """A part of the plan."""

    class Meta:
        model = Volet
        fields = ("code", "label", "in_household_cost")

    def layout(self):
        return [pair("code", "label"), "in_household_cost"]


class LineForm(LaidOutModelForm):
    """A cost: how it is computed, never its total, except for a lump sum."""

    kind = forms.ChoiceField(label="Nature")

    class Meta:
        model = BudgetLine
        fields = (
            "volet",
            "code",
            "label",
            "kind",
            "calculation",
            "quantity",
            "unit_cost",
            "years",
            "lump_sum",
            "carrier",
        )

    def __init__(self, *args, plan: FundingPlan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["volet"].queryset = plan.volets.all()
        self.fields["volet"].empty_label = None
        self.fields["kind"].choices = reference.choices("budget_line_kind")
        self.fields["carrier"].queryset = partners_of(plan.dispositif)
        self.fields["carrier"].empty_label = "—"
        self.fields["lump_sum"].help_text = "Pour un forfait seulement ; sinon le total se calcule."

    def layout(self):
        return [
            pair("volet", "code"),
            "label",
            pair("kind", "carrier"),
            pair("calculation"),
            pair("quantity", "unit_cost", "years", "lump_sum"),
        ]

    def clean(self):
        data = super().clean()
        if data.get("calculation") == Calculation.LUMP_SUM:
            data["unit_cost"] = data["years"] = None
            if data.get("lump_sum") is None:
                self.add_error("lump_sum", "Indiquez le montant du forfait.")
        else:
            data["lump_sum"] = None
            self._require_factors(data)
        return data

    def _require_factors(self, data: dict) -> None:
        wanted = {"quantity": "Indiquez la quantité.", "unit_cost": "Indiquez le coût unitaire."}
        if data.get("calculation") in {Calculation.ETP, Calculation.ANNUAL}:
            wanted["years"] = "Indiquez le nombre d’années."
        for name, sentence in wanted.items():
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, sentence)


class ShareForm(LaidOutForm):
    """What one column brings to the line."""

    column = forms.CharField(label="Colonne du plan", max_length=60)
    funder_type = forms.ChoiceField(label="Type de financeur")
    funder = forms.ModelChoiceField(label="Financeur", queryset=Organisation.objects.none(), required=False)
    status = forms.ChoiceField(label="Stade", choices=FundingStatus.choices)
    amount = forms.DecimalField(label="Montant (€)", min_value=0, max_digits=12, decimal_places=2)
    source = forms.CharField(label="Pièce ou source", max_length=160, required=False)

    def __init__(self, *args, dispositif: Dispositif, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["funder_type"].choices = reference.choices("funder_type")
        self.fields["funder"].queryset = partners_of(dispositif)
        self.fields["funder"].empty_label = "—"

    def has_changed(self) -> bool:
        """A browser sends the lists of the empty row as they stand: they alone write nothing there."""
        listed = {"funder_type", "status"} if self.empty_permitted else set()
        return not listed.issuperset(self.changed_data)

    def layout(self):
        return [pair("column", "funder_type", "funder"), pair("status", "amount", "source")]


class BaseShares(forms.BaseFormSet):
    """The columns of a line, each once a stage."""

    def clean(self):
        seen = set()
        for share in self.shares():
            if (share.column, share.status) in seen:
                raise ValidationError(f"La colonne « {share.column} » porte deux montants au même stade.")
            seen.add((share.column, share.status))

    def shares(self) -> list[Share]:
        """The rows kept, as the service wants them."""
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None) and not form.errors]
        kept = [row for row in rows if row.get("column") and not row.get("DELETE")]
        return [Share(**{name: value for name, value in row.items() if name != "DELETE"}) for row in kept]


ShareFormSet = forms.formset_factory(ShareForm, formset=BaseShares, extra=1, can_delete=True, max_num=20)


def shares_of(line: BudgetLine) -> list[dict]:
    """The rows of a line as the formset starts with them."""
    names = ("column", "funder_type", "funder", "status", "amount", "source")
    return list(line.fundings.values(*names)) if line.pk else []
