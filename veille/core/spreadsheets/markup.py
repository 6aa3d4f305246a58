"""XML read as it flows: no definitions, no entities, no depth, one encoding; nothing is kept but what is asked."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from veille.core.spreadsheets import bounds, refusal
from veille.core.spreadsheets.refusal import Refused

Attributes = dict[str, str]


class Flow:
    """A reader of one part; a subclass says what it does `on_start`, `on_end` and `on_text`.

    Names come without their prefix. `on_text` is called only while `self.wants_text` holds.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 65_536
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._forbidden
        parser.EntityDeclHandler = self._forbidden
        parser.XmlDeclHandler = self._declared

    def on_start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def on_end(self, name: str) -> None:
        """An element ends."""

    def on_text(self, text: str) -> None:
        """A piece of text, while asked for."""

    def listen(self, wanted: bool) -> None:
        """Ask for the texts from here on, or no longer."""
        self._parser.CharacterDataHandler = self.on_text if wanted else None

    def read(self, pieces: Iterable[bytes]) -> None:
        """Let the whole part flow through."""
        try:
            for piece in pieces:
                self._parser.Parse(piece, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused(refusal.BROKEN) from error

    def through(self, pieces: Iterable[bytes], keep: Callable[[bytes], object]) -> None:
        """The same, each piece kept elsewhere once it was read."""

        def kept() -> Iterable[bytes]:
            for piece in pieces:
                yield piece
                keep(piece)

        self.read(kept())

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > bounds.DEPTH:
            raise Refused(refusal.FORBIDDEN_XML)
        self.on_start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.on_end(name.rpartition(":")[2])

    def _forbidden(self, *_: object) -> None:
        raise Refused(refusal.FORBIDDEN_XML)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise Refused(refusal.BROKEN)


def local(attributes: Attributes, name: str, default: str = "") -> str:
    """An attribute whatever its prefix."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), default)
