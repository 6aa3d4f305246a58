"""Longer lists of what comes before a file: links, deposits, approvals, alerts."""

from cellule.held_summary import intake_of
from cellule.services.alerts import alert_social_team, close_alert
from cellule.services.link_deposits import receive_deposit
from tests.cellule import link_scene
from tests.cellule.held_scene import waiting_for_approval
from tests.matrix.scene import Scene
from veille.core import clock


def links(scene: Scene, count: int) -> None:
    """Given, sent, taken in."""
    for number in range(count):
        held, _ = link_scene.given(scene.cast) if number % 3 == 0 else link_scene.deposited(scene.cast)[:2]
        if number % 3 == 2:
            receive_deposit(held=held, new=intake_of(held).whole(), by=scene.cast.secretary)


def approvals(scene: Scene, count: int) -> None:
    for _ in range(count):
        waiting_for_approval(scene.cast.referent)


def alerts(scene: Scene, count: int) -> None:
    """To handle, and closed."""
    for number in range(count):
        alert = alert_social_team(
            address=f"{number} allée des Saules",
            fact="Le courrier s’entasse.",
            happened_on=clock.today(),
            sender_name="M. Lecocq",
            by=scene.cast["landlord_caretaker"],
        )
        if number % 2:
            close_alert(alert=alert, reason="Vu.", by=scene.cast.referent)
