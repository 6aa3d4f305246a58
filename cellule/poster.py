"""What a dispositif says to those who refer, on one A4 to pin up."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from cellule.documents import SIZES
from veille.core.pdf import make_one_page_pdf

# Pinned on a wall, it is read from farther than a sheet.
_SIZES = ("text-13", "text-12", *SIZES)


def poster_pdf(told: Mapping[str, Any]) -> bytes:
    """One page, whatever the length of the texts."""
    return make_one_page_pdf("cellule/prescriber_pdf.html", {**told, "demo": settings.IS_DEMO}, sizes=_SIZES)
