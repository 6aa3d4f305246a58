"""The capacity board: what each operator and each landlord says it can take, and what is known of their load.

Members and secretaries read what was declared, with the load its operator published that day: the cases behind
it are not theirs to count. Who may count them (the pilot, the operator itself) sees the load of today besides.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from accompaniment.caseload import engaged_measures
from accompaniment.choices import MeasureState
from accompaniment.team.load import maxima_of
from cellule.capacity_querysets import boards_read_by
from cellule.choices import ADMITTING
from cellule.models import AvailableDwelling, Decision, PlaceDeclaration
from households.querysets import followed_dispositifs
from partners.models import (
    Dispositif,
    Organisation,
    Partnership,
    PartnershipPart,
    User,
)
from partners.partnerships import partners_of
from veille.core import clock
from veille.core.actor import Actor

_NONE = Decimal(0)
_CONFIRMED = timedelta(days=30)


@dataclass(frozen=True)
class WorkerLoad:
    """What one lead person carries, against what the register says she may; both in weights."""

    name: str
    weight: Decimal
    to_start: Decimal
    maximum: Decimal | None

    @property
    def left(self) -> Decimal | None:
        return None if self.maximum is None else self.maximum - self.weight


@dataclass(frozen=True)
class TeamLoad:
    """The load of an organisation, all dispositifs together; `maximum` where the register says one."""

    lines: tuple[WorkerLoad, ...]
    maximum: Decimal | None

    @property
    def weight(self) -> Decimal:
        return sum((line.weight for line in self.lines), _NONE)

    @property
    def left(self) -> Decimal | None:
        return None if self.maximum is None else max(self.maximum - self.weight, _NONE)


def team_load(actor: Actor) -> TeamLoad:
    """The accompaniments of her own organisation, by lead person; nobody else's are read."""
    carried: dict[UUID | None, list[Decimal]] = defaultdict(lambda: [_NONE, _NONE])
    for measure in engaged_measures(actor).filter(operator=actor.organisation_id).order_by("pk"):
        carried[measure.lead][0] += measure.weight
        if measure.state == MeasureState.NOT_STARTED:
            carried[measure.lead][1] += measure.weight
    maxima = maxima_of(actor.organisation)
    people = User.objects.in_bulk([key for key in {*carried, *maxima} if key])
    keys = sorted({*carried, *maxima} - {None}, key=lambda key: (people[key].last_name, people[key].first_name, key))
    lines = [WorkerLoad(str(people[key]), *carried[key], maxima.get(key)) for key in keys]
    if None in carried:
        lines.append(WorkerLoad("Sans référent·e de parcours", *carried[None], None))
    return TeamLoad(tuple(lines), sum(maxima.values(), _NONE) if maxima else None)


@dataclass
class OperatorLine:
    """An operator of the board: what it declared by territory, what it was given since, its load if it may be told."""

    operator: Organisation
    declared: list[PlaceDeclaration] = field(default_factory=list)
    given: Decimal = _NONE
    load: Decimal | None = None

    @property
    def standing(self) -> list[PlaceDeclaration]:
        """Declarations that still hold."""
        return [one for one in self.declared if one.valid_until >= clock.today()]

    @property
    def places(self) -> Decimal | None:
        """Open places, minus what was decided since; None when nothing that holds was declared."""
        if not self.standing:
            return None
        return max(sum((one.places for one in self.standing), _NONE) - self.given, _NONE)

    @property
    def said_on(self) -> date | None:
        return min((one.declared_on for one in self.declared), default=None)


def boards_of(actor: Actor) -> QuerySet[Dispositif]:
    """The dispositifs whose board she opens: whole, or for her organisation's own lines."""
    own = Partnership.objects.current().filter(
        organisation=actor.organisation_id, part__in=(PartnershipPart.OPERATOR, PartnershipPart.LANDLORD)
    )
    whole = Dispositif.objects.filter(pk__in=_whole_boards(actor).values("pk"))
    return (whole | Dispositif.objects.filter(pk__in=own.values("dispositif"))).distinct().order_by("name", "pk")


