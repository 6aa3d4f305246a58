"""Who is named in an instance: one function decides, for the sheet, the bench and the screen of the room.

An anonymous instance names nobody; there, a person recognises on her own screen the files her organisation already has.
A nominative one names the people of a case to the members of its closed list (its seats) and its secretary, and only
while the household's agreement to be examined by its name is recorded for the organisation that convenes. A restricted
case, and one that somebody objects to, stay under their pseudonym everywhere. The screen of the room names nobody
either while somebody outside the closed list is expected or there: an organisation invited for the day has no seat.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from cellule.instance_rules import rules_of
from cellule.invitation_choices import InvitationAnswer
from cellule.models import Attendance, Session, SessionInvitation
from cellule.querysets import instances_kept_by, instances_seated_at
from cellule.seats import seats_of
from households.banner import household_name, household_names
from households.models import Case, Person, SharingAgreement
from households.rights import without_objection
from households.rights_choices import SharingCategory, SharingState
from partners.models import Instance
from veille.core import clock
from veille.core.actor import Actor


def is_nominative(instance: Instance) -> bool:
    return not rules_of(instance).anonymous


def names_told(session: Session, cases: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """Case → the name that this member may read of it in this instance; nothing for the others."""
    instance = session.instance
    belongs = instances_kept_by(actor) | instances_seated_at(actor)
    if not is_nominative(instance) or not belongs.filter(pk=instance.pk).exists():
        return {}
    named = _agreed(cases, instance).exclude(exclusions__user=actor.user_id)
    household_of = dict(named.order_by("pk").values_list("pk", "household"))
    people: dict[UUID, list[Person]] = {}
    for person in Person.objects.filter(household__in=set(household_of.values())).present_on(clock.today()):
        people.setdefault(person.household_id, []).append(person)
    return {case: household_name(people.get(household, [])) for case, household in household_of.items()}


def names_for_room(session: Session, cases: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """The same for the screen that everybody in the room reads."""
    return names_told(session, cases, actor) if _only_the_closed_list(session) else {}


def _only_the_closed_list(session: Session) -> bool:
    """Who is invited for the day counts unless it declined: on the day nobody checks a list before reading a wall."""
    members = {session.instance.organiser_id, *seats_of(session.instance).values_list("organisation", flat=True)}
    guests = SessionInvitation.objects.filter(session=session, user=None).exclude(answer=InvitationAnswer.ABSENT)
    there = Attendance.objects.filter(session=session, is_present=True)
    expected = {*guests.values_list("organisation", flat=True), *there.values_list("organisation", flat=True)}
    return expected <= members


def _agreed(cases: Iterable[UUID], instance: Instance):
    """Those of these cases whose household agreed to be examined by its name here."""
    agreed = SharingAgreement.objects.current().filter(
        case=OuterRef("pk"),
        organisation=instance.organiser_id,
        category=SharingCategory.EXAMINATION,
        state=SharingState.AGREED,
    )
    return without_objection(Case.objects.filter(Exists(agreed), pk__in=list(cases), is_restricted=False))


def own_names(cases: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """Case → its household, for those that her organisation already has: for her own screen, never the room's."""
    seen = list(Case.objects.visible_to(actor).filter(pk__in=list(cases)).order_by("pk"))
    names = household_names(actor, seen)
    return {case.pk: names.get(case.household_id) or case.number for case in seen}
