"""What a stack of schemes says of groups, in the form in which many residents are judged at once. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.rulebook import find_value

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class GroupNorms:
    """Elderly from, child below so many months of age (None: nobody); days after a delivery; key and special list."""

    elderly_from: int | None
    child_below: int | None
    maternal_days: int | None
    key: frozenset[str]
    special: frozenset[str]

    @property
    def ages_that_matter(self) -> set[int]:
        """Months of age at which somebody joins or leaves a group."""
        return {month for month in (self.elderly_from, self.child_below) if month}

    def groups_of(self, months: int, recorded: Iterable[str]) -> frozenset[str]:
        """All groups of somebody of this age; `recorded` names a delivery as maternal:<days ago at most>."""
        found = {code for code in recorded if not code.startswith("maternal:")}
        since = [int(code.partition(":")[2]) for code in recorded if code.startswith("maternal:")]
        if self.maternal_days is not None and any(days <= self.maternal_days for days in since):
            found.add("maternal")
        if self.elderly_from is not None and months >= self.elderly_from:
            found.add("elderly")
        if self.child_below is not None and months < self.child_below:
            found.add("child")
        listed = {"key": self.key, "special": self.special}
        return frozenset(found | {name for name, groups in listed.items() if found & groups})


def group_norms(schemes: Sequence[str], on: dt.date) -> GroupNorms:
    """The norms of a stack on a day: an age in years includes the whole last year, one in months that month."""

    def value(key: str) -> Any:
        found = find_value(key, on, schemes)
        return found.value if found else None

    return GroupNorms(
        elderly_from=age_in_months(value("group.elderly_age")),
        child_below=age_in_months(value("group.child_age"), and_the_last=True),
        maternal_days=value("group.maternal_days"),
        key=frozenset(value("group.key_list") or ()),
        special=frozenset(value("group.special_list") or ()),
    )


def age_in_months(limit: Mapping[str, int] | None, *, and_the_last: bool = False) -> int | None:
    """The months of age at which a limit in years or months is reached, or with the last of them is over."""
    if not limit:
        return None
    if limit.get("months") is not None:
        return limit["months"] + int(and_the_last)
    return (limit["years"] + int(and_the_last)) * MONTHS_A_YEAR
