"""What follows from a change of promises or of what was done: tasks."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.terms import DueTask
from jiayi.service.fulfilment import due_tasks
from jiayi.service.fulfilment.models import Entitlement

_COLUMNS = "key, kind, region_code, from_on, due_on, resident_id, team_id, subject_id"


def restate_tasks(agreement_ids: Collection[UUID], *, on: dt.date) -> None:
    """Open what these agreements still owe this year, and close what they do no longer."""
    ids = list(agreement_ids)
    if not ids:
        return
    with connection.cursor() as cursor:
        query = f"SELECT {_COLUMNS} FROM ({due_tasks.promises_to_keep()}) AS source WHERE subject_id = ANY(%s)"
        cursor.execute(query, [ids])
        due = [DueTask(*row) for row in cursor.fetchall()]
    years = Entitlement.objects.filter(agreement_id__in=ids).values_list("agreement_id", "year_starts_on").distinct()
    known = {f"agreement:{agreement_id}:promises:{year}" for agreement_id, year in years}
    tasks.close_tasks(keys=sorted(known - {task.key for task in due}), on=on, outcome="kept")
    tasks.open_tasks(tasks=due)
