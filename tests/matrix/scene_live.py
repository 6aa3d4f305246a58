"""The situation under way: somebody left the room for it, a seat gave its opinion, an expert her advice."""

from cellule.models import AgendaItem, Opinion, SessionAdvice
from cellule.services.live import withdraw_from
from partners.roles import Role
from tests.cast import Cast, World


def build(world: World, cast: Cast, ids: dict) -> dict:
    member = cast.play(Role.INSTANCE_MEMBER, world.other_landlord, "Retirée")
    item = AgendaItem.objects.select_related("session", "case").get(pk=ids["item_open"])
    _said(cast, item)
    return {"withdrawal": withdraw_from(item=item, by=member).pk}


def _said(cast: Cast, item: AgendaItem) -> None:
    """The words of a seat, and those of an expert, beside the sheet."""
    expert, about = cast[Role.EXPERT], {"item": item, "case": item.case}
    Opinion.objects.create(
        **about, organisation=cast.member.organisation, given_by=cast.member.user, value="reserved", line="À revoir"
    )
    SessionAdvice.objects.create(
        **about, organisation=expert.organisation, given_by=expert.user, competence="rights_access", text="Un recours"
    )
