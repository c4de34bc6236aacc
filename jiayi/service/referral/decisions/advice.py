"""referral.advice: how urgent a referral is by the criteria that hold; advice, the doctor decides."""

from typing import Literal

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

CRITERIA = "referral.up_criteria"
ORDER = ("emergency", "urgent", "routine")


class AdviceFacts(Facts):
    criteria: list[str] = []
    finding: Literal["none", "advised", "urgent"] = "none"


def advice(facts: AdviceFacts, view: RulebookView) -> Outcome:
    """The most urgent of what holds; `none` where nothing speaks for a referral."""
    lists = view.need(CRITERIA)
    held = [(urgency, code) for urgency in ORDER for code in lists.get(urgency, []) if code in facts.criteria]
    reasons = [_said(urgency, code, view) for urgency, code in held]
    if facts.finding == "urgent":
        reasons.insert(0, view.reason("REFERRAL_FINDING_URGENT"))
        held.append(("urgent", "finding"))
    elif facts.finding == "advised":
        reasons.append(view.reason("REFERRAL_FINDING_ADVISED"))
        held.append(("routine", "finding"))
    found = {urgency for urgency, _ in held}
    urgency = next((one for one in ORDER if one in found), "none")
    return {"urgency": urgency, "reasons": reasons or [view.reason("REFERRAL_NO_CRITERION", CRITERIA)]}


def _said(urgency: str, code: str, view: RulebookView) -> Reason:
    word = view.book.labelled(code)
    zh, en = (word.zh, word.en) if word else (code, code)
    return view.reason(f"CRITERION_{urgency.upper()}", CRITERIA, criterion=zh, criterion_en=en)


register("referral.advice", AdviceFacts, advice)