def boards_spoken_of(actor: Actor) -> set[UUID]:
    """The dispositifs where her organisation declares something today."""
    places = PlaceDeclaration.objects.kept_by(actor).standing().values_list("dispositif", flat=True)
    dwellings = AvailableDwelling.objects.kept_by(actor).standing().values_list("dispositif", flat=True)
    return {*places, *dwellings}


def _whole_boards(actor: Actor) -> QuerySet[Dispositif]:
    """`boards_read_by` speaks of rows of the board; the same for the dispositifs themselves."""
    rule = boards_read_by(actor, dispositif="pk")
    return Dispositif.objects.filter(rule)


def reads_whole(actor: Actor, dispositif: Dispositif) -> bool:
    return _whole_boards(actor).filter(pk=dispositif.pk).exists()


def operator_lines(actor: Actor, dispositif: Dispositif) -> list[OperatorLine]:
    """Every operator of the dispositif, those that said nothing too; only her own for who reads her own lines."""
    operators = partners_of(dispositif, PartnershipPart.OPERATOR)
    if not reads_whole(actor, dispositif):
        operators = operators.filter(pk=actor.organisation_id)
    lines = {operator.pk: OperatorLine(operator) for operator in operators}
    declared = PlaceDeclaration.objects.visible_to(actor).standing().filter(dispositif=dispositif)
    for one in declared.with_list_data():
        if one.operator_id in lines:
            lines[one.operator_id].declared.append(one)
    _count_given(actor, dispositif, lines)
    _count_load(actor, dispositif, lines)
    return list(lines.values())


def _count_given(actor: Actor, dispositif: Dispositif, lines: dict[UUID, OperatorLine]) -> None:
    """What the sessions she keeps have given to an operator since it spoke, in the weights of the levels decided."""
    decisions = Decision.objects.recordable_by(actor).filter(
        case__rules__dispositif=dispositif, code__in=ADMITTING, corrected_by=None, operator__in=lines
    )
    decisions = decisions.exclude(case__exclusions__user=actor.user_id)
    for decision in decisions.select_related("case__rules").order_by("pk"):
        line = lines[decision.operator_id]
        level = decision.case.configuration.level(decision.level)
        if line.said_on and level and decision.decided_on >= line.said_on:
            line.given += level.weight


def _count_load(actor: Actor, dispositif: Dispositif, lines: dict[UUID, OperatorLine]) -> None:
    """The load of today in this dispositif, for who counts its cases; her own for an operator."""
    counts = dispositif.pk in followed_dispositifs(actor, "N")
    counted = lines if counts else {key: line for key, line in lines.items() if key == actor.organisation_id}
    measures = engaged_measures(actor).filter(operator__in=counted, case__rules__dispositif=dispositif)
    sums = dict(measures.order_by().values_list("operator").annotate(total=Sum("weight")))
    for key, line in counted.items():
        line.load = sums.get(key, _NONE)


def dwelling_lines(actor: Actor, dispositif: Dispositif, **chosen) -> QuerySet[AvailableDwelling]:
    """What landlords say they may have, in an order that prefers none; narrowed by `territory` and `type`.

    A landlord still finds its own lines for some weeks after their day, to confirm them or take them off.
    """
    own = AvailableDwelling.objects.kept_by(actor).filter(withdrawn_on=None, expires_on__gte=clock.today() - _CONFIRMED)
    told = AvailableDwelling.objects.visible_to(actor).standing()
    found = AvailableDwelling.objects.filter(Q(pk__in=told.values("pk")) | Q(pk__in=own.values("pk")))
    found = found.filter(dispositif=dispositif)
    if chosen.get("territory"):
        found = found.filter(territory=chosen["territory"])
    if chosen.get("type"):
        found = found.filter(dwelling_type=chosen["type"])
    return found.with_list_data()
