"""Which tasks orders make due: one query each, the only statement of it (config/task_sources.py)."""

from jiayi.foundation.rulebook import rulebook
from jiayi.service.care import selectors as care

_HEAD = """order_.resident_id, order_.team_id, order_.region_code, order_.id AS subject_id"""

AUDITS = f"""
    SELECT 'prescription:' || order_.id || ':audit' AS key, 'prescription_audit' AS kind, {_HEAD},
        order_.issued_on AS from_on, order_.issued_on AS due_on
    FROM prescriptions_prescription AS order_ WHERE order_.state = 'auditing'
"""
REFILLS = f"""
    SELECT 'prescription:' || order_.id || ':refill' AS key, 'prescription_refill' AS kind, {_HEAD},
        order_.opens_on AS from_on, greatest(order_.runs_out_on, order_.opens_on) AS due_on
    FROM prescriptions_prescription AS order_ WHERE order_.state = 'active' AND order_.opens_on IS NOT NULL
"""
REVIEWS = f"""
    SELECT 'prescription:' || order_.id || ':review' AS key, 'prescription_review' AS kind, {_HEAD},
        coalesce(order_.held_on, order_.issued_on) AS from_on, coalesce(order_.held_on, order_.issued_on) AS due_on
    FROM prescriptions_prescription AS order_ WHERE order_.state IN ('held', 'queried')
"""
FOLLOW_UPS = """
    SELECT 'prescription:' || order_.id || ':follow_up:' || visit.due_on AS key,
        'prescription_follow_up' AS kind, {head}, visit.due_on - {days} AS from_on, visit.due_on
    FROM prescriptions_followup AS visit
    INNER JOIN prescriptions_prescription AS order_ ON order_.id = visit.prescription_id
    WHERE visit.done_on IS NULL AND order_.state = 'active'
"""
# Of the resident's running orders, that which was issued last stands for all: many drugs, and the last review of them.
MEDICINES = """
    SELECT 'prescription:' || order_.id || ':medicines' AS key, 'medication_review' AS kind, {head},
        coalesce(reviewed.last_on + {every}, order_.issued_on) AS from_on,
        coalesce(reviewed.last_on + {every}, order_.issued_on) + {within} AS due_on
    FROM prescriptions_prescription AS order_
    LEFT JOIN LATERAL (
        SELECT max(visit."on") AS last_on FROM ({visits}) AS visit
        WHERE visit.resident_id = order_.resident_id AND visit.form = 'medication-review'
    ) AS reviewed ON true
    WHERE order_.state IN ('active', 'held')
        AND (
            SELECT count(DISTINCT item.drug) FROM prescriptions_prescriptionitem AS item
            INNER JOIN prescriptions_prescription AS held ON held.id = item.prescription_id
            WHERE held.resident_id = order_.resident_id AND held.state IN ('active', 'held')
        ) >= {many}
        AND NOT EXISTS (
            SELECT 1 FROM prescriptions_prescription AS later WHERE later.resident_id = order_.resident_id
                AND later.state IN ('active', 'held') AND (later.issued_on, later.id) > (order_.issued_on, order_.id)
        )
"""

# Medicines that a hospital handed home: a prescription is written, or set aside with a reason.
DRAFTS = """
    SELECT 'prescription_draft:' || draft.id AS key, 'write_prescription' AS kind, draft.resident_id, draft.team_id,
        draft.region_code, draft.id AS subject_id, draft.written_on AS from_on, draft.due_on
    FROM prescriptions_prescriptiondraft AS draft WHERE draft.closed_on IS NULL
"""


def drafts() -> str:
    """Prescriptions to be written after a return from hospital."""
    return DRAFTS


def audits() -> str:
    """Orders that wait for a pharmacist, on the day they were issued."""
    return AUDITS


def refills() -> str:
    """The next part of every order that may be dispensed, from the day its window opens to the end of the supply."""
    return REFILLS


def reviews() -> str:
    """Orders on hold, and those that a pharmacist has queried: the doctor judges or answers."""
    return REVIEWS


def follow_ups() -> str:
    """Follow-ups on the set days of a longer order, from the first day that counts as one."""
    return FOLLOW_UPS.format(head=_HEAD, days=_national("prescription.follow_up_window_days"))


def medication_reviews() -> str:
    """Residents who take so many medicines at once that a pharmacist should look at all of them, once a year."""
    return MEDICINES.format(
        head=_HEAD,
        visits=care.visits(),
        many=_national("prescription.review_from_drugs"),
        every=_national("prescription.review_every_days"),
        within=_national("prescription.review_within_days"),
    )


def _national(key: str) -> int:
    return int(rulebook().parameters[key].values[-1].value)
