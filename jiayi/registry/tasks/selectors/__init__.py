"""Reads of tasks; the viewer comes first."""

from .listing import nearness, task_counts, tasks
from .road import households_in_order, team_for_road, villages_in_order
from .worklist import ROAD, in_road_order, of_member, tab_counts, tasks_of, worklist

__all__ = [
    "ROAD",
    "households_in_order",
    "in_road_order",
    "nearness",
    "of_member",
    "tab_counts",
    "task_counts",
    "tasks",
    "tasks_of",
    "team_for_road",
    "villages_in_order",
    "worklist",
]
