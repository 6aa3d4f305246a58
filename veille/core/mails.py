"""Mails say that something waits, and nothing else: no name, no number, no address of a file in their subject."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string

_PREFIX = "Veille sociale : "


def write_to(address: str, *, subject: str, template: str, context: dict[str, Any]) -> None:
    """Send one plain text to one person, from the address of the service."""
    send_mail(_PREFIX + subject, render_to_string(template, context), None, [address])
