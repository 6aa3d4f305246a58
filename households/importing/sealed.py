"""What an imported file holds while it waits: its bytes and its messages, sealed each for its own row."""

import json
import zlib
from typing import Any

from households.models import ImportBatch
from veille.core import crypto

_TABLE = ImportBatch._meta.db_table


def seal_content(batch: ImportBatch, content: bytes) -> bytes:
    return crypto.seal(content, purpose=crypto.DRAFTS, place=f"{_TABLE}|{batch.pk}")


def content_of(batch: ImportBatch) -> bytes:
    """The file as it was dropped. Raises DecryptionFailed."""
    return crypto.unseal(bytes(batch.content or b""), purpose=crypto.DRAFTS, place=f"{_TABLE}|{batch.pk}")


def seal_report(batch: ImportBatch, report: dict[str, Any]) -> bytes:
    packed = zlib.compress(json.dumps(report).encode())
    return crypto.seal(packed, purpose=crypto.DRAFTS, place=f"{_TABLE}|report|{batch.pk}")


def report_of(batch: ImportBatch) -> dict[str, Any]:
    """What is known of the file: its titles with some values, the messages of its lines."""
    if not batch.report:
        return {}
    packed = crypto.unseal(bytes(batch.report), purpose=crypto.DRAFTS, place=f"{_TABLE}|report|{batch.pk}")
    return json.loads(zlib.decompress(packed))
