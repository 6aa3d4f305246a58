"""Mails say that something waits, and nothing else: no name, no number, no address of a file in their subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

_PREFIX = "Veille sociale : "


def write_to(
    address: str,
    *,
    subject: str,
    template: str,
    context: dict[str, Any],
    attachments: Sequence[tuple[str, bytes, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send one plain text to one person, from the address of the service; files go as (name, content, type)."""
    text = render_to_string(template, context)
    told = dict(headers or {})
    EmailMessage(_PREFIX + subject, text, None, [address], attachments=attachments, headers=told).send()


def lead_to_sign_in(address: str, *, subject: str, template: str) -> None:
    """A mail that says that something waits behind the sign-in page, and nothing else."""
    sign_in = f"{settings.SITE_ORIGIN}{reverse('account_login')}"
    write_to(address, subject=subject, template=template, context={"sign_in": sign_in})
