"""Opening, closing and rebuilding tasks."""

from .opening import close_tasks, close_tasks_of, open_task, open_tasks
from .rebuilding import Differences, rebuild
from .restating import restate_tasks

__all__ = ["Differences", "close_tasks", "close_tasks_of", "open_task", "open_tasks", "rebuild", "restate_tasks"]
