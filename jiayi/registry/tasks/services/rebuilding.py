"""Derive all open tasks from the records and compare them with the table."""

import datetime as dt
from dataclasses import dataclass
from importlib import import_module

from django.db import connection, transaction
from django.utils.module_loading import import_string

# The rooms above are known only by this name, so that nothing is imported upward.
LIST_OF_SOURCES = "jiayi.config.task_sources"

_COLUMNS = "key, kind, resident_id, team_id, region_code, subject_id, from_on, due_on"
_NOTHING = """SELECT NULL::varchar AS key, NULL::varchar AS kind, NULL::uuid AS resident_id, NULL::uuid AS team_id,
    NULL::varchar AS region_code, NULL::uuid AS subject_id, NULL::date AS from_on, NULL::date AS due_on WHERE false"""
_SAME = """(task.kind, task.resident_id, task.team_id, task.region_code, task.subject_id, task.from_on, task.due_on)
    IS NOT DISTINCT FROM
    (due.kind, due.resident_id, due.team_id, due.region_code, due.subject_id, due.from_on, due.due_on)"""

_MISSING = """FROM due_task due WHERE NOT EXISTS
    (SELECT 1 FROM tasks_task task WHERE task.key = due.key AND task.state = 'open')"""
_STALE = """FROM tasks_task task WHERE task.state = 'open' AND NOT EXISTS
    (SELECT 1 FROM due_task due WHERE due.key = task.key)"""
_CHANGED = f"""FROM tasks_task task JOIN due_task due USING (key) WHERE task.state = 'open' AND NOT ({_SAME})"""

_CLOSE = f"""UPDATE tasks_task SET state = 'closed', closed_on = %s, outcome = 'rebuilt', updated_at = now()
    WHERE id IN (SELECT task.id {_STALE})"""
_STATE_ALL = f"""INSERT INTO tasks_task (id, created_at, updated_at, state, outcome, {_COLUMNS})
    SELECT gen_random_uuid(), now(), now(), 'open', '', {_COLUMNS} FROM due_task due ORDER BY key
    ON CONFLICT (key) DO UPDATE SET (kind, resident_id, team_id, region_code, subject_id, from_on, due_on, state,
        closed_on, outcome, updated_at) = (excluded.kind, excluded.resident_id, excluded.team_id,
        excluded.region_code, excluded.subject_id, excluded.from_on, excluded.due_on, 'open', NULL, '', now())
    WHERE tasks_task.state <> 'open' OR NOT ({_SAME.replace("task.", "tasks_task.").replace("due.", "excluded.")})"""


@dataclass(frozen=True)
class Differences:
    """How the table differs from what the records say: counts, and a few keys of each."""

    missing: int
    stale: int
    changed: int
    examples: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.missing + self.stale + self.changed


@transaction.atomic
def rebuild(*, on: dt.date, check: bool = False) -> Differences:
    """Compare the open tasks with those that the sources derive; unless `check`, make them equal."""
    with connection.cursor() as cursor:
        sources = [_NOTHING, *(_query(path) for path in import_module(LIST_OF_SOURCES).TASK_SOURCES)]
        union = " UNION ALL ".join(f"SELECT {_COLUMNS} FROM ({query}) AS source" for query in sources)
        cursor.execute("DROP TABLE IF EXISTS due_task")
        cursor.execute(f"CREATE TEMPORARY TABLE due_task ON COMMIT DROP AS {union}")
        cursor.execute("CREATE UNIQUE INDEX ON due_task (key)")
        cursor.execute("ANALYZE due_task")
        found = _differences(cursor)
        if not check and found.total:
            cursor.execute(_CLOSE, [on])
            cursor.execute(_STATE_ALL)
        cursor.execute("DROP TABLE due_task")
    return found


def _query(path: str) -> str:
    """A source is a function without arguments that answers a query of the columns above."""
    return import_string(path)()


def _differences(cursor) -> Differences:
    counts, examples = [], []
    for key, where in (("due.key", _MISSING), ("task.key", _STALE), ("key", _CHANGED)):
        cursor.execute(f"SELECT count(*) {where}")
        counts.append(cursor.fetchone()[0])
        cursor.execute(f"SELECT {key} {where} ORDER BY 1 LIMIT 5")
        examples += [row[0] for row in cursor.fetchall()]
    return Differences(*counts, examples=tuple(examples))
