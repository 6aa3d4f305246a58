"""The monthly file of a landlord: its tenants, and the rent account of those that a file follows.

Nothing here tells who has a file: what is counted for the landlord is its own tenants.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from households.grants import GRANT_RIGHTS
from households.models import (
    AccountSource,
    ArrearsMonth,
    Case,
    CaseAccess,
    HousingPeriod,
    Person,
    Tenancy,
    TenancyMonth,
)
from households.services.budget import AMOUNTS, Account, write_arrears
from partners.models import Commune, Organisation
from partners.roles import Right, Section
from veille.core import audit, clock, formats
from veille.core.actor import Actor
from veille.core.normalise import sort_text

KEPT_MONTHS = 13
_BATCH = 1_000
_TELLING = 3  # letters
_KEEPING = [level for level, rights in GRANT_RIGHTS.items() if rights[Section.ARREARS] >= Right.WRITE]


@dataclass(frozen=True)
class TenantRow:
    """A line of the file: a lease, who holds it, and its account for a month."""

    contract_number: str
    name: str
    month: date
    balance: Decimal
    called: Decimal | None = None
    received: Decimal | None = None
    apl: Decimal | None = None
    dwelling_reference: str = ""
    residence: str = ""
    commune: Commune | None = None
    dwelling_type: str = ""
    monthly_rent: Decimal | None = None

    def account(self) -> Account:
        return Account(self.month, self.balance, self.called, self.received, self.apl)


@transaction.atomic
def receive_accounts(
    *, landlord: Organisation, rows: Sequence[TenantRow], by: Actor, progress: Callable[[int], None] = lambda done: None
) -> int:
    """Take the file of a landlord, all of it or nothing; returns how many of its months are new or changed.

    The tenants of the latest month are those one may pick; the others go. A month already known is replaced.
    """
    Organisation.objects.select_for_update().get(pk=landlord.pk)
    changed = 0
    for done, batch in enumerate(_batches(rows), start=1):
        tenancies = _write_tenancies(landlord, batch)
        changed += _write_months(tenancies, batch)
        _feed_cases(landlord, batch, by)
        progress(min(done * _BATCH, len(rows)))
    _forget_former(landlord)
    audit.record("accounts.received", landlord, by=by, changes={"rows": len(rows), "changed": changed})
    return changed


def _batches(rows: Sequence[TenantRow]) -> Iterator[list[TenantRow]]:
    for start in range(0, len(rows), _BATCH):
        yield list(rows[start : start + _BATCH])


def _write_tenancies(landlord: Organisation, rows: list[TenantRow]) -> dict[str, UUID]:
    """Contract → tenancy; an older file does not undo what a later one told of the lease."""
    known = dict(
        Tenancy.objects.filter(landlord=landlord, contract_number__in=[row.contract_number for row in rows])
        .order_by("pk")
        .values_list("contract_number", "seen_on")
    )
    latest = {row.contract_number: row for row in sorted(rows, key=lambda row: row.month)}
    told = [row for row in latest.values() if row.month >= known.get(row.contract_number, row.month)]
    Tenancy.objects.bulk_create(
        [_tenancy(landlord, row) for row in told],
        update_conflicts=True,
        unique_fields=["landlord", "contract_number"],
        update_fields=["name", "search_name", "seen_on", *_OF_THE_LEASE],
    )
    contracts = Tenancy.objects.filter(landlord=landlord, contract_number__in=latest).order_by("pk")
    return dict(contracts.values_list("contract_number", "pk"))


_OF_THE_LEASE = ("dwelling_reference", "residence", "commune", "dwelling_type", "monthly_rent")


def _tenancy(landlord: Organisation, row: TenantRow) -> Tenancy:
    lease = {name: getattr(row, name) for name in _OF_THE_LEASE}
    return Tenancy(
        landlord=landlord,
        contract_number=row.contract_number,
        name=row.name,
        search_name=sort_text(row.name),
        seen_on=row.month,
        **lease,
    )


def _write_months(tenancies: dict[str, UUID], rows: list[TenantRow]) -> int:
    known = {
        (tenancy, month): tuple(amounts)
        for tenancy, month, *amounts in TenancyMonth.objects.filter(tenancy__in=tenancies.values())
        .order_by("pk")
        .values_list("tenancy", "month", *AMOUNTS)
    }
    news = [
        row
        for row in rows
        if known.get((tenancies[row.contract_number], row.month)) != tuple(getattr(row, name) for name in AMOUNTS)
    ]
    TenancyMonth.objects.bulk_create(
        [
            TenancyMonth(tenancy_id=tenancies[row.contract_number], month=row.month, **row.account().amounts())
            for row in news
        ],
        update_conflicts=True,
        unique_fields=["tenancy", "month"],
        update_fields=AMOUNTS,
    )
    return len(news)


def _feed_cases(landlord: Organisation, rows: list[TenantRow], by: Actor) -> None:
    """Each month goes to the running file of its contract, if the landlord keeps the account of one."""
    cases = _followed(landlord, {row.contract_number: row.name for row in rows})
    fed = [(cases[row.contract_number], row.account()) for row in rows if row.contract_number in cases]
    standing = ArrearsMonth.objects.standing().filter(landlord=landlord, case__in={case.pk for case, _ in fed})
    former = {(row.case_id, row.month): row for row in standing.order_by("pk")}
    for case, account in fed:
        known = former.get((case.pk, account.month))
        write_arrears(case, landlord, account, known, by.user_id, AccountSource.FILE)


def _followed(landlord: Organisation, names: Mapping[str, str]) -> dict[str, Case]:
    """Contract → the running case of that lease, where the landlord's current grant lets it keep the account.

    Somebody of the household bears the name on the lease: a number typed wrong gives nobody else's account.
    """
    keeping = CaseAccess.objects.current().filter(organisation=landlord, level__in=_KEEPING)
    periods = (
        HousingPeriod.objects.current(clock.today())
        .filter(dwelling__landlord=landlord, contract_number__in=list(names))
        .filter(case__in=keeping.values("case"))
        # What is over, archived, or limited at the person's request is no longer written.
        .filter(case__closed_on=None, case__archived_on=None, case__frozen_on=None)
        .select_related("case")
        .order_by("starts_on", "pk")
    )
    called = _names_in({period.case.household_id for period in periods})
    found = {}
    for period in periods:
        if called[period.case.household_id] & _words(names[period.contract_number]):
            found[period.contract_number] = period.case
    return found


def _names_in(households: set[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {household: set() for household in households}
    people = Person.objects.filter(household__in=households).order_by("pk")
    for household, name, alias in people.values_list("household", "last_name", "alias"):
        found[household] |= _words(f"{name} {alias}")
    return found


def _words(name: str) -> set[str]:
    """The words long enough to tell somebody: « de », « le » do not."""
    return {word for word in sort_text(name).split() if len(word) >= _TELLING}


@transaction.atomic
def take_account(*, case: Case, landlord: Organisation, contract_number: str, by: Actor) -> int:
    """Give a case the months that the landlord's files told before it; those already noted stand."""
    tenancy = Tenancy.objects.filter(landlord=landlord, contract_number=contract_number).first()
    if tenancy is None or _followed(landlord, {contract_number: tenancy.name}).get(contract_number) != case:
        return 0
    noted = ArrearsMonth.objects.standing().filter(case=case, landlord=landlord).values("month")
    missing = list(tenancy.months.exclude(month__in=noted).order_by("month"))
    for row in missing:
        account = Account(row.month, row.balance, row.called, row.received, row.apl)
        write_arrears(case, landlord, account, None, by.user_id, AccountSource.FILE)
    if missing:
        audit.record("arrears.taken", case, by=by, case=case, changes={"months": len(missing)})
    return len(missing)


def _forget_former(landlord: Organisation) -> None:
    """Who is no longer in the latest file is no longer a tenant to pick; months past their term go."""
    tenancies = Tenancy.objects.filter(landlord=landlord)
    latest = tenancies.order_by("-seen_on").values_list("seen_on", flat=True).first()
    if latest is not None:
        tenancies.filter(seen_on__lt=latest).delete()
    forget_old_months()


def forget_old_months() -> int:
    """Months older than the term, of every landlord; returns how many went."""
    first_kept = formats.plus_months(clock.today().replace(day=1), -KEPT_MONTHS)
    return TenancyMonth.objects.filter(month__lt=first_kept).delete()[0]
