"""The figures of a funding plan: totals, gaps, shares, cost per household. Always computed, never typed.

Euros as Decimal in cents, rounded half up at display. Oracles: `domain` 6.6 and the note of October 2014.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from funding.models import BudgetLine, Calculation, FundingPlan, FundingStatus, LineFunding, Volet
from veille.core.formats import euros, number

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Row:
    """A line, a volet or the whole: its cost, what each column brings, what is missing."""

    code: str
    label: str
    cost: Decimal
    by_column: tuple[Decimal, ...]
    basis: str = ""
    line: BudgetLine | None = None

    @property
    def funded(self) -> Decimal:
        return sum(self.by_column, ZERO)

    @property
    def gap(self) -> Decimal:
        """Cost minus funding: what nobody pays, or below zero what is funded twice (M-02)."""
        return self.cost - self.funded

    @property
    def gap_sentence(self) -> str:
        """What the red cell says."""
        if self.gap > 0:
            return f"{euros(self.gap)} sans financeur"
        return f"{euros(-self.gap)} de trop" if self.gap < 0 else ""


@dataclass(frozen=True)
class VoletRows:
    """A volet and its lines."""

    volet: Volet
    total: Row
    lines: tuple[Row, ...]


@dataclass(frozen=True)
class PlanFigures:
    """The grid: columns, volets, total."""

    columns: tuple[str, ...]
    volets: tuple[VoletRows, ...]
    total: Row

    @property
    def is_balanced(self) -> bool:
        return self.total.gap == ZERO and all(row.total.gap == ZERO for row in self.volets)

    @property
    def shares(self) -> list[tuple[str, Decimal, Decimal]]:
        """Column, amount, share of the cost in per cent: the shares of a balanced plan add up to 100.0."""
        parts = [*self.total.by_column, max(self.total.gap, ZERO)]
        percents = largest_remainder(parts)
        return list(zip(self.columns, self.total.by_column, percents, strict=False))


def retained(fundings: Iterable[LineFunding]) -> dict[str, Decimal]:
    """What counts in each column: the amount granted, else the one requested; a refusal counts for nothing.

    Payments are parts of what was granted and never add to it.
    """
    stages: dict[str, dict[str, Decimal]] = {}
    for funding in fundings:
        stages.setdefault(funding.column, {})[funding.status] = funding.amount
    return {column: _retained_stage(amounts) for column, amounts in stages.items()}


def _retained_stage(amounts: Mapping[str, Decimal]) -> Decimal:
    if FundingStatus.GRANTED in amounts:
        return amounts[FundingStatus.GRANTED]
    if FundingStatus.REFUSED in amounts:
        return ZERO
    return amounts.get(FundingStatus.REQUESTED, ZERO)


def plan_figures(plan: FundingPlan, lines: Iterable[BudgetLine] | None = None) -> PlanFigures:
    """The grid of a plan, or of some of its lines (a partner sees hers), read with their fundings."""
    chosen = BudgetLine.objects.filter(volet__plan=plan).with_fundings() if lines is None else lines
    kept = sorted(chosen, key=lambda line: line.code)
    columns = _columns(kept)
    volets = []
    for volet in plan.volets.all():
        rows = tuple(_line_row(line, columns) for line in kept if line.volet_id == volet.pk)
        if rows or lines is None:
            volets.append(VoletRows(volet, _sum(volet.code, volet.label, rows, columns), rows))
    return PlanFigures(columns, tuple(volets), _sum("", "Total", [row.total for row in volets], columns))


def _columns(lines: Iterable[BudgetLine]) -> tuple[str, ...]:
    """The columns in the order of a plan: own funds first, the aid asked last, the others between."""
    found = {funding.column: funding.funder_type for line in lines for funding in line.fundings.all()}
    return tuple(sorted(found, key=lambda column: (_rank(found[column]), column)))


_OWN = frozenset({"landlord_own", "group_own", "association_own"})
_AID = frozenset({"program_10000", "fnavdl", "fsi_cgl", "state_other", "dihal", "ars", "dgcs"})


def _rank(funder_type: str) -> int:
    if funder_type in _OWN:
        return 0
    return 2 if funder_type in _AID else 1


def _line_row(line: BudgetLine, columns: tuple[str, ...]) -> Row:
    brought = retained(line.fundings.all())
    amounts = tuple(brought.get(column, ZERO) for column in columns)
    return Row(line.code, line.label, line.total, amounts, basis=_basis(line), line=line)


def _basis(line: BudgetLine) -> str:
    """How the cost of a line is made, in words: « 0,35 ETP × 68 200,00 € × 2 ans »."""
    quantity, unit = line.quantity, euros(line.unit_cost)
    years = f" × {line.years} an{'s' if line.years > 1 else ''}" if line.years else ""
    match line.calculation:
        case Calculation.ETP:
            return f"{number(quantity, 2)} ETP × {unit}{years}"
        case Calculation.ANNUAL:
            return f"{unit} par an{years}" if quantity == 1 else f"{_plain(quantity)} × {unit} par an{years}"
        case Calculation.DAYS:
            return f"{_plain(quantity)} jours × {unit}"
        case Calculation.QUANTITY:
            return f"{_plain(quantity)} × {unit}"
    if not quantity:
        return "forfait"
    return f"forfait, {_plain(quantity)} dossier{'s' if quantity >= 2 else ''}"


def _plain(quantity: Decimal) -> str:
    return number(quantity, 0 if quantity == quantity.to_integral_value() else 2)


def _sum(code: str, label: str, rows: Iterable[Row], columns: tuple[str, ...]) -> Row:
    rows = list(rows)
    amounts = tuple(sum((row.by_column[i] for row in rows), ZERO) for i in range(len(columns)))
    return Row(code, label, sum((row.cost for row in rows), ZERO), amounts)


def largest_remainder(amounts: Iterable[Decimal], unit: Decimal = TENTH) -> list[Decimal]:
    """Shares in per cent, to a tenth, that add up to 100.0 exactly (M-03)."""
    amounts = list(amounts)
    whole = sum(amounts, ZERO)
    if not whole:
        return [Decimal("0.0")] * len(amounts)
    exact = [amount * 100 / whole for amount in amounts]
    shares = [share.quantize(unit, rounding=ROUND_DOWN) for share in exact]
    left = int((100 - sum(shares)) / unit)
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[:left]:
        shares[i] += unit
    return shares


@dataclass(frozen=True)
class HouseholdCost:
    """A cost per household never goes without its basis (M-05)."""

    cost: Decimal
    volets: tuple[str, ...]
    households: int
    years: int
    is_whole: bool

    @property
    def per_household(self) -> Decimal:
        return (self.cost / self.households).quantize(CENT, rounding=ROUND_HALF_UP)

    @property
    def per_year(self) -> Decimal:
        return (self.cost / self.households / self.years).quantize(CENT, rounding=ROUND_HALF_UP)

    @property
    def basis(self) -> str:
        word = "volets" if len(self.volets) > 1 else "volet"
        part = "tous les volets" if self.is_whole else f"{word} {_listed(self.volets)}"
        plural = "s" if self.years > 1 else ""
        return f"{part}, {euros(self.cost)}, {number(self.households)} ménages, {self.years} an{plural}"


def _listed(words: tuple[str, ...]) -> str:
    return " et ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "—"


def household_cost(figures: PlanFigures, *, households: int, years: int, whole: bool = False) -> HouseholdCost | None:
    """Cost per household over the volets that enter it (or all of them); None without households."""
    chosen = [row for row in figures.volets if whole or row.volet.in_household_cost]
    if not households or not chosen:
        return None
    cost = sum((row.total.cost for row in chosen), ZERO)
    return HouseholdCost(cost, tuple(row.volet.code for row in chosen), households, years, whole)


def household_costs(figures: PlanFigures, years: int, *households: int) -> list[HouseholdCost]:
    """The cost for each number of households: on the volets that enter it, then all-in when that differs."""
    found = []
    for n in households:
        part = household_cost(figures, households=n, years=years)
        whole = household_cost(figures, households=n, years=years, whole=True)
        found += [cost for cost in (part, whole) if cost and (cost is part or not part or cost.cost != part.cost)]
    return found


@dataclass(frozen=True)
class ProjectRows:
    """The second grouping: what a partner project carries of which lines."""

    label: str
    allocations: tuple
    cost: Decimal
    own_funds: Decimal
    aid: Decimal


def partner_projects(plan: FundingPlan) -> list[ProjectRows]:
    """The partner projects with their sums."""
    rows = []
    for project in plan.projects.prefetch_related("allocations__line"):
        parts = tuple(project.allocations.all())
        rows.append(
            ProjectRows(
                project.label,
                parts,
                sum((part.amount for part in parts), ZERO),
                sum((part.own_funds for part in parts), ZERO),
                sum((part.aid_requested for part in parts), ZERO),
            )
        )
    return rows


def grouping_gaps(plan: FundingPlan) -> list[tuple[BudgetLine, Decimal, Decimal]]:
    """Lines whose shares by partner project do not add up to their total: line, total, sum of shares (M-01)."""
    shared = BudgetLine.objects.filter(volet__plan=plan, allocations__isnull=False).distinct()
    gaps = []
    for line in shared.prefetch_related("allocations"):
        shares = sum((part.amount for part in line.allocations.all()), ZERO)
        if shares != line.total:
            gaps.append((line, line.total, shares))
    return gaps
