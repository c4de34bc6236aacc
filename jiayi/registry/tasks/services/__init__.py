"""Opening, closing, assigning and rebuilding tasks; the order of rounds."""

from .assigning import MOST as MOST_ASSIGNED
from .assigning import assign_tasks, give_tasks
from .opening import close_tasks, close_tasks_of, open_task, open_tasks
from .rebuilding import Differences, rebuild
from .restating import restate_tasks
from .walking import order_households, order_villages

__all__ = [
    "MOST_ASSIGNED",
    "Differences",
    "assign_tasks",
    "close_tasks",
    "close_tasks_of",
    "give_tasks",
    "open_task",
    "open_tasks",
    "order_households",
    "order_villages",
    "rebuild",
    "restate_tasks",
]
