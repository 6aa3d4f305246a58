"""What the pages of documents need to write."""

from django import template

from households.models import ScanState
from veille.core.uploads import FileKind

register = template.Library()

_TONES = {ScanState.WAITING: "progress", ScanState.INFECTED: "danger", ScanState.CLEAN: "success"}


@register.filter
def file_kind(value: str) -> str:
    return str(FileKind(value).label)


@register.filter
def scan_label(value: str) -> str:
    return str(ScanState(value).label)


@register.filter
def scan_tone(value: str) -> str:
    return _TONES.get(ScanState(value), "neutral")
