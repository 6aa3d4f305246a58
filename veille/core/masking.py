"""When a number says too much of a few households: one threshold for reports and for what a dispositif publishes."""

SMALL = 5


def is_small(n: int | None, total: int | None = None) -> bool:
    """Whether a number says something of less than five households, on one side or the other."""
    if n is None:
        return False
    return 0 < n < SMALL or (total is not None and 0 < total - n < SMALL)
