"""Which tasks the agreements make due: one query each, the only statement of it (config/task_sources.py)."""

from jiayi.service.agreements.terms import IN_FORCE, RUNNING

RENEWAL = f"""
    SELECT 'agreement:' || agreement.id || ':renewal_notice' AS key, 'renewal_notice' AS kind, agreement.resident_id,
        agreement.team_id, agreement.region_code, agreement.id AS subject_id, agreement.notice_from AS from_on,
        agreement.ends_on AS due_on
    FROM agreements_agreement AS agreement
    WHERE agreement.state IN {RUNNING} AND agreement.notice_from IS NOT NULL AND agreement.notified_on IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM agreements_agreement AS following
            WHERE following.resident_id = agreement.resident_id AND following.state = 'scheduled'
        )
"""
SERVICE_LIST = f"""
    SELECT 'paper:' || paper.id || ':service_list' AS key, 'tell_service_list' AS kind,
        paper.signer_id AS resident_id, first.team_id, first.region_code, paper.id AS subject_id,
        paper.signed_on AS from_on, paper.signed_on AS due_on
    FROM agreements_agreementpaper AS paper
    CROSS JOIN LATERAL (
        SELECT agreement.team_id, agreement.region_code FROM agreements_agreement AS agreement
        WHERE agreement.paper_id = paper.id AND agreement.state IN {IN_FORCE}
        ORDER BY agreement.id LIMIT 1
    ) AS first
    WHERE paper.service_list <> '' AND paper.told_list_on IS NULL
"""
# A replacement inherits the day, which may be over when it is signed.
OPEN_RECORD = f"""
    SELECT 'agreement:' || agreement.id || ':open_record' AS key, 'open_record' AS kind, agreement.resident_id,
        agreement.team_id, agreement.region_code, agreement.id AS subject_id,
        least(agreement.signed_on, agreement.open_record_by) AS from_on, agreement.open_record_by AS due_on
    FROM agreements_agreement AS agreement
    WHERE agreement.state IN {IN_FORCE} AND agreement.open_record_by IS NOT NULL
        AND agreement.record_opened_on IS NULL
"""


SIGN = f"""
    SELECT 'signing_duty:' || duty.id AS key, 'sign_resident' AS kind, duty.resident_id, duty.team_id,
        resident.region_code, duty.resident_id AS subject_id, duty.given_on AS from_on, duty.due_on
    FROM agreements_signingduty AS duty
    JOIN people_resident AS resident ON resident.id = duty.resident_id
    WHERE duty.ended_on IS NULL AND resident.merged_into_id IS NULL AND resident.status = 'living_here'
        AND NOT EXISTS (
            SELECT 1 FROM agreements_agreement AS agreement
            WHERE agreement.resident_id = duty.resident_id AND agreement.state IN {IN_FORCE}
                AND agreement.kind <> 'supplementary'
        )
"""


def residents_to_sign() -> str:
    """Residents of groups to be covered in full who were given to somebody to visit and sign (S0-06)."""
    return SIGN


def renewal_notices() -> str:
    """Residents to be told of the coming end, from the day notice is due to the last day of the term."""
    return RENEWAL


def service_lists_to_tell() -> str:
    """Papers whose signer has not been told the list that the scheme names (S0-19)."""
    return SERVICE_LIST


def records_to_open() -> str:
    """Newly signed residents whose health record is not open yet (S0-23)."""
    return OPEN_RECORD
