"""Tasks for tests, stated as rooms state them."""

import datetime as dt
import itertools

from jiayi.registry.tasks import services
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.terms import DueTask, TaskKind
from tests.registry.people.factories import VILLAGE, make_region

TODAY = dt.date(2026, 11, 22)
_numbers = itertools.count(1)


def due_task(**fields) -> DueTask:
    """A duty that can be done today."""
    make_region(fields.get("region_code", VILLAGE))
    usual = {
        "key": f"test:{next(_numbers)}",
        "kind": TaskKind.RENEWAL_NOTICE,
        "region_code": VILLAGE,
        "from_on": TODAY,
        "due_on": TODAY + dt.timedelta(days=30),
    }
    return DueTask(**(usual | fields))


def make_task(**fields) -> Task:
    """An open task."""
    task = due_task(**fields)
    services.open_tasks(tasks=[task])
    return Task.objects.get(key=task.key)
