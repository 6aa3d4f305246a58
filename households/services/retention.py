"""The end of a file: a contact begins its term again, a hold stops it, its days archive and erase it."""

import hashlib
import json
import secrets
from collections import Counter
from datetime import date
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from households import cohort
from households.models import ArchiveAccess, Case, CaseMerge, ErasureCertificate, LegalHold, Person
from households.retention import controlled
from households.rights_choices import ErasureCause
from households.versions import hold_case
from partners.models import Organisation, User
from veille.core import audit, clock, erasure
from veille.core.actor import Actor

_ARCHIVE_DAYS = 30


class FixedClock(Exception):
    """On a fixed day nothing is archived nor erased: the day it is really is not known."""

    def __init__(self):
        super().__init__("La date est fixée (VEILLE_TODAY) : rien n’est archivé ni effacé. L’aperçu reste juste.")


def is_day_fixed() -> bool:
    return settings.VEILLE_TODAY is not None


def refuse_fixed_clock() -> None:
    if is_day_fixed():
        raise FixedClock


@transaction.atomic
def note_contact(*, case: Case, on: date) -> None:
    """The household was met, called or written to on this day; an older contact noted later moves nothing.

    A contact after the archive takes the file out of it. The act that tells of it is journalled by who calls.
    """
    # GREATEST of PostgreSQL leaves out what is empty.
    latest = Greatest("last_contact_on", Value(on, output_field=DateField()))
    Case.objects.filter(pk=case.pk).update(last_contact_on=latest)
    Case.objects.filter(pk=case.pk, anonymised_on=None, archived_on__lte=on).update(archived_on=None)
    case.refresh_from_db(fields=["last_contact_on", "archived_on"])


@transaction.atomic
def place_hold(*, case: Case, reason: str, until: date, by: Actor) -> LegalHold:
    """Forbid to archive or erase the file until a day, with the reason."""
    if until <= clock.today():
        raise ValidationError({"until": "Indiquez une date à venir."})
    hold = LegalHold(case=case, organisation=by.organisation, reason=reason, ends_on=until, placed_by=by.user)
    hold.full_clean()
    hold.save()
    audit.record("hold.placed", hold, by=by, changes={"until": str(until)})
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: Actor) -> None:
    """End a hold from the next request on; the days of the file count again."""
    audit.record("hold.lifted", hold, by=by)
    hold.end_now()


@transaction.atomic
def open_archive(*, case: Case, user: User, reason: str, until: date, by: Actor) -> ArchiveAccess:
    """Open an archived file to one named person, for thirty days at most."""
    if case.archived_on is None or case.anonymised_on is not None:
        raise ValidationError("Ce dossier n’est pas dans l’archive.")
    if not 0 <= (until - clock.today()).days <= _ARCHIVE_DAYS:
        raise ValidationError({"until": f"Indiquez une date dans les {_ARCHIVE_DAYS} jours."})
    opened = ArchiveAccess(
        case=case, organisation=by.organisation, user=user, reason=reason, ends_on=until, given_by=by.user
    )
    opened.full_clean()
    opened.save()
    audit.record("archive.opened", opened, by=by, changes={"user": str(user.pk), "until": str(until)})
    return opened


@transaction.atomic
def archive_case(*, case: Case, by: Actor | None = None) -> bool:
    """Take a file out of every list and search; False when it is there already."""
    day = clock.today()
    moved = Case.objects.filter(pk=case.pk, archived_on=None).update(archived_on=day)
    if moved:
        case.archived_on = day
        audit.record("case.archived", case, by=by, case=case)
    return bool(moved)


