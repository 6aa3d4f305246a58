"""A deposit by a link, an orientation to approve, an alert of a caretaker."""

from cellule.models import SocialAlert
from cellule.services.alerts import alert_social_team, close_alert
from cellule.services.link_deposits import PURPOSE
from tests.cast import Cast, World
from tests.cellule import link_scene
from tests.cellule.held_scene import waiting_for_approval
from veille.core import clock, links

ALERT = "La boîte aux lettres déborde."


def build(world: World, cast: Cast) -> dict:
    held, _, _ = link_scene.deposited(cast)
    closed = close_alert(alert=_alert(cast), reason="Visite faite.", by=cast.referent)
    return {
        "held_link": held.pk,
        "deposit_link": links.of(PURPOSE, held.pk).get().pk,
        "to_approve": waiting_for_approval(cast.referent).pk,
        "alert": _alert(cast).pk,
        "alert_closed": closed.pk,
    }


def _alert(cast: Cast) -> SocialAlert:
    return alert_social_team(
        address="3 allée des Saules",
        fact=ALERT,
        happened_on=clock.today(),
        sender_name="M. Lecocq",
        by=cast["landlord_caretaker"],
    )
