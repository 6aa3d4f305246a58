"""Documents that multiply in one file, and versions of one document."""

from households.models import Case, Document, DocumentFile
from tests.matrix.scene import Scene
from veille.core import clock, vault


def deposited(scene: Scene, count: int) -> None:
    """Rows as a deposit leaves them; nothing is written on the disk."""
    for number in range(count):
        document = Document.objects.create(
            case=Case.objects.get(pk=scene.ids["main"]),
            title=f"Document {number}",
            kind="bill",
            dated_on=clock.today(),
            level="factual_shared",
            organisation=scene.world.association,
            author=scene.cast.worker.user,
        )
        _version(scene, document, 1)


def versions(scene: Scene, count: int) -> None:
    document = Document.objects.get(pk=scene.ids["document_shared"])
    known = document.files.count()
    for number in range(known + 1, known + 1 + count):
        _version(scene, document, number)


def _version(scene: Scene, document: Document, number: int) -> None:
    DocumentFile.objects.create(
        document=document,
        case=document.case,
        number=number,
        original_name="facture.pdf",
        kind="pdf",
        size=1000,
        digest="0" * 64,
        storage_name=vault.draw_name(),
        scan="clean",
        added_by=scene.cast.worker.user,
    )
