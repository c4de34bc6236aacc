"""Calendar arithmetic by the project's one rule, inclusive periods, and dates as people write them.

Adding months: a day that the month lacks is the 1st of the next month (31 January + 1 month = 1 March).
Completed months and years are counted with the same rule.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

ONE_DAY = timedelta(days=1)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WRITTEN_DAY = re.compile(r"(\d{4})([-/.]|年)(\d{1,2})(?:\2|月)(\d{1,2})日?", re.ASCII)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIAL_DAY = re.compile(r"(\d{4,5})(?:\.\d+)?", re.ASCII)
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)
# Spreadsheets count days from here (their 1900 holds a 29 February that never was).
_SERIAL_ZERO = date(1899, 12, 30)
# 8 January 1906 to 31 December 2099: smaller numbers are years, larger ones are no days of living people.
_FIRST_SERIAL, _LAST_SERIAL = 2_200, 73_050


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); a day that the month lacks is the 1st of the next month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        if not date.min.year <= year <= date.max.year:
            raise OverflowError("date out of range") from None
        # Only the 29th to the 31st can be missing, and never in December.
        return date(year, month + 2, 1)


def add_years(day: date, years: int) -> date:
    """The anniversary `years` later: of 29 February in a common year it is 1 March."""
    return add_months(day, 12 * years)


def completed_months(since: date, on: date) -> int:
    """How many whole months lie between two days; negative when `on` comes first."""
    months = (on.year - since.year) * 12 + on.month - since.month
    if on.day >= since.day:
        return months
    return months - 1


def completed_years(since: date, on: date) -> int:
    """Age in completed years (周岁)."""
    return completed_months(since, on) // 12


def last_anniversary(start: date, on: date) -> date:
    """The latest anniversary of `start` not after `on`, the start itself before the first."""
    return add_years(start, max(completed_years(start, on), 0))


def next_anniversary(start: date, on: date) -> date:
    """The first anniversary of `start` after `on`."""
    return add_years(start, max(completed_years(start, on), 0) + 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    if year > date.max.year:
        raise OverflowError("date out of range")
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - ONE_DAY


def closes_month(day: date) -> bool:
    """Whether it is the last day of its month."""
    return day == month_end(day.year, day.month)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `starts_on` to `ends_on`, both included; `None` means without an end."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("a period ends before it starts")

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Period") -> bool:
        return (other.ends_on is None or self.starts_on <= other.ends_on) and (
            self.ends_on is None or other.starts_on <= self.ends_on
        )

    @property
    def days(self) -> int | None:
        """How many days, both ends counted; `None` without an end."""
        return None if self.ends_on is None else (self.ends_on - self.starts_on).days + 1


def parse_iso_day(text: str) -> date:
    """A day written exactly YYYY-MM-DD; ValueError otherwise or when the calendar has no such day."""
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(f"not a day as YYYY-MM-DD: {text!r}")
    return date.fromisoformat(text)


def read_day(value: object) -> date | None:
    """A day as rosters hold it: 1990-04-26, 1990/4/26, 1990.4.26, 19900426, 1990年4月26日, a sheet serial,
    a date or a datetime. `None` when it is none of these or no real day.
    """
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_number(value)
    return None


def _read_text(text: str) -> date | None:
    if len(text) == 10 and text[4] == "-" and text[7] == "-" and text.isascii():
        return _day_or_none(text[:4], text[5:7], text[8:])
    bare = _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", text).strip())
    bare = "".join(bare.split())
    if match := _WRITTEN_DAY.fullmatch(bare):
        return _day_or_none(match.group(1), match.group(3), match.group(4))
    if match := _COMPACT_DAY.fullmatch(bare):
        return _day_or_none(*match.groups())
    if match := _SERIAL_DAY.fullmatch(bare):
        return _read_number(int(match.group(1)))
    return None


def _read_number(number: int | float) -> date | None:
    if not isfinite(number):
        return None
    whole = int(number)
    if whole == number and 18_000_000 <= whole <= 99_999_999:
        return _read_text(str(whole))
    return _SERIAL_ZERO + timedelta(days=whole) if _FIRST_SERIAL <= whole <= _LAST_SERIAL else None


def _day_or_none(year: str, month: str, day: str) -> date | None:
    if not (year + month + day).isdigit():
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
