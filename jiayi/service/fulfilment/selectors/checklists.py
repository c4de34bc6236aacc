"""The lists that counties promise by (1+10, 七个一), with what of them is done."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from jiayi.foundation.rulebook import rulebook


@dataclass(frozen=True)
class ChecklistLine:
    """A line of a list: done, not done, or None where services do not tell it."""

    zh: str
    en: str
    is_done: bool | None
    is_leading: bool


@dataclass(frozen=True)
class Checklist:
    """A list as it stands on a day."""

    code: str
    zh: str
    en: str
    is_provisional: bool
    lines: list[ChecklistLine]

    @property
    def done(self) -> int:
        return sum(line.is_done is True for line in self.lines)


def checklists(on: dt.date, done: Collection[str]) -> list[Checklist]:
    """Every list in force on the day against the items done in the agreement year, under an agreement in force."""
    found = []
    for code, listed in rulebook().lists.items():
        version = next((one for one in listed.versions if one.holds_on(on)), None)
        if version is None:
            continue
        lines = [ChecklistLine(line.zh, line.en, _is_done(line, done), line.leading) for line in version.lines]
        found.append(Checklist(code, listed.zh, listed.en, version.provisional, lines))
    return found


def _is_done(line, done: Collection[str]) -> bool | None:
    if line.by_agreement:
        return True
    return any(item in done for item in line.items) if line.items else None
