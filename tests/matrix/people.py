"""Who tries every address: one person a role, her colleagues and namesakes, and nobody."""

from dataclasses import dataclass
from datetime import date

from partners.actors import actor_of
from partners.models import Instance, Membership, Organisation, User
from partners.roles import Role
from tests.cast import Cast
from tests.matrix.cells import table
from veille.core.actor import Actor

NOBODY = "nobody"
ELSEWHERE = (Role.LANDLORD_REFERENT, Role.ASSOCIATION_WORKER)


@dataclass(frozen=True)
class Person:
    """Somebody as the tables see her: a role in an organisation, and the instance of her seat."""

    key: str
    actor: Actor | None

    @property
    def is_nobody(self) -> bool:
        return self.actor is None

    @property
    def role(self) -> str:
        return self.actor.memberships[0].role

    @property
    def user_id(self):
        return self.actor.user_id

    @property
    def organisation_id(self):
        return self.actor.organisation_id

    @property
    def instance_id(self):
        return self.actor.memberships[0].instance_id


def company(cast: Cast, case) -> dict[str, Person]:
    """Everybody, by key; `case` is the one whose grant the former have lost."""
    actors: dict[str, Actor | None] = {role: cast[role] for role in table("roles")}
    actors["other_worker"] = cast.other_worker
    actors["stand_in"] = cast.stand_in
    for role in ELSEWHERE:
        actors[f"partner_{role}"] = cast.partner(role)
        actors[f"busy_{role}"] = cast.busy_elsewhere(role)
        actors[f"former_{role}"] = cast.former(role, case)
    south = Instance.objects.get(dispositif=cast.world.dispositif, territory=cast.world.other_territory)
    actors["secretary_elsewhere"] = _seated(Role.INSTANCE_SECRETARY, cast.world.organiser, south)
    actors["member_elsewhere"] = _seated(Role.INSTANCE_MEMBER, cast.world.other_association, south)
    actors["expert_seated"] = _seated(Role.EXPERT, cast.world.other_association, cast.world.instance, at="ici")
    actors[NOBODY] = None
    return {key: Person(key, actor) for key, actor in actors.items()}


def _seated(role: str, organisation: Organisation, instance: Instance, at: str = "sud") -> Actor:
    """A seat in another instance of the same organiser, or in this one for a role that is not born with it."""
    names = {"first_name": "Aude", "last_name": "Dusud"}
    user = User.objects.create_user(f"{role}.{at}@exemple.invalid", "une phrase de passe bien longue", **names)
    Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        instance=instance,
        competences=organisation.competences if role == Role.EXPERT else [],
        starts_on=date(2015, 1, 1),
    )
    return actor_of(user, organisation.pk)
