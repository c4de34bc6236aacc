"""What the rows of facts come from, by table, and which villages something changed in since a building.

A row that was written since has a later transaction number; a row that was written over or deleted since is missing
among those left as they were. So a village is as it was exactly where no row is new and as many are old as then.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from jiayi.insight.indicators.facts.engine import literal

_OF_RESIDENT = "{table} AS one INNER JOIN people_resident AS resident ON resident.id = one.resident_id"
_THROUGH = (
    "{table} AS one INNER JOIN {via} AS via ON via.{key} = one.{link} "
    "INNER JOIN people_resident AS resident ON resident.id = via.resident_id"
)
SOURCES = {
    "people_resident": "people_resident AS one INNER JOIN people_resident AS resident ON resident.id = one.id",
    **{
        table: _OF_RESIDENT.format(table=table)
        for table in (
            "people_groupmembership",
            "people_departure",
            "people_stayelsewhere",
            "agreements_agreement",
            "agreements_refusal",
            "care_record",
            "care_observation",
            "care_enrolment",
            "prescriptions_prescription",
            "insurance_insuredvisit",
            "referral_referral",
            "engagement_surveyinvitation",
            "assurance_interviewcase",
            "outreach_attendance",
            "fulfilment_entitlement",
        )
    },
    "agreements_agreementpaper": _THROUGH.format(
        table="agreements_agreementpaper", via="agreements_agreement", key="paper_id", link="id"
    ),
    "fulfilment_standing": _THROUGH.format(
        table="fulfilment_standing", via="agreements_agreement", key="id", link="agreement_id"
    ),
    "prescriptions_dispensing": _THROUGH.format(
        table="prescriptions_dispensing", via="prescriptions_prescription", key="id", link="prescription_id"
    ),
}
SOURCES["fulfilment_ledgerentry"] = _THROUGH.format(
    table="fulfilment_ledgerentry", via="fulfilment_entitlement", key="id", link="entitlement_id"
)
SOURCES["outreach_activity"] = _THROUGH.format(
    table="outreach_activity", via="outreach_attendance", key="activity_id", link="id"
)
SOURCES["prescriptions_dispensingreturn"] = (
    "prescriptions_dispensingreturn AS one INNER JOIN prescriptions_dispensing AS handed ON handed.id = "
    "one.dispensing_id INNER JOIN prescriptions_prescription AS via ON via.id = handed.prescription_id "
    "INNER JOIN people_resident AS resident ON resident.id = via.resident_id"
)
_NOW = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest
"""
_COUNTS = """
SELECT resident.region_code, count(*) AS total, count(*) FILTER (WHERE {is_new}) AS new
FROM {source}
WHERE resident.region_code >= '{county}' AND resident.region_code < '{county}:'
GROUP BY resident.region_code
"""
_MOVED = """
SELECT DISTINCT departure.from_region
FROM people_departure AS departure
INNER JOIN people_resident AS resident ON resident.id = departure.resident_id
WHERE departure.kind = 'living_here' AND departure."on" > '{on}'
    AND resident.region_code = ANY('{{{villages}}}'::text[])
"""
# Who answers for what: few rows, all villages follow from them.
_ORGANIZATION = """
SELECT md5(coalesce(string_agg(line, ';' ORDER BY line), '')) FROM (
    SELECT concat_ws(',', id, region_id, team_id, responsible_person_id, starts_on, ends_on) AS line
    FROM organization_area
    UNION ALL SELECT concat_ws(',', id, institution_id) FROM organization_team
) AS lines
"""
_HALF_OF_ALL = 2**31  # transaction numbers go round: older ones cannot be told from newer ones


def ask(duck: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query that PostgreSQL itself answers, within the snapshot of the connection."""
    return duck.execute(f"SELECT * FROM postgres_query('pg', {literal(query)})").fetchall()


def mark_now(
    duck: duckdb.DuckDBPyConnection, county: str, on: date, before: Mapping[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """How all sources stand (to be kept), and the villages that changed since `before` ({}: everything is new)."""
    oldest = ask(duck, _NOW)[0][0]
    is_new = "true"
    if before and oldest - before["xid"] < _HALF_OF_ALL:
        is_new = f"age(one.xmin) <= age('{before['xid'] % 2**32}'::xid)"
    counts: dict[str, dict[str, int]] = {}
    changed: set[str] = set()
    for table, source in SOURCES.items():
        rows = ask(duck, _COUNTS.format(is_new=is_new, source=source, county=county))
        counts[table] = {village: total for village, total, _new in rows}
        left = {village: total - new for village, total, new in rows}
        was = before.get("counts", {}).get(table, {})
        changed |= {village for village, _total, new in rows if new}
        changed |= {village for village in {*left, *was} if left.get(village, 0) != was.get(village, 0)}
    changed |= {village for (village,) in ask(duck, _MOVED.format(on=on, villages=",".join(sorted(changed))))}
    return {"xid": oldest, "counts": counts, "organization": ask(duck, _ORGANIZATION)[0][0]}, changed
