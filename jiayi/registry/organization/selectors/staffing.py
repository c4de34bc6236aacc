"""The time that the members of teams have for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.base.periods import in_force
from jiayi.registry.organization.models import TeamMember
from jiayi.registry.organization.terms import StaffTime


def staff_time(team_ids: Iterable[UUID], on: date) -> dict[UUID, list[StaffTime]]:
    """Each team's members of a day, every person once, by name; two queries, however many teams.

    A person's hours are the sum of those entered for the roles in the team. Where none are entered, `teams` says how
    many teams the person belongs to in that way.
    """
    wanted = list(team_ids)
    rows = _rows(TeamMember.objects.filter(in_force(on), team_id__in=wanted))
    people = {row["practitioner_id"] for seats in rows.values() for row in seats}
    elsewhere = _rows(TeamMember.objects.filter(in_force(on), practitioner_id__in=people))
    shares = _teams_without_hours(elsewhere)
    found: dict[UUID, list[StaffTime]] = {team_id: [] for team_id in wanted}
    for (team_id, practitioner_id), seats in rows.items():
        found[team_id].append(_time(seats, shares[practitioner_id]))
    return {team_id: sorted(members, key=lambda one: one.name) for team_id, members in found.items()}


_COLUMNS = ("team_id", "practitioner_id", "practitioner__name", "role", "weekly_hours")


def _rows(members: Any) -> dict[tuple[UUID, UUID], list[dict[str, Any]]]:
    found: dict[tuple[UUID, UUID], list[dict[str, Any]]] = defaultdict(list)
    for row in members.order_by("starts_on", "id").values(*_COLUMNS):
        found[row["team_id"], row["practitioner_id"]].append(row)
    return found


def _hours(seats: Sequence[dict[str, Any]]) -> float | None:
    known = [float(row["weekly_hours"]) for row in seats if row["weekly_hours"] is not None]
    return sum(known) if known else None


def _teams_without_hours(rows: dict[tuple[UUID, UUID], list[dict[str, Any]]]) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    for (_team_id, practitioner_id), seats in rows.items():
        found[practitioner_id] += _hours(seats) is None
    return found


def _time(seats: Sequence[dict[str, Any]], teams: int) -> StaffTime:
    first = seats[0]
    roles = tuple(dict.fromkeys(row["role"] for row in seats))
    return StaffTime(
        first["team_id"], first["practitioner_id"], first["practitioner__name"], roles, _hours(seats), max(teams, 1)
    )
