"""What the tab « Ménage » shows: who lives there, who vouches, which type it makes and why, numbers kept elsewhere."""

from dataclasses import dataclass

from django.db.models import QuerySet

from households import permissions
from households.composition import CHILD_ROLES, household_type, in_order, type_reasons
from households.models import CaseMerge, CaseSpell, ExternalReference, Person
from households.pages import CasePage
from households.picking import PickedHousehold, possible_twins
from households.services.merging import can_still_undo
from partners.models import Membership, User
from partners.roles import TEAM_ROLES, Section
from veille.core import clock
from veille.core.actor import Actor


@dataclass(frozen=True)
class Members:
    """The people the reader may see, each where she belongs."""

    present: list[Person]
    guarantors: list[Person]
    left: list[Person]
    type_code: str
    type_reasons: list[str]

    @property
    def can_part(self) -> bool:
        """Two adults at least: one may leave, one stays."""
        return sum(person.role not in CHILD_ROLES for person in self.present) > 1


def members(page: CasePage) -> Members:
    """One query; those present come with the reference person first, those who left with the last to leave first."""
    today = clock.today()
    rows = list(page.people)
    gone = [p for p in rows if p.left_on and p.left_on <= today]
    here = [p for p in rows if p not in gone and not (p.arrived_on and p.arrived_on > today)]
    present = [p for p in here if not p.lives_elsewhere]
    return Members(
        present=in_order(present),
        guarantors=[p for p in here if p.lives_elsewhere],
        left=sorted(gone, key=lambda p: (p.left_on, p.search_name), reverse=True),
        type_code=household_type(present, today),
        type_reasons=type_reasons(present, today),
    )


def references(page: CasePage) -> list[ExternalReference]:
    """Numbers in other registers, those of other organisations left out."""
    rows = ExternalReference.objects.visible_to(page.actor).filter(case=page.case).select_related("organisation")
    return list(rows.order_by("kind", "noted_on", "pk"))


@dataclass(frozen=True)
class FormerFile:
    """A number that leads here since two files were merged, and whether this may still be taken apart."""

    merge: CaseMerge
    can_undo: bool


def former_files(page: CasePage) -> list[FormerFile]:
    rows = CaseMerge.objects.visible_to(page.actor).filter(case=page.case).order_by("-merged_at", "pk")
    may = permissions.can_recompose(page.actor, page.case, page.rights)
    return [FormerFile(row, may and can_still_undo(row)) for row in rows]


def twins(page: CasePage) -> list[PickedHousehold]:
    """Files of her perimeter that may be of the same household: for who may merge them."""
    if page.case.is_restricted or not permissions.can_recompose(page.actor, page.case, page.rights):
        return []
    return possible_twins(page.actor, page.case)


def spells(page: CasePage) -> list[CaseSpell]:
    """The stays in the dispositif, when there was more than one or the file is closed."""
    if not page.reads(Section.STATE):
        return []
    rows = list(page.case.spells.order_by("starts_on", "pk"))
    return rows if len(rows) > 1 or page.case.closed_on else []


def colleagues(actor: Actor) -> QuerySet[User]:
    """Who of her organisation may follow a file, herself included."""
    workers = Membership.objects.current().filter(organisation=actor.organisation_id, role__in=TEAM_ROLES)
    people = User.objects.filter(pk__in=workers.values("user"), is_active=True)
    return people.order_by("last_name", "first_name", "pk")
