"""Grants, team, named persons, conflicts of interest."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from households.grants import GrantLevel
from households.models import (
    Case,
    CaseAccess,
    CaseTeamMember,
    Exclusion,
    NamedPerson,
    TeamPart,
)
from households.services.absences import end_rows, lead_changed
from households.versions import hold_case
from partners.models import Organisation, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.offers import offered

# What the household's own agreement opens; every other access begins and ends with an act.
SHARED_LEVELS = (GrantLevel.PARTNER_ASSOCIATION, GrantLevel.SUMMARY)


@transaction.atomic
def grant_access(
    *,
    case: Case,
    organisation: Organisation,
    level: str,
    ground: str,
    by: Actor | None,
    ends_on: date | None = None,
) -> CaseAccess:
    """Open a case to an organisation, until a day if it is known; giving twice the same changes nothing."""
    access, is_new = CaseAccess.objects.get_or_create(
        case=case,
        organisation=organisation,
        level=level,
        ends_on=ends_on,
        defaults={"ground": ground, "given_by": by.user_id if by else None, "starts_on": clock.today()},
    )
    if is_new:
        changes = {"organisation": str(organisation.pk), "level": level}
        audit.record("access.granted", access, by=by, changes=changes)
    return access


@transaction.atomic
def end_access(*, case: Case, level: str, by: Actor | None, organisation: Organisation | None = None) -> int:
    """End the open grants of a level (of one organisation, or of all), from the next request on; returns how many."""
    still_open = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    grants = CaseAccess.objects.filter(still_open, case=case, level=level)
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
        hold_case(case.pk)
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
    if part == TeamPart.LEAD:
        lead_changed([case], organisation, user, by)
    return member


@transaction.atomic
def pass_places(*, rows: Sequence[CaseTeamMember], receiver: User, by: Actor, until: date | None = None) -> None:
    """Her places in several teams go to somebody else at once; the caller holds the files.

    With `until` the former person stays a member of the teams until that day.
    """
    cases = [row.case for row in rows]
    left = CaseTeamMember.objects.filter(pk__in=[row.pk for row in rows])
    if until is None:
        end_rows(left)
    else:
        left.update(part=TeamPart.MEMBER, ends_on=until)
    places = {"user": receiver, "organisation": by.organisation, "ends_on": None}
    known = {place.case_id: place for place in CaseTeamMember.objects.filter(case__in=cases, **places)}
    led = [row for row in rows if row.part == TeamPart.LEAD]
    raised = [known[row.case_id].pk for row in led if row.case_id in known]
    CaseTeamMember.objects.filter(pk__in=raised).update(part=TeamPart.LEAD)
    new = [CaseTeamMember(case=row.case, part=row.part, **places) for row in rows if row.case_id not in known]
    joined = [*CaseTeamMember.objects.bulk_create(new), *known.values()]
    told = {row.case_id: {"user": str(receiver.pk), "part": row.part} for row in rows}
    audit.record_each("team.joined", [(place, told[place.case_id]) for place in joined], by=by)
    lead_changed([row.case for row in led], by.organisation, receiver, by)


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
    """Declare a conflict of interest: the case no longer exists for that person.

    What somebody else declares of her takes the place of her own word: it is not hers to have lifted.
    """
    exclusion, is_new = Exclusion.objects.get_or_create(
        case=case, user=user, defaults={"declared_on": clock.today(), "declared_by": by.user_id}
    )
    if is_new:
        audit.record("conflict.declared", exclusion, by=by, changes={"user": str(user.pk)})
        for tell in offered("at_exclusion"):
            tell(case)
    elif exclusion.declared_by == user.pk != by.user_id:
        exclusion.declared_by = by.user_id
        exclusion.save(update_fields=["declared_by"])
        audit.record("conflict.confirmed", exclusion, by=by, changes={"user": str(user.pk)})
    return exclusion


@transaction.atomic
def include_person(*, case: Case, user: User, by: Actor) -> None:
    """End the conflict of interest that she declared; the caller has asked why and by whom. Others' word stays."""
    for exclusion in Exclusion.objects.filter(case=case, user=user, declared_by=user.pk).order_by("pk"):
        audit.record("conflict.ended", exclusion, by=by, changes={"user": str(user.pk)})
        exclusion.delete()


def keep_away(*, former: Case, new: Case) -> None:
    """Who declared a conflict of interest with a household keeps away from what was a part of it."""
    away = Exclusion.objects.filter(case=new).values("user")
    for row in Exclusion.objects.filter(case=former).exclude(user__in=away).order_by("pk"):
        fields = {"user": row.user, "declared_on": row.declared_on, "declared_by": row.declared_by}
        Exclusion.objects.create(case=new, **fields)


@transaction.atomic
def end_naming(*, named: NamedPerson, by: Actor) -> None:
    """Take somebody off the closed list, never the last one who stays: nobody would open the case any more."""
    hold_case(named.case_id)
    staying = NamedPerson.objects.current().filter(case=named.case_id, ends_on=None)
    if not staying.exclude(pk=named.pk).exists():
        raise ValidationError("Une personne au moins reste nommée sur un dossier à accès restreint.")
    audit.record("person.unnamed", named, by=by, changes={"user": str(named.user_id)})
    named.end_now()
