"""What commands read from their line, the same everywhere: a wrong word is wrong use (exit code 2)."""

import datetime as dt
from argparse import ArgumentTypeError

from django.core.management.base import CommandError

from jiayi.foundation.base import clock
from jiayi.foundation.core.dates import parse_iso_day


def day(text: str) -> dt.date:
    """A day as the type of an argument."""
    try:
        return parse_iso_day(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day as YYYY-MM-DD") from error


def past_day(option: str, text: str | None) -> dt.date:
    """The day of an option, today without one; exit 2 for what is no day or has not come yet."""
    if text is None:
        return clock.today()
    try:
        given = parse_iso_day(text)
    except ValueError as error:
        raise CommandError(f"{option}: {text!r} is no day; write YYYY-MM-DD", returncode=2) from error
    if given > clock.today():
        raise CommandError(f"{option}: {given} has not come yet", returncode=2)
    return given
