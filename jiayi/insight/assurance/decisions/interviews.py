"""assurance.interview.outcome: whether what a resident said agrees with what was recorded (domain 6.4)."""

from typing import Literal

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome


class InterviewFacts(Facts):
    received: Literal["same", "other", "none", "unsure"]
    when: Literal["same", "near", "differs", "unsure"] = "unsure"
    measured: Literal["told", "taken", "no", "not_asked"] = "not_asked"


def outcome(facts: InterviewFacts, view: RulebookView) -> Outcome:
    """match: this service, its day or way not contradicted, and what belongs to it was done. mismatch: no service, or
    another one at another time. partial: anything between. None: the resident does not remember, so nothing is said."""
    code = _code(facts)
    return {"outcome": code, "reasons": [view.reason(f"INTERVIEW_{(code or 'open').upper()}")]}


def _code(facts: InterviewFacts) -> str | None:
    if facts.received == "unsure":
        return None
    if facts.received == "none" or (facts.received == "other" and facts.when == "differs"):
        return "mismatch"
    agrees = facts.received == "same" and facts.when in ("same", "near", "unsure") and facts.measured != "no"
    return "match" if agrees else "partial"


register("assurance.interview.outcome", InterviewFacts, outcome)
