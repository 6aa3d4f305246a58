"""A list taken away by the worker of the association."""

from tests.cast import Cast, World
from veille.core import reads
from veille.core.exports import listing_named, making
from veille.core.reads import ReadLog


def build(world: World, cast: Cast) -> dict:
    token = reads._log.set(ReadLog(cast.worker, "scene"))
    listing = listing_named("menages")
    export = making.ask(
        listing=listing, state={}, columns=["number", "name"], format="csv", reason="Réunion", by=cast.worker
    )
    reads._log.reset(token)
    return {"export": export.pk}
