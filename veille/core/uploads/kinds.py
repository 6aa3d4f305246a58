"""The files that are received, by what they contain; anything else is refused."""

from django.db import models


class FileKind(models.TextChoices):
    """What a received file is once checked: what its bytes say, whatever its name said."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "Photo"
    PNG = "png", "Image"
    DOCX = "docx", "Texte Word"
    XLSX = "xlsx", "Classeur Excel"
    ODT = "odt", "Texte LibreOffice"
    ODS = "ods", "Classeur LibreOffice"
    TEXT = "text", "Texte brut"
    CSV = "csv", "Tableau CSV"

    @property
    def extension(self) -> str:
        """Under which it is given back."""
        return {"jpeg": "jpg", "text": "txt"}.get(self.value, self.value)

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self.value]


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "odt": f"{_OPEN_DOCUMENT}.text",
    "ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    "text": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
