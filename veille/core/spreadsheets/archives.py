"""An archive opened piece by piece: what it declares is never believed, what it inflates to is counted."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from veille.core.spreadsheets import bounds, refusal
from veille.core.spreadsheets.refusal import Refused

_CHUNK = 65_536
_ENCRYPTED = 0x1
_KNOWN_COMPRESSION = {0, 8}  # stored, deflated: the only ones a spreadsheet uses
_FAULTS = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, OverflowError)


class Archive:
    """The parts of a file, by name, inflated under one account for the whole of it."""

    def __init__(self, content: bytes):
        self._size = max(len(content), 1)
        self._inflated = 0
        try:
            self._zip = ZipFile(BytesIO(content))
            self._infos = self._zip.infolist()
        except _FAULTS as error:
            raise Refused(refusal.BROKEN) from error
        self._check_directory()
        self.names = [info.filename for info in self._infos]

    def _check_directory(self) -> None:
        """Before any byte is inflated: how many parts, twins, what they claim."""
        infos = self._infos
        if len(infos) > bounds.ENTRIES or sum(info.file_size for info in infos) > bounds.INFLATED_BYTES:
            raise Refused(refusal.INFLATES)
        if len({info.filename.lower() for info in infos}) < len(infos):
            raise Refused(refusal.BROKEN)
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise Refused(refusal.PROTECTED)
        if any(info.compress_type not in _KNOWN_COMPRESSION for info in infos):
            raise Refused(refusal.BROKEN)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def chunks(self, name: str) -> Iterator[bytes]:
        """One part, a piece at a time; refused as soon as it passes a bound or lies about its size."""
        info = self._info(name)
        read = 0
        try:
            with self._zip.open(info) as source:
                while piece := source.read(_CHUNK):
                    read += len(piece)
                    self._account(len(piece), read)
                    yield piece
        except _FAULTS as error:
            raise Refused(refusal.BROKEN) from error

    def _info(self, name: str) -> ZipInfo:
        try:
            return self._zip.getinfo(name)
        except KeyError as error:
            raise Refused(refusal.BROKEN) from error

    def _account(self, size: int, of_this_part: int) -> None:
        self._inflated += size
        if self._inflated > bounds.INFLATED_BYTES or of_this_part > bounds.PART_BYTES:
            raise Refused(refusal.INFLATES)
        if self._inflated > bounds.RATIO_FROM and self._inflated > self._size * bounds.RATIO:
            raise Refused(refusal.INFLATES)

    def small_part(self, name: str, most: int = 2 * bounds.MEGABYTE) -> bytes:
        """A part that describes others, whole."""
        found = bytearray()
        for piece in self.chunks(name):
            found += piece
            if len(found) > most:
                raise Refused(refusal.INFLATES)
        return bytes(found)
