"""The university's own day: what the law and people call « today », whatever hour it is elsewhere."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")


def day_of(moment: datetime) -> date:
    """At 00:30 in Paris it is already tomorrow, though not yet in UTC."""
    return moment.astimezone(ZONE).date()


def today() -> date:
    return day_of(datetime.now(UTC))
