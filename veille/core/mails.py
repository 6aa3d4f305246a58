"""Mails say that something waits, and nothing else: no name, no number, no address of a file in their subject."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

_PREFIX = "Veille sociale : "


def write_to(
    address: str,
    *,
    subject: str,
    template: str,
    context: dict[str, Any],
    attachments: Sequence[tuple[str, bytes, str]] = (),
) -> None:
    """Send one plain text to one person, from the address of the service; files go as (name, content, type)."""
    text = render_to_string(template, context)
    EmailMessage(_PREFIX + subject, text, None, [address], attachments=attachments).send()
