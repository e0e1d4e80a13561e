"""When a mail that the server did not take is tried again."""

from datetime import timedelta

PAUSES = (5, 30, 120, 300, 900, 1_800, 3_600, 3_600, 7_200, 14_400, 28_800, 43_200)  # seconds; a day and a half in all
LEASE = timedelta(seconds=60)  # how long a sender may be busy with one mail before another one takes it


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after this many failed tries; None when it is time to give up and show it to staff."""
    return timedelta(seconds=PAUSES[attempts - 1]) if attempts <= len(PAUSES) else None


def refused_for_good(code: int) -> bool:
    """SMTP's 5xx answers will not change by themselves; 4xx ones may."""
    return 500 <= code < 600
