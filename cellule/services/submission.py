"""Sending an orientation: household, people, case, number, facts, agreements and grants, together or not at all."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from cellule.choices import REFERRAL_ENDS
from cellule.intake import (
    BEYOND_REACH,
    NewReferral,
    deciding_instance,
    dispositifs_open_to,
    planned_grants,
    secretaries_of,
    territories_open_to,
)
from cellule.models import Referral
from households.models import (
    Case,
    ContactDetail,
    ContactKind,
    Dwelling,
    Household,
    HousingPeriod,
    Source,
)
from households.services import (
    add_person,
    add_team_member,
    ask_hold,
    confided_by_default,
    grant_access,
    name_person,
    open_case,
    protect_detail,
    record_adhesion,
    record_finding,
    record_information,
    reopen_case,
    take_account,
)
from households.services.housing import dwelling_for
from partners.configuration import Door
from partners.models import Instance, OrganisationKind, User
from partners.roles import TEAM_ROLES, Section
from veille.core import audit, clock
from veille.core.actor import Actor


@dataclass(frozen=True)
class Deposit:
    """An orientation brought by a link: when it came, and who of the secretariat takes it in for its sender."""

    sent_on: date
    received_by: User


@transaction.atomic
def submit_referral(*, by: Actor, new: NewReferral, deposit: Deposit | None = None) -> Referral:
    """Send an orientation. Raises ValidationError; nothing is left behind then.

    With a `deposit`, `by` writes for the organisation that deposited it: the link it was given took the place of
    the partnership and of the role, it presents nothing, and nobody of its own people is named on the file.
    """
    if deposit is None:
        check_may_send(by, new)
    instance = deciding_instance(new.dispositif, new.territory, new.door)
    case = _case(new, by)
    _open_to(case, instance, new, by, is_deposit=deposit is not None)
    _write_facts(case, new, by)
    referral = _referral(case, instance, new, by, deposit)
    changes = {"door": new.door, "urgency": new.urgency, "former": str(new.former.pk) if new.former else None}
    audit.record("referral.submitted", referral, by=by, changes=changes)
    return referral


def check_may_send(by: Actor, new: NewReferral) -> None:
    """What her organisation and her roles must reach; raises ValidationError."""
    if not dispositifs_open_to(by).filter(pk=new.dispositif.pk).exists():
        raise ValidationError("Votre organisme n’oriente pas vers ce dispositif.")
    if not territories_open_to(by).filter(pk=new.territory.pk).exists():
        raise ValidationError(BEYOND_REACH)


def is_known_to_landlord(by: Actor) -> bool:
    """What a landlord's people write is known to it; what is told to anybody else was confided."""
    return by.organisation.kind == OrganisationKind.LANDLORD


def _case(new: NewReferral, by: Actor) -> Case:
    if new.household is not None:
        return _case_of_known_household(new, by)
    household = Household.objects.create(dispositif=new.dispositif)
    case = _open(household, new, by)
    for number, person in enumerate(new.people):
        add_person(household=household, by=by, case=case, source=_source_of_person(number, new, by), **vars(person))
    return case


def _source_of_person(number: int, new: NewReferral, by: Actor) -> str:
    """Who asked for a dwelling, and the tenant herself, are known; other members told in confidence are not."""
    if number and new.door == Door.RETENTION and not is_known_to_landlord(by):
        return Source.CONFIDED
    return Source.LANDLORD_KNOWN


def _open(household: Household, new: NewReferral, by: Actor) -> Case:
    return open_case(
        household=household,
        dispositif=new.dispositif,
        door=new.door,
        territory=new.territory,
        main_reason=new.main_reason,
        is_restricted=new.is_protected,
        by=by,
    )


def _case_of_known_household(new: NewReferral, by: Actor) -> Case:
    """The household of an earlier file she reads: a new case, the closed one taken up again, or one just reopened.

    A file opened at a separation, or reopened, waits for its orientation: nothing examines it yet.
    """
    known = _known_cases(new, by)
    if not known.exists():
        raise ValidationError("Ce ménage ne fait pas partie de vos dossiers.")
    Household.objects.select_for_update().get(pk=new.household.pk)
    same = known.filter(door=new.door, rules__dispositif=new.dispositif).order_by("-opened_on", "number").first()
    if same is None:
        return _open(new.household, new, by)
    is_followed = same.closed_on is None and same.admitted_on is not None
    if is_followed or same.referrals.exclude(state__in=REFERRAL_ENDS).exists():
        raise ValidationError(f"Ce ménage a déjà un dossier ouvert par cette porte : {same.number}.")
    return _take_up_again(same, new, by)


def _known_cases(new: NewReferral, by: Actor) -> QuerySet[Case]:
    """Those whose identity she reads; and the one her organisation had sent, which she sends again."""
    known = Case.objects.filter(household=new.household)
    read = Q(pk__in=Case.objects.visible_to(by, Section.IDENTITY).values("pk"))
    return known.filter(read | Q(pk=new.former.case_id) if new.former else read)


