"""The lines of a funding plan, taken away: the whole grid, or one's own share of it."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from funding.figures import PlanFigures, Row, plan_figures
from funding.models import BudgetLine, FundingPlan
from funding.permissions import reads_whole
from partners.object_rights import may
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind, Listing
from veille.core.exports.listings import State

Line = tuple[str, Row]


def lists() -> list[Listing]:
    return [PlanLines()]


class PlanLines(Listing):
    """One plan, named in the address by its key."""

    name, title, back = "plan-de-financement", "Plan de financement", "funding:plan_list"

    def may(self, actor: Actor) -> bool:
        return may(actor, "funding_plan", "R")

    def state(self, request: ActingRequest) -> State:
        try:
            key = UUID(request.GET.get("plan", ""))
        except ValueError as error:
            raise Http404 from error
        get_object_or_404(FundingPlan.objects.visible_to(request.actor), pk=key)
        return {"plan": str(key)}

    def columns(self, actor: Actor, state: State) -> list[Column]:
        figures = self._figures(actor, state)
        amount = ColumnKind.AMOUNT
        shares = [
            Column(f"share-{index}", label, _share(index), amount, width=18)
            for index, label in enumerate(figures.columns)
        ]
        return [
            Column("volet", "Volet", lambda row: row[0], width=34),
            Column("code", "Ligne", lambda row: row[1].code, width=8),
            Column("label", "Intitulé", lambda row: row[1].label, width=44),
            Column("basis", "Calcul", lambda row: row[1].basis, width=34),
            Column("cost", "Coût", lambda row: row[1].cost, amount, width=16),
            *shares,
            Column("gap", "Sans financeur", lambda row: row[1].gap, amount, width=16),
        ]

    def count(self, actor: Actor, state: State) -> int:
        return len(self._lines(actor, state))

    def batches(self, actor: Actor, state: State) -> Iterator[Sequence[Line]]:
        yield self._lines(actor, state)

    def _lines(self, actor: Actor, state: State) -> list[Line]:
        volets = self._figures(actor, state).volets
        return [(f"{rows.volet.code} – {rows.volet.label}", line) for rows in volets for line in rows.lines]

    def _figures(self, actor: Actor, state: State) -> PlanFigures:
        plan = get_object_or_404(FundingPlan.objects.visible_to(actor), pk=state["plan"])
        if reads_whole(actor, plan):
            return plan_figures(plan)
        return plan_figures(plan, BudgetLine.objects.filter(volet__plan=plan).own(actor).with_fundings())


def _share(index: int) -> Callable[[Line], Decimal]:
    return lambda row: row[1].by_column[index]
