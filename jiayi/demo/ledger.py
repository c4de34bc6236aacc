"""The ledger of states of agreements that were written as they stand today: how they came there, act by act."""

from django.db import connection

# The database has noted for each the state that it was written with; what came before and after is told here.
_FIRST = """
UPDATE agreements_agreementstep AS step
SET act = CASE agreement.state WHEN 'draft' THEN 'prepare' WHEN 'pending' THEN 'offer' ELSE 'sign' END,
    to_state = CASE WHEN agreement.state IN ('draft', 'pending') THEN agreement.state
        WHEN agreement.starts_on > agreement.signed_on THEN 'scheduled' ELSE 'active' END,
    at = agreement.created_at, by_name = agreement.entered_by_name
FROM agreements_agreement AS agreement
WHERE agreement.id = step.agreement_id
"""
_STEP = """
INSERT INTO agreements_agreementstep (agreement_id, from_state, to_state, act, "on", at, by_name, note)
SELECT id, {former}, {state}, {act}, {on}, {on} + time '00:05' AT TIME ZONE 'Asia/Shanghai', {by}, end_note
FROM agreements_agreement
WHERE {condition}
ORDER BY id
"""
_STARTED = _STEP.format(
    former="'scheduled'",
    state="'active'",
    act="'start'",
    on="starts_on",
    by="''",
    condition="starts_on > signed_on AND state NOT IN ('draft', 'pending', 'scheduled') "
    "AND (ended_on IS NULL OR ended_on >= starts_on)",
)
_SUSPENDED = _STEP.format(
    former="'active'",
    state="state",
    act="'suspend'",
    on="suspended_on",
    by="entered_by_name",
    condition="state = 'suspended'",
)
_ENDED = _STEP.format(
    former="CASE WHEN starts_on > ended_on THEN 'scheduled' ELSE 'active' END",
    state="state",
    act="""CASE state WHEN 'renewed' THEN 'renew' WHEN 'changed' THEN 'change' WHEN 'transferred' THEN 'transfer'
        WHEN 'terminated' THEN 'terminate' WHEN 'void' THEN 'cancel' ELSE 'expire' END""",
    on="ended_on",
    by="CASE WHEN state IN ('renewed', 'expired') THEN '' ELSE entered_by_name END",
    condition="ended_on IS NOT NULL",
)


def tell_how_it_came() -> None:
    """Each agreement's steps in their order, each with its act and day; set by set."""
    with connection.cursor() as cursor:
        for statement in (_FIRST, _STARTED, _SUSPENDED, _ENDED):
            cursor.execute(statement)
