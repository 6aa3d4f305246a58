"""What is promised, and how a run stands against it."""

from collections.abc import Iterable
from dataclasses import dataclass

from veille.benchmark.measures import Times

ROWS_TO_RAW = 2.0
REQUEST_TO_RAW = 5.0
REQUEST_TO_ADMIN = 0.4
FAR_TO_FIRST = 2.0
FIRST_SCREEN_QUERIES = 30
# Below, there is too little to read for ratios to mean anything.
JUDGED_FROM = 100_000


@dataclass(frozen=True)
class Verdict:
    """A figure against the most it may be."""

    what: str
    value: float
    most: float

    @property
    def is_met(self) -> bool:
        return self.value <= self.most


def of_list(label: str, times: dict[str, Times]) -> list[Verdict]:
    raw, rows, request, admin = (times[name].p50 for name in ("raw", "rows", "request", "admin"))
    return [
        Verdict(f"{label}: rows / raw cursor", rows / raw, ROWS_TO_RAW),
        Verdict(f"{label}: request / raw cursor", request / raw, REQUEST_TO_RAW),
        Verdict(f"{label}: request / admin", request / admin, REQUEST_TO_ADMIN),
    ]


def of_pages(label: str, times: dict[str, Times]) -> list[Verdict]:
    return [Verdict(f"{label}: page 500 / page 1", times["far"].p50 / times["first"].p50, FAR_TO_FIRST)]


def of_first_screen(label: str, queries: dict[int, int]) -> list[Verdict]:
    """The most queries allowed, and the same number whatever the notes."""
    few, many = queries.values()
    return [
        Verdict(f"{label}: queries", max(few, many), FIRST_SCREEN_QUERIES),
        Verdict(f"{label}: queries added by 297 notes", abs(many - few), 0),
    ]


def missed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if not verdict.is_met]
