"""What the commands of this room are asked with."""

import datetime as dt

from django.core.management.base import CommandError

from jiayi.foundation.base import clock
from jiayi.foundation.core.dates import parse_iso_day


def day_of(text: str | None) -> dt.date:
    """The day of --as-of, today without one; a day that is none or has not come yet is refused."""
    if text is None:
        return clock.today()
    try:
        day = parse_iso_day(text)
    except ValueError as error:
        raise CommandError(f"--as-of: {text!r} is no day; write YYYY-MM-DD", returncode=2) from error
    if day > clock.today():
        raise CommandError(f"--as-of: {day} has not come yet", returncode=2)
    return day
