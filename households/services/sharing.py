"""What the household said of sharing, with whom and until when; what it withdraws is closed in one act."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from households import rights
from households.grants import GrantLevel
from households.models import Case, CaseAccess, SharingAgreement
from households.rights_choices import SHARING_MOVES, SHARING_OPEN, SharingCategory, SharingState
from households.services.access import SHARED_LEVELS, end_access, grant_access
from households.versions import hold_case
from partners.models import Organisation, OrganisationKind
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

# What an agreement opens; the other kinds are told by a person or a letter, and open nothing.
LEVEL_OF: dict[str, str] = {
    SharingCategory.FILE: GrantLevel.PARTNER_ASSOCIATION,
    SharingCategory.SUMMARY: GrantLevel.SUMMARY,
}
CATEGORY_OF: dict[str, str] = {level: category for category, level in LEVEL_OF.items()}
GROUND = "Accord de partage du ménage"
GROUND_OF_MISSION = "Partage strictement nécessaire à la mission"


def pause_while_objected(case: Case) -> None:
    """What the agreement of the household opened stays closed as long as one of its adults objects, and no longer."""
    hold_case(case.pk)
    opened = CaseAccess.objects.filter(case=case, level__in=SHARED_LEVELS)
    opened.update(is_paused=rights.objects(case))


@dataclass(frozen=True)
class Closing:
    """What a withdrawal closes: the agreements, and the organisations that open the file through them."""

    agreements: list[SharingAgreement]
    accesses: list[CaseAccess]

    def __bool__(self) -> bool:
        return bool(self.agreements or self.accesses)


def closing(case: Case, agreement: SharingAgreement | None = None) -> Closing:
    """What would close if the household withdrew this agreement, or all of them."""
    agreements = SharingAgreement.objects.filter(case=case, state=SharingState.AGREED)
    still_open = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    accesses = CaseAccess.objects.filter(still_open, case=case, level__in=SHARED_LEVELS)
    if agreement is not None:
        agreements = agreements.filter(pk=agreement.pk)
        accesses = accesses.filter(organisation=agreement.organisation_id, level=LEVEL_OF.get(agreement.category, ""))
    kept = _kept_by_mission(case)
    return Closing(
        list(agreements.select_related("organisation").order_by("organisation__sort_name", "pk")),
        [one for one in accesses.select_related("organisation").order_by("pk") if _key(one) not in kept],
    )


def _key(access: CaseAccess) -> tuple:
    return access.organisation_id, CATEGORY_OF[access.level]


def _kept_by_mission(case: Case) -> set[tuple]:
    """A sharing that the law founds does not rest on the agreement: withdrawing it closes nothing of that."""
    founded = SharingAgreement.objects.filter(case=case, state=SharingState.NOT_REQUIRED).current()
    return set(founded.values_list("organisation", "category"))


@transaction.atomic
def record_sharing(
    *,
    case: Case,
    organisation: Organisation,
    category: str,
    state: str,
    on: date,
    by: Actor,
    ends_on: date | None = None,
    legal_ground: str = "",
) -> SharingAgreement:
    """Write what the household said; when it lets the organisation be told, the file opens to it until `ends_on`."""
    # An objection noted meanwhile waits, then stops this sharing with the others.
    _check(hold_case(case.pk), organisation, category, state, on)
    agreement = SharingAgreement(
        case=case,
        organisation=organisation,
        category=category,
        state=state,
        starts_on=on,
        ends_on=ends_on,
        legal_ground=legal_ground,
        noted_by=by.user,
    )
    agreement.full_clean()
    agreement.save()
    changes = {"organisation": str(organisation.pk), "category": category, "state": state}
    audit.record("sharing.recorded", agreement, by=by, changes=changes)
    if state in SHARING_OPEN and category in LEVEL_OF:
        _open(agreement, by)
    return agreement


def _open(agreement: SharingAgreement, by: Actor) -> None:
    """What an agreement opens ends with it."""
    access = grant_access(
        case=agreement.case,
        organisation=agreement.organisation,
        level=LEVEL_OF[agreement.category],
        ground=GROUND if agreement.state == SharingState.AGREED else GROUND_OF_MISSION,
        by=by,
    )
    if access.ends_on != agreement.ends_on:
        access.ends_on = agreement.ends_on
        access.save(update_fields=["ends_on"])


def _check(case: Case, organisation: Organisation, category: str, state: str, on: date) -> None:
    if on > clock.today():
        raise ValidationError("L’accord du ménage est déjà recueilli : indiquez une date passée ou d’aujourd’hui.")
    if state not in SHARING_OPEN:
        return
    if category == SharingCategory.FILE and organisation.kind != OrganisationKind.ASSOCIATION:
        raise ValidationError("Seule une association travaille le dossier ; les autres reçoivent la synthèse.")
    if rights.stops_sharing(case):
        raise ValidationError("Une opposition ou une limitation est en cours : rien de nouveau n’est partagé.")


@transaction.atomic
def withdraw_sharing(*, agreement: SharingAgreement, by: Actor) -> Closing:
    """The household no longer agrees: the agreement ends, and what it opened at the next request."""
    closed = closing(agreement.case, agreement)
    _withdraw(agreement, by)
    _close(agreement.case, closed, by)
    return closed


@transaction.atomic
def withdraw_all_sharing(*, case: Case, by: Actor) -> Closing:
    """The same for everything that rests on the agreement of the household."""
    closed = closing(case)
    for agreement in closed.agreements:
        _withdraw(agreement, by)
    _close(case, closed, by)
    return closed


def _withdraw(agreement: SharingAgreement, by: Actor) -> None:
    last = max(clock.today(), agreement.starts_on)
    before = move(agreement, SharingState.WITHDRAWN, allowed=SHARING_MOVES, ends_on=last)
    audit.record("sharing.withdrawn", agreement, by=by, changes={"state": [before, agreement.state]})


def _close(case: Case, closed: Closing, by: Actor) -> None:
    for access in closed.accesses:
        end_access(case=case, level=access.level, organisation=access.organisation, by=by)


@transaction.atomic
def stop_sharing(*, access: CaseAccess, by: Actor) -> None:
    """End an access that rests on the household's agreement, and the agreement with it, from the next request on."""
    if access.level not in SHARED_LEVELS:
        raise ValidationError("Cet accès prend fin avec l’acte qui l’a donné.")
    agreements = SharingAgreement.objects.filter(
        case=access.case_id,
        organisation=access.organisation_id,
        category=CATEGORY_OF[access.level],
        state__in=SHARING_OPEN,
    )
    for agreement in agreements.order_by("pk"):
        _withdraw(agreement, by)
    end_access(case=access.case, level=access.level, organisation=access.organisation, by=by)
