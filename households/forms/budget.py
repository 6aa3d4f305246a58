"""The budget in one page: a grid of usual lines, nothing compulsory; a month of the rent account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator

from households.budget_reading import LISTS
from households.forms.parts import EndField
from households.models import MoneyKind, MoneyLine
from households.services.budget import Account, MoneyEntry
from veille.core import clock, formats
from veille.core.forms import LaidOutForm, pair
from veille.core.reference import choices
from veille.core.spreadsheets import Unreadable, as_decimal

# What most households have; the rest of each list folds below.
USUAL = {
    MoneyKind.RESOURCE: (
        "wage", "unemployment", "rsa", "prime_activite", "aah", "retirement", "family_allowance", "asf",
        "alimony_received", "apl",
    ),
    MoneyKind.CHARGE: (
        "rent_net", "rental_charges", "electricity", "gas", "water", "insurance_home", "insurance_health",
        "phone_internet", "transport", "debt_repayment",
    ),
    MoneyKind.DEBT: ("rent_debt", "energy_debt", "consumer_debt", "bank_overdraft"),
}  # fmt: skip
# Resources that are rights, opened by somebody until a day.
GRANTED = frozenset(
    {
        "unemployment", "ass", "rsa", "prime_activite", "aah", "invalidity", "aspa", "daily_allowance",
        "family_allowance", "asf", "complement_familial", "paje", "aeeh", "ajpp", "apl", "grant", "training",
        "youth_contract", "ada", "fsl_help", "other",
    }
)  # fmt: skip
# They say that there is no amount to ask for.
STATES = ("none", "unknown", "refused_to_answer")
OTHER, WITH_MONTHS = "other", "rent_debt"
UNKNOWN = "?"
CENTS = Decimal("0.01")
_MONTHS_BACK = 24
MOST = Decimal("9999999.99")
_NO_AMOUNT = "Notez aussi le montant de ce droit, ou « ? » s’il n’est pas connu."
TOO_LARGE = "Ce montant est trop grand : vérifiez-le."


class AmountField(forms.CharField):
    """« 1 240,50 € », « 1240.5 »: a decimal comma or point, spaces and the sign of the euro do not matter."""

    def __init__(self, *, is_signed: bool = False, may_be_unknown: bool = False, **kwargs):
        self.is_signed, self.may_be_unknown = is_signed, may_be_unknown
        widget = forms.TextInput({"inputmode": "decimal", "class": "amount form-control", "autocomplete": "off"})
        super().__init__(max_length=24, widget=widget, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        if self.may_be_unknown and text == UNKNOWN:
            return UNKNOWN
        return self._amount(text)

    def _amount(self, text: str) -> Decimal:
        try:
            amount = as_decimal(text)
        except Unreadable as unreadable:
            raise ValidationError(str(unreadable), code="amount") from unreadable
        if amount is None:
            raise ValidationError("Écrivez un montant, par exemple 1240,50.", code="amount")
        if amount < 0 and not self.is_signed:
            raise ValidationError("Écrivez un montant sans signe moins.", code="negative")
        if abs(amount) > MOST:
            raise ValidationError(TOO_LARGE, code="large")
        return amount.quantize(CENTS)

    def prepare_value(self, value):
        return written(value) if isinstance(value, Decimal) else value


def written(amount: Decimal) -> str:
    """1240.5 → « 1240,50 », « 1240 »: as one would type it."""
    return f"{amount:.2f}".replace(".", ",").removesuffix(",00")


class MonthField(forms.TypedChoiceField):
    """One of the last two years' months; the day is its first."""

    def __init__(self, **kwargs):
        super().__init__(choices=last_months, coerce=date.fromisoformat, **kwargs)


def last_months() -> list[tuple[str, str]]:
    this_month = clock.today().replace(day=1)
    months = (formats.plus_months(this_month, -back) for back in range(_MONTHS_BACK + 1))
    return [(month.isoformat(), formats.month(month)) for month in months]


@dataclass(frozen=True)
class GridRow:
    """A line of the grid: its amount, its proof, and what only some lines ask."""

    label: str
    amount: forms.BoundField
    proof: forms.BoundField
    detail: forms.BoundField | None = None
    months: forms.BoundField | None = None
    granted: forms.BoundField | None = None


