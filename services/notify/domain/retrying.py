"""How often and how long a mail is tried."""

from datetime import timedelta

# The first soon, for a server that is just starting anew; in all a little more than two days, as mail servers do.
DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=26),
)

# How long a domain is left alone whose server hung or said "later", by how often in a row; the last for all further.
RESTS = (
    timedelta(seconds=5),
    timedelta(seconds=15),
    timedelta(seconds=45),
    timedelta(minutes=2),
    timedelta(minutes=5),
)


def delay_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries (1 or more); None when it is time to give up."""
    return DELAYS[tries - 1] if tries <= len(DELAYS) else None
