"""A list taken away by the worker of the association, a table dropped by the landlord's referent."""

from households import services
from households.importing import importer_for
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
    table = b"Locataire;Solde\nUn nom;12\n"
    batch = services.drop_file(importer=importer_for(cast.referent, "suivi"), content=table, by=cast.referent)
    return {"export": export.pk, "import": batch.pk}
