"""Derive all open tasks from the records and compare them with the table."""

import datetime as dt
from dataclasses import dataclass
from importlib import import_module

from django.db import connection, transaction
from django.utils.module_loading import import_string

from .sources import COLUMNS, STATED, stated

# The rooms above are known only by this name, so that nothing is imported upward.
LIST_OF_SOURCES = "jiayi.config.task_sources"

_NOTHING = """SELECT NULL::varchar AS key, NULL::varchar AS kind, NULL::uuid AS resident_id, NULL::uuid AS team_id,
    NULL::varchar AS region_code, NULL::uuid AS subject_id, NULL::date AS from_on, NULL::date AS due_on WHERE false"""
_TOLD = [name for name in STATED if name != "key"]


def _of(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in _TOLD)


_SAME = f"({_of('task')}) IS NOT DISTINCT FROM ({_of('due')})"

_MISSING = """FROM due_task due WHERE NOT EXISTS
    (SELECT 1 FROM tasks_task task WHERE task.key = due.key AND task.state = 'open')"""
_STALE = """FROM tasks_task task WHERE task.state = 'open' AND NOT EXISTS
    (SELECT 1 FROM due_task due WHERE due.key = task.key)"""
_CHANGED = f"""FROM tasks_task task JOIN due_task due USING (key) WHERE task.state = 'open' AND NOT ({_SAME})"""

_CLOSE = f"""UPDATE tasks_task SET state = 'closed', closed_on = %s, outcome = 'rebuilt', updated_at = now()
    WHERE id IN (SELECT task.id {_STALE})"""
_STATE_ALL = f"""INSERT INTO tasks_task (id, created_at, updated_at, state, outcome, {COLUMNS})
    SELECT gen_random_uuid(), now(), now(), 'open', '', {COLUMNS} FROM due_task due ORDER BY key
    ON CONFLICT (key) DO UPDATE SET ({", ".join(_TOLD)}, state, closed_on, outcome, updated_at)
        = ({_of("excluded")}, 'open', NULL, '', now())
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
        union = " UNION ALL ".join(stated(query) for query in sources)
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
