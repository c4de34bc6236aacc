"""The one place that reads the clock; views and commands pass what it says on to rules and services."""

import datetime as dt
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """This instant, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """This day in Asia/Shanghai, where every county lives."""
    return now().astimezone(SHANGHAI).date()
