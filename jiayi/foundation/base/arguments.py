"""What commands read from their line, the same everywhere: a wrong word is wrong use (exit code 2)."""

import datetime as dt
from argparse import ArgumentTypeError

from jiayi.foundation.core.dates import parse_iso_day


def day(text: str) -> dt.date:
    """A day as the type of an argument."""
    try:
        return parse_iso_day(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day as YYYY-MM-DD") from error
