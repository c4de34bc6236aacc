"""assurance.audit.result: what an audited record comes to, by what was found of each field."""

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

SERIOUS = "assurance.audit.serious_share"
WITHIN = "assurance.audit.correct_within_days"


class AuditFacts(Facts):
    took_place: bool = True  # the service, as far as the auditor could find out
    fields: int  # that were held against the source
    faulty: int = 0  # of them, those that differ or lack a value
    key_faulty: int = 0  # of these, measured values


def result(facts: AuditFacts, view: RulebookView) -> Outcome:
    """consistent without faults; forged where the service did not take place; serious where a measured value is wrong
    or the faulty share reaches the limit; else minor. What is not consistent is corrected within days."""
    code = _code(facts, view)
    words = {"fields": facts.fields, "faulty": facts.faulty}
    within = None if code == "consistent" else view.need(WITHIN)
    key = {"serious": SERIOUS, "minor": SERIOUS}.get(code)
    return {
        "result": code,
        "correct_within_days": within,
        "reasons": [view.reason(f"AUDIT_{code.upper()}", key, **words)],
    }


def _code(facts: AuditFacts, view: RulebookView) -> str:
    if not facts.took_place:
        return "forged"
    if not facts.faulty:
        return "consistent"
    is_serious = facts.key_faulty > 0 or facts.faulty / max(facts.fields, 1) >= view.need(SERIOUS)
    return "serious" if is_serious else "minor"


register("assurance.audit.result", AuditFacts, result)
