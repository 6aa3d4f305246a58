"""A line that the worker put off, and one that she handed to her manager; a digest that she chose."""

from datetime import timedelta

from households.digests import stop_address
from households.models import Case, HandedOn, PutOff
from partners.models import Digest
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast, ids: dict) -> dict:
    case, today = Case.objects.get(pk=ids["main"]), clock.today()
    line = {"case": case, "organisation": world.association, "kind": "solicitation"}
    put_off = PutOff.objects.create(
        **line,
        about=ids["solicitation_answered"],
        user=cast.worker.user,
        cause=today,
        until=today + timedelta(days=3),
        reason="partner",
        put_off_on=today,
    )
    handed = HandedOn.objects.create(
        **line,
        about=ids["solicitation_shared"],
        giver=cast.worker.user,
        taker=cast.manager.user,
        words="Elle préfère te voir.",
        given_on=today,
    )
    digest = Digest.objects.create(user=cast.worker.user, organisation=world.association, daily=["solicitations"])
    seal = stop_address(digest).split("/")[-3]
    return {"put_off": put_off.pk, "handed_on": handed.pk, "digest": digest.pk, "digest_seal": seal}
