"""The rectangle that holds every value of a sheet, and the text it would take in memory."""

from veille.core.spreadsheets import bounds, refusal
from veille.core.spreadsheets.refusal import Refused


class Extent:
    """Grows with each value; refuses as soon as the sheet could not be read in reasonable memory."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self.values = 0
        self.text = 0
        self.merged: set[tuple[int, int, int]] = set()  # row, first and last column: headers over several columns

    def reach(self, row: int, column: int, times: int = 1) -> None:
        """A value stands there (both from one); written twice in one place, it takes room twice."""
        self.values += times
        if self.values > bounds.CELLS:
            raise Refused(refusal.TOO_MANY_CELLS)
        if row > self.rows:
            self.rows = row
            self._check()
        if column > self.columns:
            self.columns = column
            self._check()

    def hold(self, characters: int, times: int = 1) -> None:
        """A text of this length is shown once more, or so many times."""
        if characters > bounds.CELL_TEXT:
            raise Refused(refusal.LONG_TEXT)
        self.text += characters * times
        if self.text > bounds.TEXT_BYTES:
            raise Refused(refusal.TOO_MANY_CELLS)

    def merge(self, row: int, first: int, last: int) -> None:
        """Cells of one row shown as one; only those near the top may be headers."""
        if row <= bounds.HEADER_WITHIN and first < last <= bounds.COLUMNS:
            self.merged.add((row, first, last))

    def _check(self) -> None:
        if self.rows > bounds.ROWS:
            raise Refused(refusal.TOO_MANY_ROWS)
        if self.columns > bounds.COLUMNS:
            raise Refused(refusal.TOO_MANY_COLUMNS)
        if self.rows * self.columns > bounds.CELLS:
            raise Refused(refusal.TOO_MANY_CELLS)
