"""What the pages of documents need to write."""

from django import template

from households.models import ScanState
from veille.core import formats
from veille.core.uploads import FileKind

register = template.Library()

_KILO, _MEGA = 1_000, 1_000_000
_TONES = {ScanState.WAITING: "progress", ScanState.INFECTED: "danger", ScanState.CLEAN: "success"}


@register.filter
def file_size(octets: int) -> str:
    """« 240 ko », « 3,2 Mo »."""
    if octets < _MEGA:
        return f"{max(1, round(octets / _KILO))} ko"
    return f"{formats.number(octets / _MEGA, 1)} Mo"


@register.filter
def file_kind(value: str) -> str:
    return str(FileKind(value).label)


@register.filter
def scan_label(value: str) -> str:
    return str(ScanState(value).label)


@register.filter
def scan_tone(value: str) -> str:
    return _TONES.get(ScanState(value), "neutral")
