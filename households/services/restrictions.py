"""Closing a file to all but named persons, opening it again, and keeping the place where a household lives secret."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from households.models import (
    Case,
    CaseTeamMember,
    ContactDetail,
    DutyCase,
    Dwelling,
    HousingPeriod,
    NamedPerson,
    Restriction,
    TeamPart,
)
from households.places import place_of
from households.services.access import name_person
from households.services.people import protect_detail
from households.versions import hold_case
from partners.models import User
from veille.core import audit, clock, reference
from veille.core.actor import Actor
from veille.core.offers import offered


@transaction.atomic
def restrict_case(
    *,
    case: Case,
    reason: str,
    people: Iterable[User],
    kept: Iterable[ContactDetail],
    hides_place: bool,
    by: Actor,
) -> Restriction:
    """Close a file to all but these persons and its `keepers`; nobody else is told of anything.

    The ways to reach the household leave the pages for the sealed table, but those `kept` in clear (what the
    author does not read is sealed with the others); with `hides_place`, so does the place where it lives.
    Raises ValidationError when the file is restricted already.
    """
    case = _hold(case, is_restricted=False, refusal="Ce dossier est déjà à accès restreint.")
    chosen = people if may_name_others(case, by) else ()
    for user in {user.pk: user for user in (*keepers(case, by), *chosen)}.values():
        name_person(case=case, user=user, by=by)
    open_rows = ContactDetail.objects.filter(case=case).exclude(pk__in=[contact.pk for contact in kept])
    sealed = [_seal(contact, by) for contact in open_rows.order_by("pk")]
    restriction = Restriction(case=case, reason=reason, restricted_by=by.user_id, starts_on=clock.today())
    restriction.full_clean()
    restriction.save()
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    audit.record("case.restricted", restriction, by=by, changes={"sealed": len(sealed), "place": hides_place})
    if hides_place:
        hide_place(case=case, by=by)
    for forget in offered("at_restriction"):
        forget(case)
    return restriction


def keepers(case: Case, by: Actor) -> list[User]:
    """Who is named whatever is chosen: the lead person, and the author unless it would open what was sealed already."""
    return [*([by.user] if may_name_others(case, by) else []), *lead_people(case)]


def may_name_others(case: Case, by: Actor) -> bool:
    """Where people are named since a former restriction, one of them or the lead person says who else is.

    Anybody may close the file, and would open to herself what is sealed for them: it closes to her too. With no lead
    person, somebody must keep it.
    """
    named, leads = NamedPerson.objects.current().filter(case=case), lead_people(case)
    known = by.user in leads or named.filter(user=by.user_id).exists()
    return known or not leads or not named.exists()


def lead_people(case: Case) -> list[User]:
    """The lead person cannot be left out: nobody would carry the accompaniment."""
    leads = CaseTeamMember.objects.current().filter(case=case, part=TeamPart.LEAD).select_related("user")
    return [member.user for member in leads.order_by("pk")]


def _hold(case: Case, *, is_restricted: bool, refusal: str) -> Case:
    """Two people at once: the second one reads what the first has done."""
    held = hold_case(case.pk)
    if held.is_restricted != is_restricted:
        raise ValidationError(refusal)
    return held


def _seal(contact: ContactDetail, by: Actor):
    """The detail with how and when to use it; the open row is gone."""
    words = [contact.value, contact.preference, contact.hours]
    if contact.no_message:
        words.append("ne pas laisser de message")
    if contact.is_unsafe:
        words.append("à ne pas utiliser")
    value = " – ".join(word for word in words if word)
    detail = protect_detail(case=contact.case, kind=contact.kind, value=value, source=contact.source, by=by)
    contact.delete()
    return detail


@transaction.atomic
def lift_restriction(*, case: Case, reason: str, shows_place: bool, by: Actor) -> Restriction:
    """Open a file again to the organisations that hold a grant; what was sealed stays sealed, for named persons.

    The place stays secret unless `shows_place` says otherwise. Raises ValidationError on a file that is open.
    """
    case = _hold(case, is_restricted=True, refusal="Ce dossier n’est pas à accès restreint.")
    restriction = Restriction.objects.filter(case=case, ends_on=None).first() or _restricted_from_the_start(case)
    restriction.ends_on, restriction.lifting_reason, restriction.lifted_by = clock.today(), reason, by.user_id
    restriction.full_clean()
    restriction.save()
    case.is_restricted = False
    case.save(update_fields=["is_restricted"])
    for on_rota in DutyCase.objects.current().filter(case=case):
        on_rota.end_now()  # a second restriction has a rota of its own
    audit.record("case.restriction_lifted", restriction, by=by, changes={"place": shows_place})
    if shows_place:
        show_place(case=case, by=by)
    return restriction


def _restricted_from_the_start(case: Case) -> Restriction:
    """A file that its orientation opened as restricted has no row of its own yet."""
    return Restriction(case=case, reason="Danger dit à l’orientation", starts_on=case.opened_on)


@transaction.atomic
def hide_place(*, case: Case, by: Actor) -> int:
    """Seal where the household lives now and show it nowhere any more; returns how many places it was."""
    hidden = 0
    for period in _present_periods(case):
        words = _place_words(period)
        if not words:
            continue
        protect_detail(case=case, kind="address", value=words, by=by)
        _forget_place(period)
        audit.record("place.hidden", period, by=by)
        hidden += 1
    return hidden


def _present_periods(case: Case) -> list[HousingPeriod]:
    """Those of today, locked one by one; the place of former ones is no longer where she is found."""
    periods = HousingPeriod.objects.filter(case=case).current(clock.today()).select_for_update(of=("self",))
    return list(periods.select_related("commune", "dwelling__commune", "dwelling__landlord").order_by("pk"))


def _place_words(period: HousingPeriod) -> str:
    place = place_of(period)
    kind = reference.label("dwelling_type", place.dwelling_type) if place.dwelling_type else ""
    words = [place.residence, place.commune and place.commune.name, kind, place.reference]
    words.append(place.landlord and place.landlord.name)
    return ", ".join(str(word) for word in words if word)


def _forget_place(period: HousingPeriod) -> None:
    """A dwelling is kept for its landlord, and told no more; a commune alone is not kept in clear."""
    if period.dwelling_id:
        Dwelling.objects.filter(pk=period.dwelling_id).update(is_secret=True)
    period.commune = None
    period.save(update_fields=["commune"])


@transaction.atomic
def show_place(*, case: Case, by: Actor) -> int:
    """The dwelling of today is no secret any more; returns how many there were."""
    shown = Dwelling.objects.filter(periods__in=_present_periods(case), is_secret=True)
    count = Dwelling.objects.filter(pk__in=[dwelling.pk for dwelling in shown.order_by("pk")]).update(is_secret=False)
    if count:
        audit.record("place.shown", case, by=by, case=case)
    return count
