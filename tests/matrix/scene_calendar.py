"""A landlord and somebody without an account invited to the convened session, a closing, the feed of a member."""

from datetime import date

from cellule.models import ClosingPeriod, SessionInvitation
from cellule.services.feeds import give_feed
from partners.roles import Role
from tests.cast import Cast, World


def build(world: World, cast: Cast, ids: dict) -> dict:
    closing = ClosingPeriod.objects.create(
        instance=world.instance, starts_on=date(2019, 7, 29), ends_on=date(2019, 8, 16), label="Fermeture d’été"
    )
    invitation = SessionInvitation.objects.create(session_id=ids["session_convened"], organisation=world.landlord)
    SessionInvitation.objects.create(
        session_id=ids["session_convened"],
        body="Mairie d’Ici",
        function="Élue au logement",
        email="elue@exemple.invalid",
    )
    return {
        "closing": closing.pk,
        "invitation": invitation.pk,
        "feed_token": give_feed(by=cast[Role.INSTANCE_MEMBER]),
    }
