"""A session under way with several seats: members of two organisations, an expert, a secretary and her stand-in."""

from datetime import date

from cellule.choices import AgendaState
from cellule.models import Attendance
from partners.actors import actor_of
from partners.models import DispositifVersion, Membership
from partners.roles import Role


def seat(actor, instance, role=Role.INSTANCE_MEMBER):
    """A seat for somebody who is there already; her actor anew."""
    Membership.objects.create(
        user=actor.user, organisation=actor.organisation, role=role, instance=instance, starts_on=date(2015, 1, 1)
    )
    return actor_of(actor.user, actor.organisation_id)


def expert(world, cast):
    """Seated as an expert, for the competence that her organisation announces."""
    world.association.competences = ["budget_debt"]
    world.association.save()
    found = cast.play(Role.EXPERT, world.association, "Experte")
    return seat(found, world.instance, Role.EXPERT)


def other_member(world, cast):
    """Seated for another organisation."""
    return cast.play(Role.INSTANCE_MEMBER, world.landlord, "Autre siège")


def ask_opinions(world, *, kind: str = "advisory", quorum: int = 0) -> None:
    """Another version of the dispositif, whose cell asks the opinion of its seats."""
    former = DispositifVersion.objects.filter(dispositif=world.dispositif).order_by("-number").first()
    instances = [dict(rules) for rules in former.data["instances"]]
    for rules in instances:
        rules |= {"opinions": kind, "quorum": quorum}
    DispositifVersion.objects.create(
        dispositif=world.dispositif,
        number=former.number + 1,
        data={**former.data, "instances": instances},
        published_on=date(2018, 12, 1),
    )


def come(session, *organisations) -> None:
    for organisation in organisations:
        Attendance.objects.create(session=session, organisation=organisation, people=1)


def decide(item) -> None:
    type(item).objects.filter(pk=item.pk).update(state=AgendaState.DECIDED)
