"""How much a team has promised: residents weighted, and hours a year against the hours of its members. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum  # the same whatever the order

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Band:
    """Ages from `first` to `last` in completed years (None: without an end), and what a resident of them weighs."""

    first: int
    last: int | None
    weight: float


@dataclass(frozen=True, slots=True)
class Norms:
    """What a scheme says of work: weights, minutes of one service by item, hours a year by role."""

    bands: tuple[Band, ...]
    condition_weights: Mapping[str, float]
    minutes: Mapping[str, float]
    weekly_hours: Mapping[str, float]
    weeks: int


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a team: the roles there, the hours a week that are known, else the teams to be shared among."""

    roles: tuple[str, ...]
    weekly_hours: float | None = None
    teams: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """What comes of it; hours are of a year. `share` is None where nobody has any time."""

    persons: int
    weighted_panel: float
    expected_hours: float
    available_hours: float
    by_band: tuple[tuple[Band, int], ...] = ()
    by_condition: Mapping[str, int] = field(default_factory=dict)
    by_item: Mapping[str, tuple[int, float]] = field(default_factory=dict)  # quantity a year, hours
    by_member: tuple[float, ...] = ()  # hours, in the order of the members

    @property
    def share(self) -> float | None:
        return self.expected_hours / self.available_hours if self.available_hours else None


def bands_of(weights: Sequence[tuple[int, float]]) -> tuple[Band, ...]:
    """Bands from (first year, weight) in rising order; each ends where the next begins."""
    lasts = [*(first - 1 for first, _ in weights[1:]), None]
    return tuple(Band(first, last, weight) for (first, weight), last in zip(weights, lasts, strict=True))


def minutes_of(
    modes: Sequence[str],
    *,
    shares: Mapping[str, float],
    usual: Mapping[str, float],
    own: Mapping[str, float],
    travel: float,
) -> float:
    """Minutes of one service of an item: its ways of being given by their shares, the way home and back added.

    An item with minutes of its own is given in the ways that these name; one whose ways have no share, in each alike.
    """
    ways = [mode for mode in modes if mode in own] or list(modes)
    parts = [shares.get(mode, 0.0) for mode in ways]
    if not sum(parts):
        parts = [1.0] * len(ways)
    if not ways:
        return 0.0
    each = [own.get(mode, usual.get(mode, 0.0)) + (travel if mode == "home" else 0.0) for mode in ways]
    return sum(part * minutes for part, minutes in zip(parts, each, strict=True)) / sum(parts)


def persons_by_band(ages: Mapping[int, int], bands: Sequence[Band]) -> list[tuple[Band, int]]:
    """How many residents each band holds; `ages` are persons by completed years."""
    firsts = [band.first for band in bands]
    counts = [0] * len(bands)
    for age, persons in ages.items():
        counts[bisect_right(firsts, age) - 1] += persons
    return list(zip(bands, counts, strict=True))


def hours_of(member: Member, norms: Norms) -> float:
    """Hours a year of a member: those known, else of the role with most of them, shared among the member's teams."""
    usual = max((norms.weekly_hours.get(role, 0.0) for role in member.roles), default=0.0) / max(member.teams, 1)
    return (usual if member.weekly_hours is None else member.weekly_hours) * norms.weeks


def measure(
    *,
    ages: Mapping[int, int],
    conditions: Mapping[str, int],
    items: Mapping[str, int],
    members: Sequence[Member],
    norms: Norms,
) -> Measure:
    """The load of a team. `items` are quantities a year by item."""
    by_band = persons_by_band(ages, norms.bands)
    of_age = fsum(band.weight * persons for band, persons in by_band)
    of_conditions = fsum(norms.condition_weights.get(code, 0.0) * persons for code, persons in conditions.items())
    by_item = {
        item: (quantity, quantity * norms.minutes.get(item, 0.0) / MINUTES_AN_HOUR) for item, quantity in items.items()
    }
    by_member = tuple(hours_of(member, norms) for member in members)
    return Measure(
        persons=sum(ages.values()),
        weighted_panel=of_age + of_conditions,
        expected_hours=fsum(hours for _, hours in by_item.values()),
        available_hours=fsum(by_member),
        by_band=tuple(by_band),
        by_condition=dict(conditions),
        by_item=by_item,
        by_member=by_member,
    )


def is_over(expected: float, available: float, share: float) -> bool:
    """Whether more is promised than the share of the hours; any promise is too much for nobody."""
    return expected > available * share


def is_near(expected: float, available: float, share: float) -> bool:
    """Whether the share of the hours is reached; where nothing is promised it never is."""
    return expected > 0 and expected >= available * share
