"""Points (积分) for what a resident did. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PointLine:
    """One act with the points that it brought; fewer than its worth, or none, once the year is full."""

    on: dt.date
    act: str
    title: str
    points: int


def ledger(acts: Iterable[tuple[dt.date, str, str]], worth: Mapping[str, int], most: int) -> list[PointLine]:
    """The acts (day, act, title) of a year in the order of time; what is worth nothing is left out."""
    left, lines = most, []
    for on, act, title in sorted(acts):
        if not worth.get(act):
            continue
        points = min(worth[act], left)
        left -= points
        lines.append(PointLine(on, act, title, points))
    return lines
