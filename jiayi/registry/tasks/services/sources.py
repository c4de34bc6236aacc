"""What the rooms' queries say of tasks, in one shape."""

STATED = (
    "key",
    "kind",
    "resident_id",
    "team_id",
    "region_code",
    "subject_id",
    "from_on",
    "due_on",
    "programme",
    "risk",
    "remind_on",
)
COLUMNS = ", ".join(STATED)
# What a source may leave out. PostgreSQL takes a name that the inner query lacks from the query around it.
_USUAL = "(SELECT ''::varchar AS programme, ''::varchar AS risk, NULL::date AS remind_on) AS usual"


def stated(source: str, where: str = "true") -> str:
    """A query of COLUMNS in this order, of the rows of a source that `where` leaves."""
    return f"SELECT task.* FROM {_USUAL}, LATERAL (SELECT {COLUMNS} FROM ({source}) AS source WHERE {where}) AS task"
