"""What a check finds."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (`error`) or worth a look (`warning`), and where."""

    severity: Literal["error", "warning"]
    place: str
    message: str


def error(place: str, message: str) -> Problem:
    """Something that must not be."""
    return Problem("error", place, message)
