"""Grants, team, named persons, conflicts of interest."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households.grants import GrantLevel
from households.models import (
    Case,
    CaseAccess,
    CaseTeamMember,
    Exclusion,
    NamedPerson,
    SharingAgreement,
    TeamPart,
)
from partners.models import Organisation, OrganisationKind, User
from veille.core import audit, clock
from veille.core.actor import Actor

# What the household's own agreement opens; every other access begins and ends with an act.
SHARED_LEVELS = (GrantLevel.PARTNER_ASSOCIATION, GrantLevel.SUMMARY)


@transaction.atomic
def grant_access(*, case: Case, organisation: Organisation, level: str, ground: str, by: Actor | None) -> CaseAccess:
    """Open a case to an organisation; giving twice the same level changes nothing."""
    access, is_new = CaseAccess.objects.get_or_create(
        case=case,
        organisation=organisation,
        level=level,
        ends_on=None,
        defaults={"ground": ground, "given_by": by.user_id if by else None, "starts_on": clock.today()},
    )
    if is_new:
        changes = {"organisation": str(organisation.pk), "level": level}
        audit.record("access.granted", access, by=by, changes=changes)
    return access


@transaction.atomic
def end_access(*, case: Case, level: str, by: Actor | None, organisation: Organisation | None = None) -> int:
    """End the open grants of a level (of one organisation, or of all), from the next request on; returns how many."""
    grants = CaseAccess.objects.filter(case=case, level=level, ends_on=None)
    if organisation is not None:
        grants = grants.filter(organisation=organisation)
    ended = list(grants.select_for_update().order_by("pk"))
    for access in ended:
        audit.record(
            "access.ended", access, by=by, changes={"organisation": str(access.organisation_id), "level": level}
        )
        access.end_now(ended_by=by.user_id if by else None)
    return len(ended)


@transaction.atomic
def add_team_member(
    *,
    case: Case,
    user: User,
    organisation: Organisation,
    by: Actor | None,
    part: str = TeamPart.MEMBER,
    ends_on: date | None = None,
) -> CaseTeamMember:
    """Name somebody on the case; a new lead person takes the place of the former one, who stays in the team.

    A stand-in has an end (`ends_on`), after which she no longer opens the case.
    """
    if part == TeamPart.LEAD:
        former = CaseTeamMember.objects.filter(case=case, part=TeamPart.LEAD, ends_on=None)
        former.exclude(user=user).update(part=TeamPart.MEMBER)
    member, is_new = CaseTeamMember.objects.get_or_create(
        case=case,
        user=user,
        organisation=organisation,
        ends_on=ends_on,
        defaults={"part": part, "starts_on": clock.today()},
    )
    if not is_new and part == TeamPart.LEAD and member.part != part:
        member.part = part
        member.save(update_fields=["part"])
    audit.record("team.joined", member, by=by, changes={"user": str(user.pk), "part": member.part})
    return member


@transaction.atomic
def leave_team(*, member: CaseTeamMember, by: Actor) -> None:
    """End a place in the team, from the next request on."""
    audit.record("team.left", member, by=by, changes={"user": str(member.user_id)})
    member.end_now()


@transaction.atomic
def name_person(*, case: Case, user: User, by: Actor | None) -> NamedPerson:
    """Put somebody on the closed list of a restricted case."""
    named, is_new = NamedPerson.objects.get_or_create(
        case=case,
        user=user,
        ends_on=None,
        defaults={"named_by": by.user_id if by else None, "starts_on": clock.today()},
    )
    if is_new:
        audit.record("person.named", named, by=by, changes={"user": str(user.pk)})
    return named


@transaction.atomic
def exclude_person(*, case: Case, user: User, by: Actor) -> Exclusion:
    """Declare a conflict of interest: the case no longer exists for that person."""
    exclusion, is_new = Exclusion.objects.get_or_create(
        case=case, user=user, defaults={"declared_on": clock.today(), "declared_by": by.user_id}
    )
    if is_new:
        audit.record("conflict.declared", exclusion, by=by, changes={"user": str(user.pk)})
    return exclusion


@transaction.atomic
def share_with_partner(
    *, case: Case, organisation: Organisation, level: str, agreed_on: date, by: Actor
) -> SharingAgreement:
    """Write the household's agreement that this organisation be told, and open the case to it.

    Raises ValidationError for a day to come: an agreement is not promised.
    """
    if level == GrantLevel.PARTNER_ASSOCIATION and organisation.kind != OrganisationKind.ASSOCIATION:
        raise ValidationError("Seule une association travaille le dossier ; les autres reçoivent la synthèse.")
    if level not in SHARED_LEVELS:
        raise ValidationError("Seul un accès de partenaire ou de synthèse repose sur l’accord du ménage.")
    if agreed_on > clock.today():
        raise ValidationError("L’accord du ménage est déjà recueilli : indiquez une date passée ou d’aujourd’hui.")
    agreement = SharingAgreement.objects.create(
        case=case, organisation=organisation, starts_on=agreed_on, noted_by=by.user
    )
    audit.record("sharing.agreed", agreement, by=by, changes={"organisation": str(organisation.pk)})
    grant_access(case=case, organisation=organisation, level=level, ground="Accord de partage du ménage", by=by)
    return agreement


@transaction.atomic
def stop_sharing(*, access: CaseAccess, by: Actor) -> None:
    """End an access that rests on the household's agreement, and the agreement with it, from the next request on."""
    if access.level not in SHARED_LEVELS:
        raise ValidationError("Cet accès prend fin avec l’acte qui l’a donné.")
    agreements = SharingAgreement.objects.filter(case=access.case_id, organisation=access.organisation_id, ends_on=None)
    for agreement in agreements.select_for_update().order_by("pk"):
        agreement.end_now()
    end_access(case=access.case, level=access.level, organisation=access.organisation, by=by)


@transaction.atomic
def end_naming(*, named: NamedPerson, by: Actor) -> None:
    """Take somebody off the closed list, never the last one: nobody would open the case any more."""
    others = NamedPerson.objects.current().select_for_update().filter(case=named.case_id).exclude(pk=named.pk)
    if not others.order_by("pk").exists():
        raise ValidationError("Une personne au moins reste nommée sur un dossier à accès restreint.")
    audit.record("person.unnamed", named, by=by, changes={"user": str(named.user_id)})
    named.end_now()
