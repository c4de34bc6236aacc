"""What the ledger and the entitlements should be, as agreements and services done say, and how they differ.

The same queries restate what one act touched, and check everything (`jiayi ledger_check`).
"""

from jiayi.service.agreements import selectors as agreements

# A service counts for the entitlement that holds the day; where two do, for that of the later agreement. One visit is
# one contact, however many records it left.
_PLACED = """
    SELECT done.id AS service_id, done.version, done."on", entitlement.id AS entitlement_id, entitlement.quantity,
        entitlement.promise_id, entitlement.year_starts_on, fulfilled.item, fulfilled.by_any,
        CASE WHEN done.evidence = 'c' AND done.opinion = 'confirmed' THEN 'b' ELSE done.evidence END AS evidence
    FROM fulfilment_doneservice AS done
    CROSS JOIN LATERAL (
        SELECT DISTINCT item, false AS by_any FROM unnest(done.items) AS item
        UNION ALL SELECT done.any_item, true WHERE done.any_item <> '' AND done.any_item <> ALL(done.items)
            AND NOT EXISTS (
                SELECT 1 FROM fulfilment_doneservice AS other
                WHERE other.visit_id = done.visit_id AND other.id < done.id AND other."on" = done."on"
                    AND NOT other.is_void AND other.any_item = done.any_item
            )
    ) AS fulfilled
    CROSS JOIN LATERAL (
        SELECT held.* FROM fulfilment_entitlement AS held
        WHERE held.resident_id = done.resident_id AND held.item = fulfilled.item AND NOT held.is_withdrawn
            AND done."on" BETWEEN held.starts_on AND held.ends_on
        ORDER BY held.starts_on DESC, held.agreement_id DESC LIMIT 1
    ) AS entitlement
    WHERE NOT done.is_void {of_residents}
"""
_RANKED = f"""
    SELECT placed.*, row_number() OVER (
        PARTITION BY promise_id, item, year_starts_on ORDER BY "on", service_id
    ) > quantity AS is_extra
    FROM ({_PLACED}) AS placed
"""
# Of what any service counts for (a contact), only as many are entered as were promised.
_WANTED = f"""
    SELECT entitlement_id, service_id, version, evidence, "on", is_extra FROM ({_RANKED}) AS ranked
    WHERE NOT (is_extra AND by_any)
"""
_STANDING = """
    SELECT entry.entitlement_id, entry.service_id, entry.version, entry.evidence, entry."on", entry.is_extra
    FROM fulfilment_ledgerentry AS entry
    INNER JOIN fulfilment_doneservice AS done ON done.id = entry.service_id {of_residents}
    GROUP BY 1, 2, 3, 4, 5, 6
    HAVING sum(CASE entry.act WHEN 'consume' THEN 1 ELSE -1 END) > 0
"""
_ENTRIES = f"""
    WITH wanted AS ({_WANTED}), standing AS ({_STANDING})
    SELECT 'reverse' AS act, taken_back.* FROM (TABLE standing EXCEPT TABLE wanted) AS taken_back
    UNION ALL
    SELECT 'consume' AS act, entered.* FROM (TABLE wanted EXCEPT TABLE standing) AS entered
"""
_OF_RESIDENTS = "AND done.resident_id = ANY(%(residents)s)"

_SAME = """(held.promise_id, held.resident_id, held.starts_on, held.ends_on, held.quantity, held.interval_days,
    held.is_withdrawn) IS NOT DISTINCT FROM (promised.promise_id, promised.resident_id, promised.starts_on,
    promised.ends_on, promised.quantity, promised.interval_days, false)"""


def entries_due(*, everybody: bool = False) -> str:
    """The entries that the ledger lacks: act, entitlement_id, service_id, version, evidence, on, is_extra.

    Takes %(residents)s unless it is of everybody.
    """
    return _ENTRIES.format(of_residents="" if everybody else _OF_RESIDENTS)


def entitlements_due(*, everybody: bool = False) -> str:
    """What agreements promise in years that have begun by %(on)s and stands otherwise or not at all.

    Takes %(agreements)s unless of everybody.
    """
    promised, held = _both_sides(everybody)
    return f"""
        SELECT promised.* FROM {promised} LEFT JOIN {held} USING (agreement_id, item, year_starts_on)
        WHERE (held.id IS NOT NULL OR promised.starts_on <= %(on)s) AND (held.id IS NULL OR NOT {_SAME})
    """


def entitlements_baseless(*, everybody: bool = False) -> str:
    """The entitlements that no agreement promises any more: id, agreement_id. %(agreements)s as above."""
    promised, held = _both_sides(everybody)
    return f"""
        SELECT held.id, agreement_id FROM {held} LEFT JOIN {promised} USING (agreement_id, item, year_starts_on)
        WHERE promised.item IS NULL AND NOT held.is_withdrawn
    """


def _both_sides(everybody: bool) -> tuple[str, str]:
    """Each narrowed by itself: PostgreSQL carries a list of ids through no outer join, and would read the table."""
    narrowed = "" if everybody else "WHERE agreement_id = ANY(%(agreements)s)"
    return (
        f"(SELECT * FROM ({agreements.promised_items()}) AS every {narrowed}) AS promised",
        f"(SELECT * FROM fulfilment_entitlement {narrowed}) AS held",
    )
