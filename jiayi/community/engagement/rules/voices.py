"""Urgent words, days to answer, and what a survey came to."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from jiayi.foundation.core.intervals import wilson


def urgent_words_in(text: str, words: Sequence[str]) -> list[str]:
    """Which of the words stand in a text, whatever the width and case of its letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [word for word in words if word.casefold() in plain]


def is_late(said_at: dt.datetime, now: dt.datetime, hours: int) -> bool:
    """Whether a note waits longer than it may."""
    return now - said_at > dt.timedelta(hours=hours)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of those who answered, with the bounds of its interval."""

    share: float
    low: float
    high: float
    count: int


def share_of(hits: int, count: int, confidence: float) -> Share | None:
    """None where nobody answered."""
    if count <= 0:
        return None
    low, high = wilson(hits / count, count, confidence=confidence)
    return Share(hits / count, low, high, count)
