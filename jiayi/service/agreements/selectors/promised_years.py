"""What agreements promise, by agreement year: queries for the rooms that keep account of it.

Like the sources of tasks they are texts, so that six hundred thousand agreements are counted by the database at once.
"""

# Where other packages were signed within a term, the year goes on that began under the agreements before
# (docs/decisions.md 26): all of them are one promise, which bears the id of the first.
_CHAIN = """
    WITH RECURSIVE chain AS (
        SELECT agreement.id, agreement.previous_id, agreement.starts_on, agreement.ends_on, 0 AS depth
        UNION ALL
        SELECT former.id, former.previous_id, former.starts_on, former.ends_on, chain.depth + 1
        FROM chain INNER JOIN agreements_agreement AS former
            ON former.id = chain.previous_id AND former.state = 'changed' AND former.ends_on = chain.ends_on
            AND former.resident_id = agreement.resident_id
    )
    SELECT id AS promise_id, starts_on AS counted_from FROM chain ORDER BY depth DESC LIMIT 1
"""
# What was replaced before it began never promised a day.
_NEVER_BEGUN = """
    agreement.ended_on = agreement.starts_on AND agreement.state IN ('changed', 'transferred', 'terminated')
    AND EXISTS (
        SELECT 1 FROM agreements_agreementstep AS step WHERE step.agreement_id = agreement.id
            AND step.from_state = 'scheduled' AND step.to_state = agreement.state
    )
"""
_YEARS = f"""
    SELECT agreement.id AS agreement_id, chain.promise_id, agreement.resident_id, agreement.state,
        agreement.region_code, agreement.ends_on AS agreement_ends_on,
        agreement.starts_on AS agreement_starts_on, chain.counted_from, year.starts_on AS year_starts_on,
        greatest(year.starts_on, agreement.starts_on) AS starts_on,
        least((year.starts_on + interval '1 year')::date - 1, term.last_day) AS ends_on
    FROM agreements_agreement AS agreement
    CROSS JOIN LATERAL ({_CHAIN}) AS chain
    CROSS JOIN LATERAL (SELECT least(agreement.ends_on, agreement.ended_on) AS last_day) AS term
    CROSS JOIN LATERAL generate_series(0, extract(year FROM age(term.last_day, chain.counted_from))::integer) AS number
    CROSS JOIN LATERAL (
        SELECT (chain.counted_from + make_interval(years => number))::date AS starts_on
    ) AS year
    WHERE agreement.state NOT IN ('draft', 'pending', 'scheduled', 'void') AND NOT ({_NEVER_BEGUN})
        AND greatest(year.starts_on, agreement.starts_on)
            <= least((year.starts_on + interval '1 year')::date - 1, term.last_day)
"""
_ITEMS = f"""
    SELECT agreement_id, promise_id, resident_id, year_starts_on, line.item, min(years.starts_on) AS starts_on,
        max(served.ends_on) AS ends_on, sum(line.quantity)::integer AS quantity,
        min(line.interval_days) AS interval_days
    FROM ({_YEARS}) AS years
    INNER JOIN agreements_agreementpackage AS package USING (agreement_id)
    CROSS JOIN LATERAL (
        SELECT least(years.ends_on,
            (years.agreement_starts_on + make_interval(months => package.service_months))::date - 1) AS ends_on
    ) AS served
    CROSS JOIN LATERAL jsonb_to_recordset(package.items) AS line (item text, quantity integer, interval_days integer)
    WHERE years.starts_on <= served.ends_on
    GROUP BY agreement_id, promise_id, resident_id, year_starts_on, line.item
"""
_RUNNING = """
    SELECT id AS agreement_id, team_id, region_code FROM agreements_agreement WHERE state = 'active'
"""


def promised_years() -> str:
    """Each year of each agreement that came into force: agreement_id, promise_id, resident_id, state, region_code,
    agreement_starts_on, agreement_ends_on, counted_from (where years begin), year_starts_on, and starts_on to ends_on,
    the part of the year that the agreement holds."""
    return _YEARS


def promised_items() -> str:
    """Each item of such a year: agreement_id, promise_id, resident_id, year_starts_on, item, starts_on, ends_on,
    quantity, interval_days."""
    return _ITEMS


def running_agreements() -> str:
    """Agreements that are in force and do not rest: agreement_id, team_id, region_code."""
    return _RUNNING
