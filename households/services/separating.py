"""A couple separates: two households, two files, two histories, and nothing readable that links them.

The household that stays keeps its file. Those who leave are copied into a household of their own, whose new
file opens to the organisation and the people chosen here, and to nobody else: no grant is carried over.
What was written stays where it was, unless it is moved or copied one by one. Only the journal knows both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction

from households import rights
from households.composition import is_grown
from households.grants import GrantLevel
from households.models import Case, ContactDetail, Household, Person, ProtectedDetail, TenancyRole
from households.services.access import add_team_member, grant_access, keep_away, name_person
from households.services.cases import open_case
from households.versions import hold_case
from partners.configuration import Door
from partners.models import Organisation, Territory, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.offers import offered

_REFERENCE_PERSON, _SHARED_CHILD = "reference_person", "child_alternate"
# What the access panel of the new file says: nothing of where the household comes from.
_GROUND = "A ouvert le dossier"
_OBJECTED = "Une opposition ou une limitation est en cours : le nouveau dossier s’ouvre dans votre organisme seulement."


class Fate(models.TextChoices):
    """What becomes of something written before the separation."""

    STAY = "stay", "Reste"
    MOVE = "move", "Part"
    COPY = "copy", "Des deux côtés"


@dataclass(frozen=True)
class Carried:
    """Something a package lets the user carry to the new file: `carry(new case, fate, by)` does it."""

    key: str
    label: str
    detail: str
    carry: Callable[[Case, str, Actor], None]


@dataclass(frozen=True)
class NewFile:
    """The file of those who leave."""

    door: str
    territory: Territory
    main_reason: str
    organisation: Organisation
    people: tuple[User, ...] = ()
    is_restricted: bool = False


@dataclass(frozen=True)
class Separation:
    """Who leaves, who lives on both sides, and what becomes of each thing; what is not named stays."""

    leaving: tuple[Person, ...]
    new_file: NewFile
    shared: tuple[Person, ...] = ()
    contacts: dict[UUID, str] = field(default_factory=dict)
    protected: dict[UUID, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)


def carried_by_others(actor: Actor, case: Case, leaving: list[Person]) -> list[Carried]:
    """What the packages to the right know of those who leave, and the actor may carry over."""
    return [item for offer in offered("separation") for item in offer(actor, case, leaving)]


def check_sides(staying: list[Person], leaving: list[Person]) -> None:
    """Raises ValidationError when nobody grown up is left on one side."""
    today = clock.today()
    if not any(is_grown(person, today) for person in leaving):
        raise ValidationError("Indiquez quel adulte part.")
    if not any(is_grown(person, today) for person in staying):
        raise ValidationError("Un adulte au moins reste dans ce dossier : celui qui garde le logement, par exemple.")


@transaction.atomic
def separate_household(*, case: Case, plan: Separation, by: Actor) -> Case:
    """Make two households of one; returns the new file, whose number nobody of the other side is told."""
    hold_case(case.pk)
    if plan.new_file.organisation != by.organisation and rights.stops_sharing(case):
        raise ValidationError({"organisation": _OBJECTED})
    gone = {person.pk for person in plan.leaving}
    present = list(Person.objects.filter(household=case.household_id).present_on(clock.today()).order_by("pk"))
    if not gone.union(person.pk for person in plan.shared) <= {person.pk for person in present}:
        raise ValidationError("Quelqu’un vient de séparer ce ménage : relisez-le.")
    staying = [person for person in present if person.pk not in gone]
    check_sides(staying, list(plan.leaving))
    carried = carried_by_others(by, case, list(plan.leaving))
    household = Household.objects.create(dispositif=case.household.dispositif)
    copies = _copy_people(plan, household)
    _leave(plan, staying)
    new = _open_new_file(household, plan.new_file, by)
    keep_away(former=case, new=new)
    _carry_details(ContactDetail, case, new, plan.contacts, copies)
    _carry_details(ProtectedDetail, case, new, plan.protected, copies)
    for item in carried:
        fate = plan.others.get(item.key, Fate.STAY)
        if fate != Fate.STAY:
            item.carry(new, fate, by)
    audit.record("household.separated", household, by=by, case=case)
    return new


def _copy_people(plan: Separation, household: Household) -> dict[UUID, Person]:
    """Those who leave and the children of both sides, without any link; one of the adults answers for them."""
    copies = {person.pk: _copy(person, household) for person in (*plan.leaving, *plan.shared)}
    adults = [copies[person.pk] for person in plan.leaving if is_grown(person, clock.today())]
    _answer_for_all(adults)
    for child in plan.shared:
        _share(copies[child.pk])
    return copies


def _copy(person: Person, household: Household) -> Person:
    left_out = {"id", "household", "left_on", "arrived_on", "tenancy_role", "lives_elsewhere"}
    names = [f.name for f in Person._meta.concrete_fields if f.name not in left_out]
    copy = Person(household=household, arrived_on=clock.today(), **{name: getattr(person, name) for name in names})
    copy.save()
    return copy


def _answer_for_all(adults: list[Person]) -> None:
    """The former reference person if she is there, else the spouse, else the eldest."""
    if not adults:
        return
    order = {_REFERENCE_PERSON: 0, "spouse_partner": 1}
    first = min(adults, key=lambda p: (order.get(p.role, 2), p.birth_year or 9999, p.search_name))
    if first.role != _REFERENCE_PERSON:
        first.role = _REFERENCE_PERSON
        first.save(update_fields=["role"])


def _share(child: Person) -> None:
    """Each side says its own share of the time: none is carried to the other."""
    child.role, child.custody_rhythm, child.custody_share = _SHARED_CHILD, "", None
    child.save()


def _leave(plan: Separation, staying: list[Person]) -> None:
    """Those who left stay in the history of the file they left, as it was on that day."""
    today = clock.today()
    for person in plan.leaving:
        person.left_on = max(today, person.arrived_on or today)
        person.save(update_fields=["left_on"])
    for child in plan.shared:
        if child.role != _SHARED_CHILD:
            _share(child)
    _answer_for_all([person for person in staying if is_grown(person, clock.today())])


def _open_new_file(household: Household, new: NewFile, by: Actor) -> Case:
    """Own number, own stay, and a grant to the organisation chosen: it presents the household anew."""
    case = open_case(
        household=household,
        dispositif=household.dispositif,
        door=new.door,
        territory=new.territory,
        main_reason=new.main_reason,
        is_restricted=new.is_restricted,
        by=by,
    )
    if new.door == Door.ACCESS:
        Person.objects.filter(household=household, role=_REFERENCE_PERSON).update(tenancy_role=TenancyRole.APPLICANT)
    grant_access(case=case, organisation=new.organisation, level=GrantLevel.PRESENTING, ground=_GROUND, by=by)
    for user in new.people:
        add_team_member(case=case, user=user, organisation=new.organisation, by=by)
        if new.is_restricted:
            name_person(case=case, user=user, by=by)
    return case


def _carry_details(model, case: Case, new: Case, fates: dict[UUID, str], copies: dict[UUID, Person]) -> None:
    """A detail that leaves is written anew on the other side: no key is found on both."""
    carried = [key for key, fate in fates.items() if fate != Fate.STAY]
    for row in model.objects.filter(case=case, pk__in=carried).order_by("pk"):
        kept = [f.name for f in model._meta.concrete_fields if f.name not in {"id", "case", "person"}]
        copy = model(case=new, **{name: getattr(row, name) for name in kept})
        if person := copies.get(getattr(row, "person_id", None)):
            copy.person = person
        copy.save()
        if fates[row.pk] == Fate.MOVE:
            row.delete()
