"""More actions, sessions, participants and members."""

from datetime import date, timedelta

from accompaniment.models import CollectiveAction, CollectiveSession, ResidentCooperative
from tests.accompaniment.collective import scenes
from tests.matrix.scene import Scene


def actions(scene: Scene, count: int) -> None:
    """Each with a session held, one whose heads wait, one to come."""
    for number in range(count):
        action = scenes.action_of(
            scene.world, scene.cast.worker, beside=(scene.world.landlord,), title=f"Action {number}"
        )
        scenes.session_of(action, on=date(2018, 11, 1) + timedelta(days=number), adults=7)
        scenes.session_of(action, on=date(2018, 12, 3))
        scenes.session_of(action, on=date(2018, 12, 18))


def ended(scene: Scene, count: int) -> None:
    for _ in range(count):
        scenes.action_in(scene.world, scene.cast, "held", beside=(scene.world.landlord,))


def participants(scene: Scene, count: int) -> None:
    action = CollectiveAction.objects.get(pk=scene.ids["collective"])
    for number in range(count):
        scenes.participant_of(action, scene.cast.worker, f"Prénom {number}", contact="06", agreed_on=date(2018, 12, 1))


def sessions(scene: Scene, count: int) -> None:
    action = CollectiveAction.objects.get(pk=scene.ids["collective"])
    for number in range(count):
        scenes.session_of(action, on=date(2018, 10, 1) + timedelta(days=number), adults=6)
    assert CollectiveSession.objects.filter(action=action).count() >= count


def cooperatives(scene: Scene, count: int) -> None:
    held = ResidentCooperative.objects.count()
    for number in range(count):
        cooperative = scenes.cooperative_of(scene.world, scene.cast.worker, name=f"Coopérative {held + number}")
        scenes.member_of(cooperative)


def members(scene: Scene, count: int) -> None:
    """Members, versions of the charter, activities of one cooperative."""
    cooperative = ResidentCooperative.objects.get(pk=scene.ids["cooperative"])
    versions = cooperative.charters.count()
    for number in range(count):
        scenes.member_of(cooperative, f"Prénom {number}")
        cooperative.charters.create(
            number=versions + number + 1, text="Ensemble.", adopted_on="2017-05-01", adopted_by=12
        )
        action = scenes.action_of(scene.world, scene.cast.worker, cooperative=cooperative)
        scenes.session_of(action, adults=8)
