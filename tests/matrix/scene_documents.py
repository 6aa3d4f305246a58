"""Documents of the main file, one a level that matters, and one that was withdrawn."""

from households import services
from households.models import Case, Document
from tests.cast import Cast, World
from tests.matrix.scene_files import main_case
from veille.core import clock, uploads


def build(world: World, cast: Cast) -> dict:
    case = main_case()
    inner = _deposit(case, cast.worker, "association_only")
    shared = _deposit(case, cast.worker, "factual_shared")
    landlord = _deposit(case, cast.referent, "landlord_internal")
    withdrawn = services.withdraw_document(
        document=_deposit(case, cast.worker, "factual_shared"), reason="Mauvais dossier", by=cast.worker
    )
    found = {"inner": inner, "shared": shared, "landlord": landlord, "withdrawn": withdrawn}
    documents = {f"document_{name}": document.pk for name, document in found.items()}
    files = {f"file_{name}": document.files.get().pk for name, document in found.items()}
    return documents | files


def _deposit(case: Case, by, level: str) -> Document:
    received = uploads.check("papier.txt", b"Bonjour")
    fields = {"title": f"Document {level}", "kind": "lease", "dated_on": clock.today()}
    (document,) = services.add_documents(case=case, files=[received], level=level, by=by, **fields)
    return document
