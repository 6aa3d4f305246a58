"""The monthly file of balances of a landlord: its tenants to pick, and the accounts of those a file follows.

Nothing it answers depends on whether a tenant is followed: what is counted are the landlord's own tenants.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from households.forms.budget import CENTS, MOST, TOO_LARGE, last_months
from households.forms.housing import CommuneField
from households.importing import Checked, Field, Importer, Kind, Outcome, Problem, Values, Work, blocking
from households.models import TenancyMonth
from households.services.accounts import TenantRow, receive_accounts
from households.services.budget import AMOUNTS
from partners import object_rights
from partners.models import Commune, OrganisationKind
from veille.core import clock, reference
from veille.core.actor import Actor
from veille.core.forms import LaidOutForm
from veille.core.normalise import sort_text

FIELDS = (
    Field(
        "contract_number",
        "Numéro de contrat",
        synonyms=(
            "contrat",
            "n° de contrat",
            "n° bail",
            "bail",
            "numéro de bail",
            "référence contrat",
            "n° locataire",
            "compte locataire",
        ),
        is_required=True,
        longest=40,
    ),
    Field(
        "name",
        "Titulaire",
        synonyms=("nom", "locataire", "nom du locataire", "nom et prénom", "nom prénom", "intitulé"),
        is_required=True,
        longest=160,
    ),
    Field(
        "month",
        "Mois",
        Kind.MONTH,
        synonyms=("période", "mois de quittancement", "échéance"),
        help="Sinon, un seul mois pour tout le fichier.",
    ),
    Field(
        "balance",
        "Solde",
        Kind.AMOUNT,
        synonyms=("solde dû", "solde du compte", "dette", "impayé", "solde locataire", "reste dû"),
        is_required=True,
    ),
    Field(
        "called",
        "Appelé",
        Kind.AMOUNT,
        synonyms=("quittancé", "montant appelé", "quittance", "loyer et charges", "terme"),
    ),
    Field("received", "Reçu", Kind.AMOUNT, synonyms=("réglé", "encaissé", "payé", "règlements", "versements")),
    Field("apl", "APL", Kind.AMOUNT, synonyms=("aide au logement", "al", "apl versée", "apl al")),
    Field(
        "dwelling_reference",
        "Référence du logement",
        synonyms=("logement", "réf. logement", "lot", "n° logement", "code logement"),
        longest=40,
    ),
    Field("residence", "Résidence", synonyms=("groupe", "programme", "ensemble immobilier"), longest=120),
    Field("commune", "Commune", synonyms=("ville", "code insee"), longest=80),
    Field("dwelling_type", "Type de logement", synonyms=("type", "typologie"), longest=40),
    Field("monthly_rent", "Loyer hors charges", Kind.AMOUNT, synonyms=("loyer", "loyer principal", "loyer nu")),
)


class BalancesForm(LaidOutForm):
    """What holds for the whole file."""

    month = forms.ChoiceField(
        label="Mois du fichier", required=False, help_text="Quand aucune colonne ne le dit, ou qu’une case est vide."
    )
    debt_is_negative = forms.BooleanField(
        label="Dans ce fichier, une dette porte un signe moins", required=False, initial=False
    )

    def __init__(self, *args, actor: Actor, initial: dict | None = None, **kwargs):
        """The sign is remembered from one file to the next, the month never: another file is another month."""
        kept = {name: value for name, value in (initial or {}).items() if name != "month"}
        super().__init__(*args, initial=kept, **kwargs)
        self.fields["month"].choices = [("", "—"), *last_months()]


class BalancesWork(Work):
    """Rows are gathered, and written together with the last one: a tenant who left the file goes then."""

    def prepare(self, rows: Iterable[Values]) -> None:
        rows = list(rows)
        self._expected, self._gathered = len(rows), []
        self._communes: dict[str, Commune | None] = {}
        self._types = {
            sort_text(word): code
            for code, label in reference.choices("dwelling_type")
            for word in (label, code.replace("_", " "))
        }
        contracts = {values.get("contract_number") or "" for values in rows}
        own = TenancyMonth.objects.filter(tenancy__landlord=self.actor.organisation_id)
        known = own.filter(tenancy__contract_number__in=contracts)
        self._known = {
            (contract, month): tuple(amounts)
            for contract, month, *amounts in known.order_by("pk").values_list(
                "tenancy__contract_number", "month", *AMOUNTS
            )
        }

    def key(self, values: Values) -> str:
        month = self._month(values)
        return f"{values['contract_number']}|{month}" if month else ""

    def check(self, values: Values) -> Checked:
        problems = [*self._wrong(values), *self._left_out(values)]
        if blocking(problems):
            return Checked(Outcome.NEW, tuple(problems))
        return Checked(self._outcome(self._row(values)), tuple(problems))

    def apply(self, values: Values) -> Outcome:
        if wrong := list(self._wrong(values)):
            raise ValidationError(wrong[0].text)
        row = self._row(values)
        outcome = self._outcome(row)
        self._gathered.append(row)
        if len(self._gathered) == self._expected:
            receive_accounts(landlord=self.actor.organisation, rows=self._gathered, by=self.actor)
        return outcome

    def _outcome(self, row: TenantRow) -> Outcome:
        known = self._known.get((row.contract_number, row.month))
        if known is None:
            return Outcome.NEW
        return Outcome.SAME if known == tuple(getattr(row, name) for name in AMOUNTS) else Outcome.CHANGED

    def _wrong(self, values: Values) -> Iterable[Problem]:
        month = self._month(values)
        if month is None:
            yield Problem("month", "Indiquez le mois : dans cette colonne, ou pour tout le fichier.")
        elif month > clock.today():
            yield Problem("month", "Ce mois n’est pas commencé.")
        for name in (*AMOUNTS, "monthly_rent"):
            if abs(values.get(name) or 0) > MOST:
                yield Problem(name, TOO_LARGE)

    def _left_out(self, values: Values) -> Iterable[Problem]:
        """What is not understood and does not matter for the account is left empty, and said."""
        if values.get("commune") and self._commune(values) is None:
            yield Problem("commune", "Commune non reconnue : elle est laissée vide.", is_remark=True)
        if values.get("dwelling_type") and not self._type(values):
            yield Problem("dwelling_type", "Type non reconnu : il est laissé vide.", is_remark=True)

    def _month(self, values: Values) -> date | None:
        told = self.options.get("month")
        return values.get("month") or (date.fromisoformat(told) if told else None)

    def _type(self, values: Values) -> str:
        return self._types.get(sort_text(values.get("dwelling_type") or ""), "")

    def _commune(self, values: Values) -> Commune | None:
        text = values.get("commune") or ""
        if text not in self._communes:
            try:
                self._communes[text] = CommuneField(required=False).clean(text)
            except ValidationError:
                self._communes[text] = None
        return self._communes[text]

    def _row(self, values: Values) -> TenantRow:
        amounts = {name: _cents(values.get(name)) for name in (*AMOUNTS, "monthly_rent")}
        if self.options.get("debt_is_negative"):
            amounts["balance"] = -amounts["balance"]
        texts = {
            name: values.get(name) or "" for name in ("contract_number", "name", "dwelling_reference", "residence")
        }
        return TenantRow(
            month=self._month(values),
            commune=self._commune(values),
            dwelling_type=self._type(values),
            **texts,
            **amounts,
        )


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else Decimal(amount).quantize(CENTS) + 0


class BalancesImporter(Importer):
    """Dropped each month by a landlord's people."""

    kind = "balances"
    title = "Soldes des locataires"
    sentence = (
        "Le fichier mensuel de votre organisme : contrat, titulaire, appelé, reçu, solde. "
        "Il donne les locataires à choisir en orientant, et nourrit le compte de ceux que vous suivez déjà."
    )
    fields = FIELDS
    options_form = BalancesForm

    def may(self, actor: Actor) -> bool:
        """`import` of her own organisation, and `tenants_to_pick`, which only a landlord's people have."""
        is_landlord = actor.organisation.kind == OrganisationKind.LANDLORD
        return is_landlord and super().may(actor) and object_rights.may(actor, "tenants_to_pick", "R")

    def work(self, actor: Actor, options: dict) -> Work:
        return BalancesWork(actor, options)
