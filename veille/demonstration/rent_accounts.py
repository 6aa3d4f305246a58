"""What landlords call and receive: the account of each tenant one follows, and the tenants one may refer."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

from households.balances import BalancesImporter
from households.importing import Outcome
from households.models import (
    AccountSource,
    ArrearsMonth,
    HousingPeriod,
    ImportBatch,
    ImportMapping,
    ImportState,
    Tenancy,
    TenancyMonth,
)
from households.services.imports import FILE_KEPT, WRITE_TASK
from partners.configuration import Door
from partners.models import Organisation
from partners.roles import Role
from veille.core import clock, formats
from veille.core.models import Run, RunState
from veille.core.normalise import sort_text
from veille.demonstration.dice import Dice, data
from veille.demonstration.files import File
from veille.demonstration.frames import World

# The last file received tells the month that is over.
LAST_MONTH = date(2018, 11, 1)
_FROM_FILES = date(2018, 6, 1)
_RECEIVED = date(2018, 12, 10)
_KEEPERS = (Role.LANDLORD_REFERENT, Role.LANDLORD_MANAGER, Role.LANDLORD_CLIENT_MANAGER)
_CHARGES = 62
_PATHS = {"falling": 6, "plan": 5, "rising": 3, "stable": 2}
_INVENTED = {"hdn": 60}
_INVENTED_ELSEWHERE = 6
_SHOWN_MONTHS = 3
_SEED = 5011


def make(world: World) -> None:
    """Accounts of the tenants of a file (to stay in their home), and the tenants of each landlord."""
    dice = Dice(_SEED)
    for file in world.files:
        period = _tenancy_of(file)
        if period is not None:
            period.contract_number = f"C{dice.between(100_000, 999_999)}"
            _account(file, period, dice)
    _tenants(world, dice)
    _received_file(world)


def _tenancy_of(file: File) -> HousingPeriod | None:
    """The lease one wants to keep; a restricted file has no dwelling here."""
    if file.door != Door.RETENTION:
        return None
    return next((p for p in file.housing if p.dwelling is not None and p.monthly_rent), None)


def _account(file: File, period: HousingPeriod, dice: Dice) -> None:
    keepers = file.world.workers(file.landlord, *_KEEPERS)
    for month, amounts in _months(file, period, dice):
        source = AccountSource.FILE if month >= _FROM_FILES else AccountSource.HAND
        author = keepers[0] if keepers else file.author
        file.add(ArrearsMonth, landlord=file.landlord, month=month, source=source, author=author, **amounts)


def _months(file: File, period: HousingPeriod, dice: Dice) -> list[tuple[date, dict]]:
    """From some months before the orientation until the last file, or the end of the lease."""
    opened = file.opened_on.replace(day=1)
    last = min(LAST_MONTH, (period.ends_on or LAST_MONTH).replace(day=1))
    first = max(formats.plus_months(opened, -dice.between(4, 8)), period.starts_on.replace(day=1))
    first = max(first, formats.plus_months(last, -23))
    path, debt = dice.weighted(_PATHS), period.arrears or Decimal(0)
    lead = max(1, (opened.year - first.year) * 12 + opened.month - first.month)
    found, balance, month = [], (debt / 4).quantize(Decimal(1)) if first < opened else debt, first
    while month <= last:
        growth = (debt * Decimal("0.75") / lead).quantize(Decimal(1))
        former, balance = balance, _next(balance, debt, growth, path if month > opened else None, dice)
        balance = debt if month == opened else balance
        found.append((month, _told(period, former, balance)))
        month = formats.plus_months(month, 1)
    return found


def _next(balance: Decimal, debt: Decimal, growth: Decimal, path: str | None, dice: Dice) -> Decimal:
    """The debt grows to what was told at the orientation (no path yet), then follows its path."""
    if path is None:
        return min(debt, balance + growth * dice.between(50, 150) / 100).quantize(Decimal(1)) if debt else balance
    step = {
        "falling": -dice.between(20, 150),
        "plan": -50 if balance > 50 else -int(balance),
        "rising": dice.between(-20, 160),
        "stable": dice.between(-25, 25),
    }[path]
    return max(Decimal(0), balance + step)


def _told(period: HousingPeriod, former: Decimal, balance: Decimal) -> dict:
    called = period.monthly_rent + _CHARGES
    allowance = (period.monthly_rent * Decimal("0.55")).quantize(Decimal("0.01"))
    received = max(Decimal(0), called - allowance - (balance - former))
    return {"called": called, "apl": allowance, "received": received, "balance": balance}


def _tenants(world: World, dice: Dice) -> None:
    followed: dict[Organisation, list[File]] = {}
    for file in world.files:
        period = _tenancy_of(file)
        if period is not None and period.ends_on is None:
            followed.setdefault(file.landlord, []).append(file)
    for key, landlord in world.organisations.items():
        if landlord in followed:
            for file in followed[landlord]:
                _followed_tenant(world, file, dice)
            for _ in range(_INVENTED.get(key, _INVENTED_ELSEWHERE)):
                _invented_tenant(world, landlord, followed[landlord], dice)


def _followed_tenant(world: World, file: File, dice: Dice) -> None:
    period, person = _tenancy_of(file), file.people[0]
    months = [row for row in world.rows.of(ArrearsMonth) if row.case is file.case][-_SHOWN_MONTHS:]
    amounts = [(row.month, {name: getattr(row, name) for name in _AMOUNTS}) for row in months]
    name = f"{person.last_name} {person.first_name}"
    _tenancy(world, file.landlord, period.contract_number, name, period, amounts)


_AMOUNTS = ("called", "received", "apl", "balance")


def _invented_tenant(world: World, landlord: Organisation, files: list[File], dice: Dice) -> None:
    """A tenant without any file, in a residence of this landlord."""
    period = _tenancy_of(dice.pick(files))
    names = data("names.json")
    name = f"{dice.pick(names['last'])} {dice.pick(names[dice.pick(['woman', 'man'])])}"
    balance, amounts = Decimal(dice.pick([0, 0, 0, 45, 120, 380, 640, 1150])), []
    for back in range(_SHOWN_MONTHS - 1, -1, -1):
        former, balance = balance, max(Decimal(0), balance + dice.between(-40, 60))
        amounts.append((formats.plus_months(LAST_MONTH, -back), _told(period, former, balance)))
    _tenancy(world, landlord, f"C{dice.between(100_000, 999_999)}", name, period, amounts)


def _tenancy(
    world: World, landlord: Organisation, contract: str, name: str, like: HousingPeriod, months: list[tuple[date, dict]]
) -> None:
    tenancy = world.rows.add(
        Tenancy,
        landlord=landlord,
        contract_number=contract,
        name=name,
        search_name=sort_text(name),
        dwelling_reference=like.dwelling.reference,
        residence=like.dwelling.residence,
        commune=like.dwelling.commune,
        dwelling_type=like.dwelling.dwelling_type,
        monthly_rent=like.monthly_rent,
        seen_on=LAST_MONTH,
    )
    for month, amounts in months:
        world.rows.add(TenancyMonth, tenancy=tenancy, month=month, **amounts)


_TITLES = {
    "contract_number": "N° contrat",
    "name": "Locataire",
    "month": "Mois",
    "called": "Quittancé",
    "received": "Réglé",
    "apl": "APL",
    "balance": "Solde",
    "residence": "Résidence",
    "commune": "Commune",
}


def _received_file(world: World) -> None:
    """The file of November, dropped by the referent of Habitat du Nord when it came: its columns are remembered."""
    landlord, referent = world.organisations["hdn"], world.person("Verdier")
    rows = sum(row.landlord is landlord for row in world.rows.of(Tenancy))
    common = {"organisation": landlord, "kind": BalancesImporter.kind, "columns": _TITLES, "options": {}}
    fingerprint = sha256("|".join(_TITLES.values()).encode()).hexdigest()
    world.rows.add(ImportMapping, fingerprint=fingerprint, **common)
    dropped = clock.at(_RECEIVED, 9, 12)
    batch = world.rows.add(
        ImportBatch,
        digest=sha256(b"soldes de novembre 2018").hexdigest(),
        state=ImportState.DONE,
        rows=rows,
        counts={Outcome.NEW: rows},
        dropped_by=referent.pk,
        dropped_at=dropped,
        done_at=clock.at(_RECEIVED, 9, 15),
        expires_at=dropped + FILE_KEPT,
        **common,
    )
    batch.run = _its_run(world, batch).pk


def _its_run(world: World, batch: ImportBatch) -> Run:
    return world.rows.add(
        Run,
        task=WRITE_TASK,
        label=f"Import – {BalancesImporter.title}",
        parameters={"batch": str(batch.pk)},
        requested_by=batch.dropped_by,
        organisation=batch.organisation_id,
        state=RunState.DONE,
        progress=100,
        attempt=1,
        result={"opens": "households:import_detail", "pk": str(batch.pk)},
        finished_at=batch.done_at,
    )
