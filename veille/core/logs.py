"""What a log may hold: where it failed, never what somebody typed nor the address of a file."""

import logging
import traceback
from types import TracebackType

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlainFormatter(logging.Formatter):
    """A refused request by its status, a failure by its types and its lines of code."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 – the name that logging calls
        """Django writes the address of a request (an invitation is one), others the text of an exception."""
        if hasattr(record, "status_code"):
            record.message = str(record.status_code)
        elif record.exc_info:
            record.message = str(record.msg)
        return super().formatMessage(record)

    def formatException(self, ei: Failure) -> str:  # noqa: N802
        """Without the text, which may quote a row, a form or an e-mail address."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            kind = type(error)
            lines += [*traceback.format_tb(error.__traceback__), f"{kind.__module__}.{kind.__qualname__}\n"]
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()