@transaction.atomic
def erase_case(
    *, case: Case, cause: str = ErasureCause.TERM, run: UUID | None = None, by: Actor | None = None
) -> ErasureCertificate:
    """Erase all that tells something of the household; an anonymous row stays for the numbers.

    Its people go with the last of the household's files. Counts are added to the certificate of the run.
    """
    locked = hold_case(case.pk)
    if locked.anonymised_on is not None:
        raise ValidationError("Ce dossier est déjà effacé.")
    _refuse_held(locked)
    answering = controlled(Case.objects.filter(pk=case.pk)).get().controller
    organisation = Organisation.objects.get(pk=answering or locked.rules.dispositif.carrier_id)
    cohort.remember(locked, organisation)
    touched = erasure.erase({Case: [case.pk], Person: _people_of(locked)})
    _close_row(locked)
    certificate = _certificate(organisation, cause, run)
    _count(certificate, touched)
    audit.record("case.erased", locked, by=by, case=locked, changes={"certificate": str(certificate.pk)})
    return certificate


@transaction.atomic
def erase_person(*, person: Person, case: Case, by: Actor) -> ErasureCertificate:
    """Erase what hangs on one adult; what concerns the household as a whole stays with those who remain.

    A recent merger can no longer be taken back: it would bring her back with it. Neither can a list taken away be
    downloaded any more that may name her: of any file of her household.
    """
    _refuse_held(hold_case(case.pk))
    CaseMerge.objects.filter(case=case).update(sealed=None)
    certificate = _certificate(by.organisation, ErasureCause.REQUEST, None)
    audit.record("person.erased", person, by=by, case=case, changes={"certificate": str(certificate.pk)})
    files = Case.objects.filter(household=person.household_id).order_by("pk").values_list("pk", flat=True)
    _count(certificate, erasure.erase({Person: [person.pk]}, told_in=files), cases=0)
    return certificate


def _refuse_held(case: Case) -> None:
    """A dispute wins over the term as over the person's wish (RGPD, article 17.3): asked again under the lock."""
    if LegalHold.objects.current().filter(case=case).exists():
        raise ValidationError("Une conservation imposée court sur ce dossier : rien n’en est effacé avant son terme.")


def _people_of(case: Case) -> list[UUID]:
    """The people of the household, unless another of its files still stands."""
    others = Case.objects.filter(household=case.household_id, anonymised_on=None).exclude(pk=case.pk)
    if others.exists():
        return []
    return list(Person.objects.filter(household=case.household_id).values_list("pk", flat=True))


def _close_row(case: Case) -> None:
    """A number is on letters that people keep: it changes with the rest."""
    day = clock.today()
    Case.objects.filter(pk=case.pk).update(
        number=f"EFF-{secrets.token_hex(6)}", archived_on=case.archived_on or day, anonymised_on=day
    )


def _certificate(organisation: Organisation, cause: str, run: UUID | None) -> ErasureCertificate:
    fields = {"cause": cause, "made_on": clock.today()}
    if run is None:
        return ErasureCertificate.objects.create(organisation=organisation, **fields)
    made, _ = ErasureCertificate.objects.get_or_create(organisation=organisation, run=run, defaults=fields)
    return ErasureCertificate.objects.select_for_update().get(pk=made.pk)


def _count(certificate: ErasureCertificate, touched: Counter[str], *, cases: int = 1) -> None:
    files = touched.pop(erasure.FILES, 0)
    certificate.cases += cases
    certificate.files += files
    certificate.rows = dict(Counter(certificate.rows) + touched)
    certificate.digest = digest_of(certificate)
    certificate.save()


def digest_of(certificate: ErasureCertificate) -> str:
    """SHA-256 of what the certificate says, so that a copy can be compared with the row."""
    said = {
        "id": str(certificate.pk),
        "organisation": str(certificate.organisation_id),
        "cause": certificate.cause,
        "made_on": str(certificate.made_on),
        "cases": certificate.cases,
        "rows": certificate.rows,
        "files": certificate.files,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def rows_in_words(certificate: ErasureCertificate) -> list[tuple[str, int]]:
    """Each kind of row under its French name; a kind that no longer exists keeps its code."""
    known = {model._meta.label_lower: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    return sorted((known.get(label, label).capitalize(), count) for label, count in certificate.rows.items())
