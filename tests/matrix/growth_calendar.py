"""Longer calendars, closings and lists of guests."""

from datetime import date, time, timedelta

from cellule.models import ClosingPeriod, Session, SessionInvitation
from partners.models import Instance, Territory
from tests import factories
from tests.matrix.scene import Scene


def sessions(scene: Scene, count: int) -> None:
    """Convened sessions of the month and of the next ones, some moved."""
    instance = scene.world.instance
    taken = set(Session.objects.filter(instance=instance).values_list("held_on", flat=True))
    free = [day for number in range(31 + count) if (day := date(2018, 12, 1) + timedelta(days=number)) not in taken]
    for number, day in enumerate(free[:count]):
        Session.objects.create(
            instance=instance,
            held_on=day,
            starts_at=time(9, 30),
            state="convened" if number % 2 else "planned",
            moved_from=date(2018, 11, 30),
        )


def guests(scene: Scene, count: int) -> None:
    """Organisations invited to the convened session, and the closings of its instance."""
    for number in range(count):
        guest = factories.OrganisationFactory()
        SessionInvitation.objects.create(session_id=scene.ids["session_convened"], organisation=guest)
        day = date(2019, 9, 2) + timedelta(days=number)
        ClosingPeriod.objects.create(instance=scene.world.instance, starts_on=day, ends_on=day, label="Pont")


def bodies(scene: Scene, count: int) -> None:
    """Instances of other territories, kept by nobody yet."""
    for number in range(count):
        code = f"t-{Territory.objects.count()}"
        territory = Territory.objects.create(dispositif=scene.world.dispositif, code=code, name=f"Territoire {number}")
        Instance.objects.create(
            dispositif=scene.world.dispositif,
            territory=territory,
            code="cell",
            label=f"Cellule {number}",
            organiser=factories.OrganisationFactory(),
        )