class BudgetForm(forms.Form):
    """The lines of one person, or of the whole household, from a month on. An empty line is no line."""

    month = MonthField(label="À partir de")

    def __init__(self, *args, lines: Iterable[MoneyLine] = (), **kwargs):
        self.standing = {(line.kind, line.code): line for line in lines}
        super().__init__(*args, **kwargs)
        for kind in MoneyKind:
            self._add_state(kind)
            for code, label in self._asked(kind):
                self._add_line(kind, code, label)

    @staticmethod
    def _asked(kind: str) -> list[tuple[str, str]]:
        return [(code, label) for code, label in choices(LISTS[kind]) if code not in STATES]

    def _add_state(self, kind: str) -> None:
        states = [(code, label) for code, label in choices(LISTS[kind]) if code in STATES]
        standing = next((code for code, _ in states if (kind, code) in self.standing), "")
        label = {
            MoneyKind.RESOURCE: "Si aucune ressource n’est notée",
            MoneyKind.CHARGE: "Si aucune charge n’est notée",
            MoneyKind.DEBT: "Si aucune dette n’est notée",
        }[kind]
        self.fields[f"{kind}_state"] = forms.ChoiceField(
            label=label, choices=[("", "—"), *states], required=False, initial=standing
        )

    def _add_line(self, kind: str, code: str, label: str) -> None:
        line, name = self.standing.get((kind, code)), f"{kind}_{code}"
        amount = (UNKNOWN if line.amount is None else line.amount) if line else None
        self.fields[name] = AmountField(label=label, required=False, initial=amount, may_be_unknown=True)
        proof = forms.BooleanField(
            label=f"Justificatif vu : {label}", required=False, initial=line.proof_seen if line else False
        )
        self.fields[f"{name}_proof"] = proof
        if self._is_granted(kind, code):
            self.fields[f"{name}_granted"] = EndField(
                label=f"Droit ouvert jusqu’au : {label}", required=False, initial=line.granted_until if line else None
            )
            self.fields[f"{name}_granted"].widget.attrs["class"] = "form-control"
        if code == OTHER:
            self.fields[f"{name}_detail"] = forms.CharField(
                label="Précisez",
                max_length=80,
                required=False,
                initial=line.detail if line else "",
                widget=forms.TextInput({"class": "form-control", "placeholder": "Précisez"}),
            )
        if code == WITH_MONTHS:
            self.fields[f"{name}_months"] = forms.IntegerField(
                label="Mois de loyer dus",
                required=False,
                widget=forms.NumberInput({"class": "form-control budget-months"}),
                min_value=0,
                validators=[MaxValueValidator(360)],
                initial=line.months if line else None,
            )

    @staticmethod
    def _is_granted(kind: str, code: str) -> bool:
        return kind == MoneyKind.RESOURCE and code in GRANTED

    def parts(self) -> list[dict]:
        """The grid, kind after kind: usual lines (and those that stand), then the others, folded."""
        titles = {MoneyKind.RESOURCE: "Ressources par mois", MoneyKind.CHARGE: "Charges par mois"}
        return [
            {
                "kind": str(kind),
                "title": titles.get(kind, "Dettes, en tout"),
                "usual": [self._row(kind, code) for code, _ in self._asked(kind) if self._is_shown(kind, code)],
                "others": [self._row(kind, code) for code, _ in self._asked(kind) if not self._is_shown(kind, code)],
                "state": self[f"{kind}_state"],
            }
            for kind in MoneyKind
        ]

    def _is_shown(self, kind: str, code: str) -> bool:
        """What is usual, what stands, and what was typed or must be corrected: nothing of it is folded away."""
        typed = self.is_bound and any(
            self.data.get(f"{kind}_{code}{end}") for end in ("", "_detail", "_months", "_granted")
        )
        return code in USUAL[kind] or (kind, code) in self.standing or typed

    def _row(self, kind: str, code: str) -> GridRow:
        name = f"{kind}_{code}"
        return GridRow(
            self[name].label,
            self[name],
            self[f"{name}_proof"],
            self[f"{name}_detail"] if code == OTHER else None,
            self[f"{name}_months"] if code == WITH_MONTHS else None,
            self[f"{name}_granted"] if self._is_granted(kind, code) else None,
        )

    def clean(self):
        data = super().clean()
        for kind in MoneyKind:
            said = [code for code, _ in self._asked(kind) if data.get(f"{kind}_{code}") is not None]
            if data.get(f"{kind}_state") and said:
                self.add_error(f"{kind}_state", "Un montant est noté : laissez cette réponse vide, ou ôtez le montant.")
            if OTHER in said and not data.get(f"{kind}_{OTHER}_detail"):
                self.add_error(f"{kind}_{OTHER}_detail", "Précisez de quoi il s’agit.")
            for code in sorted(GRANTED.difference(said)):
                if data.get(f"{kind}_{code}_granted"):
                    self.add_error(f"{kind}_{code}_granted", _NO_AMOUNT)
        return data

    def entries(self) -> list[MoneyEntry]:
        """What stands from the chosen month on."""
        return [entry for kind in MoneyKind for entry in (*self._state_of(kind), *self._lines_of(kind))]

    def _state_of(self, kind: str) -> list[MoneyEntry]:
        state = self.cleaned_data[f"{kind}_state"]
        return [MoneyEntry(kind, state, Decimal(0) if state == "none" else None)] if state else []

    def _lines_of(self, kind: str) -> list[MoneyEntry]:
        found = []
        for code, _ in self._asked(kind):
            name = f"{kind}_{code}"
            amount = self.cleaned_data[name]
            if amount is not None:
                found.append(
                    MoneyEntry(
                        kind,
                        code,
                        None if amount == UNKNOWN else amount,
                        detail=self.cleaned_data.get(f"{name}_detail", ""),
                        months=self.cleaned_data.get(f"{name}_months"),
                        proof_seen=self.cleaned_data[f"{name}_proof"],
                        granted_until=self.cleaned_data.get(f"{name}_granted"),
                    )
                )
        return found


class ArrearsForm(LaidOutForm):
    """A month of the rent account, by hand."""

    month = MonthField(label="Mois")
    balance = AmountField(
        label="Solde dû à la fin du mois (€)",
        is_signed=True,
        help_text="Ce que le ménage doit en tout. Avec un signe moins si le compte est créditeur.",
    )
    called = AmountField(label="Loyer et charges appelés (€)", required=False)
    received = AmountField(label="Reçu du ménage (€)", required=False)
    apl = AmountField(label="Aide au logement reçue (€)", required=False)

    def layout(self):
        return [pair("month", "balance"), pair("called", "received", "apl")]

    def account(self) -> Account:
        return Account(**self.cleaned_data)
