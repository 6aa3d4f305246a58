"""The register of the network and the directory of partners: kept by those they speak of."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.models import (
    Commune,
    DirectoryEntry,
    Dispositif,
    Organisation,
    Partnership,
    PartnershipPart,
    RegisteredWorker,
    Territory,
    User,
    WorkerEmployment,
)
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.versions import STALE, version_of

_KEPT = timedelta(days=365)
_WHOLE_POST = 100
Shares = Mapping[Organisation, int]


def worker_version(worker: RegisteredWorker) -> str:
    """What a form was made from: the line and its employers."""
    return version_of(worker, worker.employments.order_by("pk"))


@transaction.atomic
def register_worker(*, shares: Shares, territories: Iterable[Territory], by: Actor, **fields) -> RegisteredWorker:
    """Write somebody in the register, for the organisation one acts for. Raises ValidationError."""
    worker = RegisteredWorker(organisation=by.organisation, **fields)
    _check_person(worker.user, by)
    _write(worker, shares, territories)
    audit.record("registered_worker.added", worker, by=by, changes={"function": worker.function})
    return worker


@transaction.atomic
def correct_worker(
    *, worker: RegisteredWorker, version: str, shares: Shares, territories: Iterable[Territory], by: Actor, **fields
) -> RegisteredWorker:
    """Correct a line: everything but who it is about. Raises ValidationError when somebody was faster."""
    stored = RegisteredWorker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if worker_version(stored) != version:
        raise ValidationError(STALE, code="stale")
    for name, value in fields.items():
        setattr(stored, name, value)
    _write(stored, shares, territories)
    audit.record("registered_worker.corrected", stored, by=by, changes={"function": stored.function})
    return stored


def _check_person(user: User | None, by: Actor) -> None:
    if user and not user.memberships.current().filter(organisation=by.organisation_id).exists():
        raise ValidationError({"user": "Cette personne ne travaille pas dans votre organisme."})


def _write(worker: RegisteredWorker, shares: Shares, territories: Iterable[Territory]) -> None:
    if worker.organisation not in shares:
        raise ValidationError("L’organisme qui tient l’inscription est l’un des employeurs.")
    if sum(shares.values()) > _WHOLE_POST:
        raise ValidationError("Les parts de temps dépassent 100 % : elles disent comment un poste se partage.")
    worker.full_clean()
    worker.save()
    worker.territories.set(territories)
    worker.employments.exclude(organisation__in=shares).delete()
    for organisation, percent in shares.items():
        _write_share(worker, organisation, percent)


def _write_share(worker: RegisteredWorker, organisation: Organisation, percent: int) -> None:
    share = worker.employments.filter(organisation=organisation).first()
    share = share or WorkerEmployment(worker=worker, organisation=organisation)
    share.percent = percent
    share.full_clean()
    share.save()


@transaction.atomic
def end_worker(*, worker: RegisteredWorker, by: Actor) -> None:
    """She leaves the register; a line written today is deleted, the journal keeps both acts."""
    audit.record("registered_worker.ended", worker, by=by, changes={"function": worker.function})
    worker.end_now()


@transaction.atomic
def write_entry(
    *,
    organisation: Organisation,
    competences: list[str],
    territories: Iterable[Territory],
    communes: Iterable[Commune],
    version: str,
    by: Actor,
    **fields,
) -> DirectoryEntry:
    """Say what an organisation does and how it is reached. Raises ValidationError when somebody was faster."""
    stored = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    entry = DirectoryEntry.objects.filter(organisation=stored).first() or DirectoryEntry(organisation=stored)
    if entry_version(entry) != version:
        raise ValidationError(STALE, code="stale")
    _refuse_a_person(fields.get("email", ""), stored)
    stored.competences = competences
    stored.save(update_fields=["competences"])
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.updated_on, entry.updated_by = clock.today(), by.user_id
    entry.full_clean()
    entry.save()
    entry.territories.set(territories)
    entry.communes.set(communes)
    audit.record("directory_entry.changed", entry, by=by, changes={"organisation": str(stored.pk)})
    return entry


def entry_version(entry: DirectoryEntry | None) -> str:
    """What a form was made from; empty when nothing was written yet."""
    return "" if entry is None or entry._state.adding else version_of(entry)


def _refuse_a_person(email: str, organisation: Organisation) -> None:
    """The address is that of a service: one with which somebody of this organisation signs in is a person's."""
    people = User.objects.filter(memberships__organisation=organisation, email__iexact=email)
    if email and people.exists():
        raise ValidationError({"email": "Cette adresse est celle d’une personne : donnez celle du service."})


@transaction.atomic
def add_relay(*, dispositif: Dispositif, organisation: Organisation, by: Actor) -> Partnership:
    """Name a local relay of a dispositif: it appears in its directory, and nothing opens to it."""
    relay = Partnership(dispositif=dispositif, organisation=organisation, part=PartnershipPart.RELAY)
    relay.full_clean()
    relay.save()
    audit.record("partnership.added", relay, by=by, changes={"part": relay.part, "organisation": str(organisation.pk)})
    return relay


@transaction.atomic
def end_relay(*, relay: Partnership, by: Actor) -> None:
    """It leaves the directory of the dispositif."""
    changes = {"part": relay.part, "organisation": str(relay.organisation_id)}
    audit.record("partnership.ended", relay, by=by, changes=changes)
    relay.end_now()


def forget_old_workers() -> int:
    """Delete the lines that ended a year ago; returns how many."""
    return RegisteredWorker.objects.filter(ends_on__lt=clock.today() - _KEPT).delete()[0]
