"""What leaves otherwise than by the answer: mails, logs, messages for the workers, Redis. Nobody may be named there."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from celery import current_app
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils.module_loading import import_string
from kombu import Producer
from redis.connection import AbstractConnection

from veille.core import runs

_PLAIN = settings.LOGGING["formatters"]["plain"]


@dataclass
class Overheard:
    """The words of each channel, and the tasks that wait for a worker."""

    words: list[str] = field(default_factory=list)
    waiting: list[tuple[str, tuple]] = field(default_factory=list)

    def let_happen(self) -> None:
        """What would follow the commit: messages go, workers do what they were asked, and so on to the end."""
        while connection.run_on_commit or self.waiting:
            acts, connection.run_on_commit = connection.run_on_commit, []
            for _, act, *_ in acts:
                act()
            tasks, self.waiting[:] = list(self.waiting), []
            for name, arguments in tasks:
                current_app.tasks[name].run(*arguments)


class _Ear(logging.Handler):
    """Each line as the service writes it."""

    def __init__(self, words: list[str]):
        super().__init__()
        self.words = words
        self.setFormatter(import_string(_PLAIN["()"])(_PLAIN["format"]))

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(self.format(record))


@contextmanager
def overheard() -> Iterator[Overheard]:
    """Listen to every channel; messages for the workers are kept here, the rest goes its way."""
    current_app.loader.import_default_modules()
    heard = Overheard()
    ear, sent = _Ear(heard.words), len(mail.outbox)
    logging.getLogger().addHandler(ear)
    try:
        with _queue(heard), _redis(heard), _in_one_transaction():
            yield heard
    finally:
        logging.getLogger().removeHandler(ear)
        heard.words += [_whole(message) for message in mail.outbox[sent:]]


def _queue(heard: Overheard):
    def publish(producer: Producer, body: tuple, *args: Any, **options: Any) -> None:
        heard.words.append(f"{body} {options}")
        heard.waiting.append((options["headers"]["task"], body[0]))

    return patch.object(Producer, "publish", publish)


def _redis(heard: Overheard):
    send = AbstractConnection.send_packed_command

    def listen(client: AbstractConnection, command: Any, *args: Any, **options: Any) -> None:
        parts = command if isinstance(command, list | tuple) else [command]
        heard.words += [part.decode("utf-8", "replace") if isinstance(part, bytes) else part for part in parts]
        send(client, command, *args, **options)

    return patch.object(AbstractConnection, "send_packed_command", listen)


@contextmanager
def _in_one_transaction() -> Iterator[None]:
    """A worker's lease and progress go by another connection, which would not see rows that nobody commits."""
    with patch.object(runs, "leased", lambda run: nullcontext()), patch.object(runs, "tell", runs.progress):
        yield


def _whole(message: mail.EmailMessage) -> str:
    """Headers, text and attachments."""
    return message.message().as_bytes().decode("utf-8", "replace") + str(message.body)
