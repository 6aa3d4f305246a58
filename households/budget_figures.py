"""The figures of a budget, for one month: pure functions, each with its formula and what it lacks.

A figure is never half true: what is missing is named, and no value is given. Amounts are euros a month.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Convention of the project for every duration: a month is 365.25 / 12 days.
DAYS_A_MONTH = Decimal("30.4375")
SHARED_CUSTODY = Decimal("0.5")
APL = "apl"
RENT, RENTAL_CHARGES = "rent_net", "rental_charges"
_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Part:
    """A line that a figure is made of; an unknown amount makes the figure unknown."""

    label: str
    amount: Decimal | None
    code: str = ""


@dataclass(frozen=True)
class Figure:
    """A value with its parts (added, then taken away), or what it lacks."""

    name: str
    formula: str
    value: Decimal | None = None
    missing: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    less: tuple[Part, ...] = ()
    basis: str = ""
    unit: str = "€"
    words: str = ""  # what the value is counted by, or what it means

    @property
    def is_known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Rent:
    """What the dwelling costs before any allowance; `is_owed` tells a tenant from who pays no rent."""

    amount: Decimal | None = None
    is_owed: bool = False


def unknown_of(parts: Iterable[Part]) -> tuple[str, ...]:
    """The parts noted without an amount, as they are missed."""
    return tuple(f"le montant de « {part.label} »" for part in parts if part.amount is None)


def total(parts: Iterable[Part]) -> Decimal:
    return sum((part.amount for part in parts if part.amount is not None), Decimal(0))


def income(resources: Sequence[Part], unheard: Sequence[str] = ()) -> Figure:
    """Σ resources of the month, housing allowance left out (domain 5.11: APL is never summed in income).

    `unheard` names the adults of whom no resource is noted.
    """
    own = tuple(part for part in resources if part.code != APL)
    missing = unknown_of(own)
    if not own:
        missing = ("les ressources",)
    elif unheard:
        missing += tuple(f"les ressources ({name})" for name in unheard)
    value = None if missing else total(own)
    return Figure("Revenus", "somme des ressources, sans l’aide au logement", value, missing, own)


def housing_cost(rent: Rent, charges: Sequence[Part], resources: Sequence[Part]) -> Figure:
    """What the household pays itself: the residual rent as noted, else rent − APL; nothing for who owes no rent."""
    formula = "loyer résiduel noté, sinon loyer − APL"
    noted = tuple(part for part in charges if part.code == RENT)
    if noted:
        missing = unknown_of(noted)
        return Figure("Loyer payé", formula, None if missing else total(noted), missing, noted)
    if rent.amount is None:
        missing = ("le loyer",) if rent.is_owed else ()
        return Figure("Loyer payé", formula, None if missing else Decimal(0), missing)
    allowance, missing = _allowance(resources)
    parts = (Part("Loyer hors charges", rent.amount),)
    value = None if missing else max(rent.amount - total(allowance), Decimal(0))
    return Figure("Loyer payé", formula, value, missing, parts, allowance)


def _allowance(resources: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    noted = tuple(part for part in resources if part.code == APL)
    missing = unknown_of(noted) if noted else ("l’aide au logement (notez 0 s’il n’y en a pas)",)
    return noted, missing


def residual_income(earned: Figure, rent: Figure, charges: Sequence[Part]) -> Figure:
    """Residual income = resources − charges (domain 5.12), the rent actually paid being one of the charges."""
    others = tuple(part for part in charges if part.code != RENT)
    missing = earned.missing + rent.missing + unknown_of(others)
    if all(part.code == RENTAL_CHARGES for part in others):
        missing += ("les charges autres que celles du logement",)
    less = ((Part(rent.name, rent.value),) if rent.value else ()) + others
    value = None if missing else (earned.value or Decimal(0)) - total(less)
    return Figure("Revenu résiduel", "revenus − charges", value, missing, earned.parts, less)


def rest_to_live(residual: Figure, persons: Decimal) -> Figure:
    """Residual income / (persons × 30.4375): euros a day and person (domain 5.12, months as in 6.1).

    `persons` counts who lives there that month, a child in shared custody for a half.
    """
    formula, words = "revenu résiduel ÷ personnes ÷ 30,4375 jours", "par personne et par jour"
    missing = residual.missing if persons else (*residual.missing, "la composition du ménage")
    value = None if missing else _rounded((residual.value or Decimal(0)) / persons / DAYS_A_MONTH, _CENT)
    return Figure("Reste à vivre", formula, value, missing, (Part(residual.name, residual.value),), words=words)


def effort_rate(rent: Rent, earned: Figure, charges: Sequence[Part], resources: Sequence[Part]) -> Figure:
    """Effort rate = (rent + rental charges − APL) / income (domain 5.12), in percent.

    Where the gross rent is not known, the residual rent as noted stands for rent − APL.
    """
    formula = "(loyer + charges locatives − APL) ÷ revenus"
    own = tuple(part for part in charges if part.code == RENTAL_CHARGES)
    missing = earned.missing + (unknown_of(own) if own else ("les charges locatives",))
    if rent.amount is None:
        paid = housing_cost(Rent(is_owed=True), charges, resources)
        dwelling, allowance, lacking = paid.parts, (), paid.missing
    else:
        dwelling = (Part("Loyer hors charges", rent.amount),)
        allowance, lacking = _allowance(resources)
    missing = lacking + missing
    if not missing and not earned.value:
        missing = ("un revenu : sans revenu, le taux n’a pas de sens",)
    parts = (*dwelling, *own)
    cost = total(parts) - total(allowance)
    value = None if missing else _rounded(cost * 100 / (earned.value or Decimal(1)), _TENTH)
    return Figure("Taux d’effort", formula, value, missing, parts, allowance, unit="%")


def rent_over_ceiling(rent: Rent, ceiling: Decimal | None, missing: str, basis: str = "") -> Figure:
    """APL gap = max(0, rent − ceiling of the allowance) (domain 5.12 and finding 15), both without charges.

    `missing` says why there is no ceiling: no period recorded for the month, or a commune without zone.
    """
    lacking = () if rent.amount is not None else ("le loyer",)
    if ceiling is None:
        lacking += (missing,)
    parts = (Part("Loyer hors charges", rent.amount),) if rent.amount is not None else ()
    less = (Part("Plafond de loyer", ceiling),) if ceiling is not None else ()
    value = None
    if rent.amount is not None and ceiling is not None:
        value = max(Decimal(0), rent.amount - ceiling)
    formula, words = "loyer − plafond, jamais moins de 0", "le loyer ne dépasse pas le plafond" if value == 0 else ""
    return Figure("Loyer au-delà du plafond APL", formula, value, lacking, parts, less, basis, words=words)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, rounding=ROUND_HALF_UP)
