"""referral.clocks: by when a referral is answered, the patient there, an emergency completed, the return looked at."""

from typing import Literal

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

ANSWER, ARRIVAL, COMPLETION = "referral.answer_within_hours", "referral.arrival_days", "referral.completion_hours"
HOME, CHECK, ACCESS = "referral.home_follow_up_days", "referral.follow_up_days", "referral.access_days"
UNANSWERED, ABSENT = "referral.unanswered_expires_days", "referral.absent_expires_days"


class ClockFacts(Facts):
    urgency: Literal["routine", "urgent", "emergency"] = "routine"


def clocks(facts: ClockFacts, view: RulebookView) -> Outcome:
    """Hours to the answer and to the completion of an emergency; days for everything else."""
    hours = view.need(ANSWER)[facts.urgency]
    arrival, home, check = view.need(ARRIVAL), view.need(HOME), view.need(CHECK)
    reasons = [
        view.reason("CLOCK_ANSWER", ANSWER, hours=hours) if hours else view.reason("CLOCK_AT_ONCE", ANSWER),
        view.reason("CLOCK_ARRIVAL", ARRIVAL, days=arrival),
        view.reason("CLOCK_HOME", HOME, days=home),
        view.reason("DOWN_FOLLOW_UP", CHECK, days=check),
    ]
    completion = view.need(COMPLETION)
    if facts.urgency == "emergency":
        reasons.append(view.reason("CLOCK_COMPLETION", COMPLETION, hours=completion))
    return {
        "answer_within_hours": hours,
        "arrival_days": arrival,
        "completion_hours": completion,
        "home_follow_up_days": home,
        "check_days": check,
        "access_days": view.need(ACCESS),
        "unanswered_expires_days": view.need(UNANSWERED),
        "absent_expires_days": view.need(ABSENT),
        "reasons": reasons,
    }


register("referral.clocks", ClockFacts, clocks)
