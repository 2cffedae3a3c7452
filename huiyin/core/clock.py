"""The only place that asks the machine for the time; everything else is told it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, in UTC; in a demonstration set back by the days its play asks for."""
    return datetime.now(UTC) - timedelta(days=settings.DEMONSTRATION_DAYS_BACK)


def local_date(instant: datetime) -> date:
    """The date in Asia/Shanghai at `instant`: dates of facts are dates there."""
    return instant.astimezone(SHANGHAI).date()


def today() -> date:
    """Today's date in Asia/Shanghai."""
    return local_date(now())
