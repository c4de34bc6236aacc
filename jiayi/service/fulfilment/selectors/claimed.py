"""Services that are said to have been done, as a query for the rooms that look into them."""

_DONE = """
    SELECT done.id AS service_id, done.resident_id, done.team_id, done.items, done.form, done."on", done.mode
    FROM fulfilment_doneservice AS done WHERE NOT done.is_void
"""


def done_services() -> str:
    """All that stand: service_id, resident_id, team_id, items, form (none: entered by hand), on, mode."""
    return _DONE
