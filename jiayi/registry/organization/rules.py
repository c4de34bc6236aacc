"""Team composition as a matching, and areas as a partition. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A team member as a template sees one; `places` says where the person comes from."""

    role: str
    qualified: bool = True
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What a template asks: so many members, each with one of these roles, from one of these places (none: any)."""

    any_of: tuple[str, ...]
    at_least: int
    places: tuple[str, ...] = ()

    def admits(self, member: Member) -> bool:
        """Whether a member may fill a place of this line."""
        comes_from = not self.places or any(place in self.places for place in member.places)
        return member.qualified and member.role in self.any_of and comes_from


@dataclass(frozen=True, slots=True)
class Partition:
    """How areas lie over the units: `complete` when nothing is left out, held twice or foreign."""

    gaps: tuple[str, ...]
    overlaps: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not (self.gaps or self.overlaps or self.unknown)


def lacking_of_lines(lines: Sequence[Line], members: Sequence[Member]) -> list[int]:
    """How many members each line lacks when as many places as possible are filled.

    One member fills one line, an unqualified one none. Earlier lines keep what they have.
    """
    places = [index for index, line in enumerate(lines) for _ in range(line.at_least)]
    holder: dict[int, int] = {}  # member -> place
    lacking = [0] * len(lines)
    for place in range(len(places)):
        if not _fill(place, places, lines, members, holder, set()):
            lacking[places[place]] += 1
    return lacking


def _fill(
    place: int,
    places: Sequence[int],
    lines: Sequence[Line],
    members: Sequence[Member],
    holder: dict[int, int],
    tried: set[int],
) -> bool:
    """Find a member for a place, moving members already placed to other places where that helps."""
    for index, member in enumerate(members):
        if index in tried or not lines[places[place]].admits(member):
            continue
        tried.add(index)
        if index not in holder or _fill(holder[index], places, lines, members, holder, tried):
            holder[index] = place
            return True
    return False


def may_lead(leader_role: str, leaders: Sequence[str], members: Sequence[Member]) -> bool:
    """Whether a role may lead: one of those named or, where none is, the role of any member."""
    return leader_role in (leaders or [member.role for member in members])


def partition_of(units: Sequence[str], teams: Mapping[str, Sequence[str]]) -> Partition:
    """Units in no team, codes in two or more teams, and codes that are no unit."""
    known = set(units)
    held = Counter(code for codes in teams.values() for code in set(codes))
    return Partition(
        gaps=tuple(sorted(known - held.keys())),
        overlaps=tuple(sorted(code for code, count in held.items() if count > 1)),
        unknown=tuple(sorted(held.keys() - known)),
    )
