"""Make a county's records many: each visit with its version and values again, some months earlier each time."""

import psycopg
from psycopg import sql

SPAN = 160  # days; a large county holds one visit a disease, within the last months
# Table, what is new in a copy, and the column that follows the record.
_NEW = {
    "care_record": {
        "id": "twin.new_id",
        "submission_id": "gen_random_uuid()",
        "visit_on": "kept.visit_on - twin.days",
        "entered_on": "kept.entered_on - twin.days",
        "return_due_on": "NULL",
        "returned_on": "NULL",
    },
    "care_recordversion": {"id": None, "record_id": "twin.new_id", "entered_at": "kept.entered_at - twin.age"},
    "care_observation": {"id": "gen_random_uuid()", "record_id": "twin.new_id", "at": "kept.at - twin.age"},
}


def multiply(database: psycopg.Connection, wanted: int) -> int:
    """Copy records until there are `wanted` of them; how many there are."""
    [there] = database.execute("SELECT count(*) FROM care_record").fetchone() or [0]
    generation = 0
    while there and there < wanted:
        generation += 1
        with database.transaction():
            there += _copy_once(database, generation, wanted - there)
        print(f"  {there} records", flush=True)
    if generation:
        database.execute("VACUUM (ANALYZE) care_record, care_recordversion, care_observation")
    return there


def _copy_once(database: psycopg.Connection, generation: int, most: int) -> int:
    days = 2 ** (generation - 1) * SPAN  # every copy has days of its own
    database.execute(
        "CREATE TEMPORARY TABLE twin ON COMMIT DROP AS SELECT id AS old_id, gen_random_uuid() AS new_id, "
        "%s::int AS days, make_interval(days => %s) AS age FROM care_record WHERE state = 'current' LIMIT %s",
        [days, days, most],
    )
    database.execute("CREATE INDEX ON twin (old_id)")
    database.execute("ANALYZE twin")
    copied = 0
    for table, new in _NEW.items():
        followed = "id" if table == "care_record" else "record_id"
        names = [name for name in _columns(database, table) if new.get(name, "") is not None]
        values = [sql.SQL(new.get(name) or f'kept."{name}"') for name in names]
        statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} kept JOIN twin ON twin.old_id = kept.{}").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.SQL(", ").join(values),
            sql.Identifier(table),
            sql.Identifier(followed),
        )
        rows = database.execute(statement).rowcount
        copied = copied or rows
    return copied


def _columns(database: psycopg.Connection, table: str) -> list[str]:
    found = database.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
        "ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in found]