def _take_up_again(case: Case, new: NewReferral, by: Actor) -> Case:
    """Droit au recommencement; a danger that has appeared since closes the file to all but the people named."""
    if case.closed_on:
        reopen_case(case=case, by=by, reason="nouvelle orientation")
    case.main_reason = new.main_reason
    case.is_restricted = case.is_restricted or new.is_protected
    case.save(update_fields=["main_reason", "is_restricted"])
    return case


def _open_to(case: Case, instance: Instance, new: NewReferral, by: Actor, *, is_deposit: bool) -> None:
    grants = planned_grants(
        by, instance=instance, door=new.door, landlord=new.housing.landlord, presents=not is_deposit
    )
    for planned in grants:
        grant_access(case=case, organisation=planned.organisation, level=planned.level, ground=planned.ground, by=by)
    if by.has_role(*TEAM_ROLES):
        add_team_member(case=case, user=by.user, organisation=by.organisation, by=by)
    if case.is_restricted:
        for user in [by.user, *secretaries_of(instance)]:
            name_person(case=case, user=user, by=by)


def _write_facts(case: Case, new: NewReferral, by: Actor) -> None:
    for finding in new.findings:
        confided = confided_by_default(by, finding.difficulty)
        record_finding(case=case, by=by, is_confided=confided, **vars(finding))
    _write_housing(case, new, by)
    _write_contacts(case, new, by)
    record_information(
        case=case,
        state=new.information,
        reason=new.information_reason,
        to_be_done_by=new.information_by,
        due_on=new.information_due,
        by=by,
    )
    record_adhesion(case=case, state=new.adhesion, by=by)
    if new.hold_asked and new.housing.landlord:
        ask_hold(case=case, landlord=new.housing.landlord, by=by)


def _write_housing(case: Case, new: NewReferral, by: Actor) -> None:
    """A protected household leaves no commune and no dwelling here: only the territory, on its case."""
    housing = new.housing
    HousingPeriod.objects.current(clock.today()).filter(case=case, ends_on=None).update(ends_on=clock.today())
    period = HousingPeriod(
        case=case,
        situation=housing.situation,
        modality=housing.modality,
        commune=None if case.is_restricted else housing.commune,
        dwelling=None if case.is_restricted else _dwelling(new, by),
        monthly_rent=housing.monthly_rent,
        arrears=housing.arrears,
        contract_number="" if case.is_restricted else housing.contract_number,
        starts_on=clock.today(),
    )
    period.full_clean()
    period.save()
    if period.dwelling is not None:
        take_account(case=case, landlord=housing.landlord, contract_number=period.contract_number, by=by)


def _dwelling(new: NewReferral, by: Actor) -> Dwelling | None:
    housing = new.housing
    if new.door != Door.RETENTION or housing.landlord is None:
        return None
    fields = {
        "landlord": housing.landlord,
        "commune": housing.commune,
        "residence": housing.residence,
        "dwelling_type": housing.dwelling_type,
        "reference": housing.dwelling_reference,
    }
    return dwelling_for(by=by, fields=fields)


def _write_contacts(case: Case, new: NewReferral, by: Actor) -> None:
    housing = new.housing
    known = {ContactKind.ADDRESS: housing.address, ContactKind.PHONE: housing.phone}
    if case.is_restricted:
        place = ", ".join(part for part in (housing.residence, housing.address, str(housing.commune)) if part)
        phone = " – ".join(part for part in (housing.phone, housing.preference) if part)
        for kind, value in {ContactKind.ADDRESS: place, ContactKind.PHONE: phone}.items():
            if value:
                protect_detail(case=case, kind=kind, value=value, by=by)
        return
    source = Source.LANDLORD_KNOWN if is_known_to_landlord(by) else Source.CONFIDED
    for kind, value in known.items():
        if value:
            detail = ContactDetail(case=case, kind=kind, value=value, preference=housing.preference, source=source)
            detail.full_clean()
            detail.save()


def _referral(case: Case, instance: Instance, new: NewReferral, by: Actor, deposit: Deposit | None) -> Referral:
    referral = Referral(
        case=case,
        instance=instance,
        referrer_organisation=by.organisation,
        presenter=by.organisation,
        source=new.source,
        urgency=new.urgency,
        situation=new.situation,
        already_tried=list(new.already_tried),
        tried_text=new.tried_text,
        expectation=new.expectation,
        spotted=list(new.spotted),
        former=_former(case, new),
        submitted_on=deposit.sent_on if deposit else clock.today(),
        submitted_at=clock.now(),
        submitted_by=None if deposit else by.user,
        came_by_link=deposit is not None,
        seen_on=clock.today() if deposit else None,
        seen_by=deposit.received_by if deposit else None,
    )
    referral.full_clean()
    referral.save()
    return referral


def _former(case: Case, new: NewReferral) -> Referral | None:
    """The one this takes up again, said or not: the last orientation of the same file that is over."""
    if new.former is not None and new.former.case_id == case.pk:
        return new.former
    return case.referrals.filter(state__in=REFERRAL_ENDS).order_by("-submitted_at", "pk").first()
