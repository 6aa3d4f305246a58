"""The mails of the demonstration, kept in files instead of sent, listed on a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from veille.core import clock

SHOWN = 50
_SEPARATOR = b"-" * 79


@dataclass(frozen=True)
class KeptMail:
    """A mail as its reader would see it."""

    to: str
    subject: str
    sent_at: datetime
    body: str


def kept_mails(folder: Path) -> Iterator[KeptMail]:
    """The mails of a folder written by Django's file backend, newest first."""
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        for raw in path.read_bytes().split(_SEPARATOR):
            if raw.strip():
                yield _read(raw.strip())


def _read(raw: bytes) -> KeptMail:
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    return KeptMail(
        to=message["To"],
        subject=message["Subject"],
        sent_at=message["Date"].datetime.astimezone(clock.PARIS),
        body=body.get_content() if body else "",
    )


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    mails = list(kept_mails(Path(settings.EMAIL_FILE_PATH)))[:SHOWN]
    return render(request, "mailbox.html", {"mails": mails})
