"""Records of care that count and are not, or not in this version, among the services done; and services without one."""

from collections.abc import Iterator

from jiayi.foundation.rulebook import rulebook
from jiayi.service.care import selectors as care

# Which form, in which ways (none: all) and with which fields fulfils which item.
_FULFILS = "(VALUES {rows}) AS line (form, modes, fields, item)"
_ITEMS = """ARRAY(
    SELECT DISTINCT line.item FROM {fulfils}
    WHERE line.form = standing.form AND (line.modes = '{{}}' OR standing.mode = ANY(line.modes))
        AND line.fields <@ standing.fields
    ORDER BY line.item
)"""
_UNGATHERED = """
    SELECT standing.record_id, standing.version, standing.resident_id, standing.form, standing."on", standing.mode,
        standing.evidence, standing.team_id, standing.visit_id, standing.entered_by,
        standing.entered_by_name, {items} AS items
    FROM ({records}) AS standing
    LEFT JOIN fulfilment_doneservice AS done ON done.id = standing.record_id
    WHERE done.id IS NULL OR done.is_void OR done.version <> standing.version
"""
_ORPHANED = """
    SELECT done.id AS service_id, done.resident_id FROM fulfilment_doneservice AS done
    LEFT JOIN ({records}) AS standing ON standing.record_id = done.id
    WHERE done.form <> '' AND NOT done.is_void AND standing.record_id IS NULL
"""


def ungathered() -> str:
    """As columns of services done: record_id as id, and the items that each fulfils by the rulebook."""
    fulfils = _FULFILS.format(rows=", ".join(_lines()))
    return _UNGATHERED.format(items=_ITEMS.format(fulfils=fulfils), records=care.standing_records())


def orphaned() -> str:
    """Services of records that do not count any more: service_id, resident_id."""
    return _ORPHANED.format(records=care.standing_records())


def _lines() -> Iterator[str]:
    for code, item in sorted(rulebook().items.items()):
        for line in item.fulfilled_by:
            modes, fields = ("{" + ",".join(names) + "}" for names in (line.modes, line.fields))
            yield f"('{line.form}'::text, '{modes}'::text[], '{fields}'::text[], '{code}'::text)"
