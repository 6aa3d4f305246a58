"""The budget of a household and the months of its rent account: a change adds a dated row, nothing is overwritten."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from households.models import AccountSource, ArrearsMonth, Case, MoneyLine, Person
from households.versions import STALE, hold_case, version_of
from partners.models import Organisation
from veille.core import audit, clock, formats
from veille.core.actor import Actor

_TO_COME = "Choisissez ce mois ou un mois passé."


@dataclass(frozen=True)
class MoneyEntry:
    """A line as it stands from a month on; an unknown amount is None."""

    kind: str
    code: str
    amount: Decimal | None
    detail: str = ""
    months: int | None = None
    proof_seen: bool = False
    granted_until: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.code, self.detail

    def says(self, line: MoneyLine) -> bool:
        return (self.amount, self.months) == (line.amount, line.months)


def open_lines(case: Case, person: Person | None):
    """The lines in force without an end, of one person or of the whole household."""
    return MoneyLine.objects.filter(case=case, person=person, ends_on=None, corrected_on=None).order_by("pk")


def lines_version(lines: Iterable[MoneyLine]) -> str:
    """A digest of the lines a form was made from: it changes with any of them."""
    return hashlib.sha256("".join(sorted(map(version_of, lines))).encode()).hexdigest()[:32]


@transaction.atomic
def record_budget(
    *, case: Case, person: Person | None, month: date, entries: Iterable[MoneyEntry], version: str, by: Actor
) -> Case:
    """Bring the lines of a person (None: of the whole household) to what is said, from a month on.

    A line that is no longer said ends the month before. Raises ValidationError on a concurrent edit, a month to
    come, or a line that already changed later.
    """
    check_month(month)
    hold_case(case.pk)
    standing = list(open_lines(case, person))
    if lines_version(standing) != version:
        raise ValidationError(STALE, code="stale")
    said = {entry.key: entry for entry in entries}
    changed = 0
    for line in standing:
        entry = said.pop((line.kind, line.code, line.detail), None)
        changed += _go_on(line, entry, month, by)
    for entry in said.values():
        changed += _begin(case, person, entry, month, by)
    audit.record("budget.recorded", case, by=by, case=case, changes={"month": f"{month:%Y-%m}", "lines": changed})
    return case


def check_month(month: date) -> None:
    """Nothing of the budget is told ahead."""
    if month > clock.today():
        raise ValidationError({"month": _TO_COME})


def _go_on(line: MoneyLine, entry: MoneyEntry | None, month: date, by: Actor) -> bool:
    """What becomes of a line in force; tells whether it changed."""
    if entry is not None and entry.says(line):
        told = {"proof_seen": entry.proof_seen, "granted_until": entry.granted_until}
        if all(getattr(line, name) == value for name, value in told.items()):
            return False
        line.proof_seen, line.granted_until = told.values()
        line.save(update_fields=list(told))
        return True
    end_line(line, month)
    if entry is not None:
        _begin(line.case, line.person, entry, month, by)
    return True


def end_line(line: MoneyLine, month: date) -> None:
    """The month before; a line of that very month was a mistake, it is kept and counts no more."""
    if line.starts_on > month:
        since = formats.month(line.starts_on)
        raise ValidationError({"month": f"Une ligne a changé en {since} : choisissez ce mois ou un mois plus récent."})
    if line.starts_on == month:
        line.corrected_on = clock.today()
    else:
        line.ends_on = month - timedelta(days=1)
    line.save(update_fields=["corrected_on", "ends_on"])


def _begin(case: Case, person: Person | None, entry: MoneyEntry, month: date, by: Actor) -> bool:
    fields = {"kind": entry.kind, "code": entry.code, "detail": entry.detail, "amount": entry.amount}
    line = MoneyLine(
        case=case,
        person=person,
        starts_on=month,
        months=entry.months,
        proof_seen=entry.proof_seen,
        granted_until=entry.granted_until,
        organisation=by.organisation,
        author=by.user,
        **fields,
    )
    line.full_clean()
    line.save()
    return True


AMOUNTS = ("called", "received", "apl", "balance")


@dataclass(frozen=True)
class Account:
    """What a landlord says of a month."""

    month: date
    balance: Decimal
    called: Decimal | None = None
    received: Decimal | None = None
    apl: Decimal | None = None

    def amounts(self) -> dict[str, Decimal | None]:
        return {name: getattr(self, name) for name in AMOUNTS}


@transaction.atomic
def record_arrears(*, case: Case, landlord: Organisation, account: Account, by: Actor) -> ArrearsMonth:
    """Note a month of the rent account; a month already noted is replaced, with its trace."""
    check_month(account.month)
    hold_case(case.pk)
    former = ArrearsMonth.objects.standing().filter(case=case, landlord=landlord, month=account.month).first()
    row = write_arrears(case, landlord, account, former, by.user_id, AccountSource.HAND)
    replaced = former is not None and row.pk != former.pk
    audit.record("arrears.recorded", row, by=by, changes={"month": f"{row.month:%Y-%m}", "replaces": replaced})
    return row


def write_arrears(
    case: Case, landlord: Organisation, account: Account, former: ArrearsMonth | None, author, source: str
) -> ArrearsMonth:
    """The row of a month: the one that stands when it says the same, else a new one in its place."""
    if former is not None:
        if account.amounts() == {name: getattr(former, name) for name in account.amounts()}:
            return former
        former.replaced_on = clock.today()
        former.save(update_fields=["replaced_on"])
    row = ArrearsMonth(
        case=case, landlord=landlord, month=account.month, source=source, author_id=author, **account.amounts()
    )
    row.full_clean()
    row.save()
    return row
