"""The configuration templates shipped with the project, read once."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def _read(name: str) -> str:
    return (Path(settings.BASE_DIR) / "partners" / "dispositif_templates" / f"{name}.json").read_text(encoding="utf-8")


def template(name: str) -> dict:
    """A fresh copy of a template's data."""
    return json.loads(_read(name))
