"""Which tasks the promises make due (config/task_sources.py)."""

from jiayi.foundation.rulebook import rulebook
from jiayi.service.agreements import selectors as agreements

# Of the year that runs; what nobody asked for on demand is not owed.
_OWED = """
    SELECT 'agreement:' || held.agreement_id || ':promises:' || held.year_starts_on AS key,
        'deliver_promises' AS kind, min(held.resident_id::text)::uuid AS resident_id, running.team_id,
        running.region_code, held.agreement_id AS subject_id,
        greatest(max(held.ends_on) - {days}, min(held.starts_on)) AS from_on, max(held.ends_on) AS due_on
    FROM fulfilment_entitlement AS held
    INNER JOIN ({running}) AS running USING (agreement_id)
    WHERE NOT held.is_withdrawn AND held.item <> ALL('{{{on_demand}}}'::text[])
        AND held.quantity > (
            SELECT coalesce(sum(CASE entry.act WHEN 'consume' THEN 1 ELSE -1 END), 0)
            FROM fulfilment_entitlement AS same INNER JOIN fulfilment_ledgerentry AS entry
                ON entry.entitlement_id = same.id
            WHERE same.promise_id = held.promise_id AND same.item = held.item
                AND same.year_starts_on = held.year_starts_on
        )
        AND NOT EXISTS (
            SELECT 1 FROM fulfilment_entitlement AS later
            WHERE later.agreement_id = held.agreement_id AND later.year_starts_on > held.year_starts_on
        )
    GROUP BY held.agreement_id, held.year_starts_on, running.team_id, running.region_code
"""


def promises_to_keep() -> str:
    """Agreements of whose running year something owed remains, from some days before its end to its last day."""
    days = rulebook().parameters["fulfilment.days_before_year_end"].values[-1].value
    on_demand = ",".join(sorted(code for code, item in rulebook().items.items() if item.on_demand))
    return _OWED.format(days=int(days), on_demand=on_demand, running=agreements.running_agreements())
