"""Call outside a page what journals its reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from veille.core import reads
from veille.core.actor import Actor


@contextmanager
def reading(actor: Actor) -> Iterator[reads.ReadLog]:
    """As if a page of the actor were being made."""
    log = reads.ReadLog(actor, "test")
    token = reads._log.set(log)
    try:
        yield log
    finally:
        reads._log.reset(token)
