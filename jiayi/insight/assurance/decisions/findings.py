"""assurance.finding: whether what a detector counted is a finding, and how grave it looks."""

from jiayi.foundation.rulebook import Facts, RulebookError, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.insight.assurance.rules import judging


class FindingFacts(Facts):
    detector: str
    hits: int  # cases of the kind that the detector looks for
    total: int  # of so many


def finding(facts: FindingFacts, view: RulebookView) -> Outcome:
    """`is_finding`, `score` (0–100, 50 at the threshold) and `share`; nothing follows from it but a review."""
    detector = view.book.detectors.get(facts.detector)
    if detector is None or not 0 <= facts.hits <= facts.total:
        raise RulebookError("E_FACT_VALUE", "no such detector, or more hits than cases", path="facts.detector")
    threshold = view.need(detector.threshold)
    least = view.need(detector.least) if detector.least else 0
    measure = detector.measure
    words = {"hits": facts.hits, "total": facts.total, "zh": detector.hit_zh, "en": detector.hit_en}
    is_one = judging.is_finding(measure, facts.hits, facts.total, threshold=threshold, least=least)
    return {
        "is_finding": is_one,
        "score": judging.score(measure, facts.hits, facts.total, threshold=threshold),
        "share": round(facts.hits / facts.total, 6) if facts.total else None,
        "reasons": [view.reason("SUSPICION" if is_one else "NO_SUSPICION", detector.threshold, **words)],
    }


register("assurance.finding", FindingFacts, finding)
