"""The sending of documents, as a browser makes it."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core import made_files as made


def upload(name: str = "bail.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, made.pdf() if content is None else content)


def sending(*files: SimpleUploadedFile, **changes) -> dict:
    """The form of a deposit, filled in."""
    base = {"kind": "lease", "dated_on": "2018-12-01", "level": "association_only", "submission_key": str(uuid4())}
    return {**base, "files": list(files), **changes}
