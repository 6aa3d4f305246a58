"""A paper kept in its row: looked at by the antivirus at once, sealed, and given back as an attachment.

For papers that hang on no file of a household, rare and read by many. The bytes open only in their own row, and
what is taken away here is nowhere else.
"""

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from veille.core import crypto, scanning
from veille.core.downloads import attachment, run_nowhere
from veille.core.models import KeptPaper
from veille.core.uploads import FileKind, Received

_SILENT = "L’antivirus ne répond pas : rien n’a été reçu. Réessayez dans quelques minutes."
_INFECTED = "L’antivirus a refusé ce fichier : il n’a pas été gardé."


def keep_in(row: KeptPaper, received: Received) -> None:
    """Seal what was received in a row that is not saved yet. Raises ValidationError when the antivirus minds."""
    _refuse_infected(received)
    row.kind, row.size = received.kind, len(received.content)
    row.content = crypto.seal(received.content, purpose=crypto.PROTECTED, place=_place(row))


def _refuse_infected(received: Received) -> None:
    """Asked at once: a paper for everybody is rare, and no page waits behind it."""
    if not scanning.is_configured():
        return
    try:
        verdict = scanning.scan(received.content)
    except scanning.ScannerSilent as silent:
        raise ValidationError(_SILENT) from silent
    if verdict is not scanning.Verdict.CLEAN:
        raise ValidationError(_INFECTED)


def read_from(row: KeptPaper) -> bytes:
    """The bytes of a paper; who asks has been allowed to."""
    return crypto.unseal(bytes(row.content), purpose=crypto.PROTECTED, place=_place(row))


def paper_response(row: KeptPaper) -> HttpResponse:
    """Always an attachment under a neutral name: the browser runs nothing of it."""
    kind = FileKind(row.kind)
    name = f"document-{row.pk.hex[:8]}.{kind.extension}"
    return run_nowhere(attachment(read_from(row), name, media_type=kind.media_type))


def _place(row: KeptPaper) -> str:
    return f"{row._meta.db_table}|{row.pk}"
