"""Agreements as they were signed, and by whose signature: queries for the rooms that look at all of them."""

_SIGNED = """
    SELECT agreement.id AS agreement_id, agreement.paper_id, agreement.resident_id, agreement.household_id,
        agreement.team_id, agreement.responsible_person_id AS practitioner_id, agreement.region_code, agreement.kind,
        agreement.state, agreement.signed_on, agreement.starts_on, agreement.is_silent,
        least(agreement.ends_on, agreement.ended_on) AS last_on,
        agreement.state IN ('active', 'suspended') AS is_running,
        CASE WHEN agreement.suspension_reason = 'in_hospital' THEN agreement.suspended_on END AS in_hospital_from,
        agreement.resumes_on, agreement.guardian_id
    FROM agreements_agreement AS agreement
    WHERE agreement.state NOT IN ('draft', 'pending', 'void')
"""
_SIGNATURES = """
    SELECT paper.id AS paper_id, paper.signer_id, paper.signer_capacity, evidence.sha256 AS image
    FROM agreements_agreementpaper AS paper
    LEFT JOIN (
        SELECT evidence.paper_id, attachment.sha256 FROM agreements_signatureevidence AS evidence
        INNER JOIN documents_attachment AS attachment ON attachment.id = evidence.attachment_id
        WHERE evidence.kind IN ('drawn', 'scan')
    ) AS evidence ON evidence.paper_id = paper.id
"""


def signed_agreements() -> str:
    """All that were ever signed and stand: agreement_id, paper_id, resident_id, household_id, team_id, practitioner_id,
    region_code, kind, state, signed_on, starts_on, is_silent, last_on, is_running, in_hospital_from, resumes_on,
    guardian_id."""
    return _SIGNED


def signatures() -> str:
    """Who signed each paper: paper_id, signer_id, signer_capacity, and a row for each image (a digest; none: none)."""
    return _SIGNATURES
