"""What the follow-ups of hypertension and diabetes share: facts, outcome and reasons."""

from collections.abc import Sequence

from jiayi.foundation.rulebook import Facts, Number, Reason, RulebookView
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import follow_up as rules
from jiayi.service.care.rules.pressure import Limit

STABLE_DAYS, OTHER_DAYS = "follow_up.days_when_controlled", "follow_up.days_otherwise"


class FollowUpFacts(Facts):
    symptoms: list[str] = []
    adverse_reaction: bool = False
    adverse_reaction_hard: bool = False
    new_complication: bool = False
    worse_complication: bool = False
    pregnant_or_lactating: bool = False
    previous: rules.Classification | None = None


def outcome(facts: FollowUpFacts, *, off_target: bool, urgent: Sequence[Reason], view: RulebookView) -> Outcome:
    """Class, referral and days to the next follow-up; `urgent` are the reasons for emergency care."""
    found = rules.Findings(
        off_target=off_target,
        adverse_reaction=facts.adverse_reaction or facts.adverse_reaction_hard,
        hard_reaction=facts.adverse_reaction_hard,
        complication=facts.new_complication or facts.worse_complication,
        urgent=bool(urgent),
    )
    current = rules.classification(found)
    second_failure = rules.is_second_failure(current, facts.previous)
    sent = rules.referral(found, second_failure=second_failure)
    stable, otherwise = view.get(STABLE_DAYS), view.get(OTHER_DAYS)
    days = rules.next_within_days(current, sent, stable=stable, otherwise=otherwise)
    key = STABLE_DAYS if (current, sent) == ("controlled", "none") else OTHER_DAYS
    return {
        "classification": current,
        "referral": sent,
        "next_within_days": days,
        "reasons": [
            *urgent,
            *_shared_reasons(facts, second_failure, view),
            *([] if days is None else [view.reason("NEXT_WITHIN_DAYS", key, days=days)]),
        ],
    }


def _shared_reasons(facts: FollowUpFacts, second_failure: bool, view: RulebookView) -> list[Reason]:
    holding = {
        "NEW_COMPLICATION": facts.new_complication,
        "WORSE_COMPLICATION": facts.worse_complication,
        "ADVERSE_REACTION_HARD": facts.adverse_reaction_hard,
        "ADVERSE_REACTION": facts.adverse_reaction and not facts.adverse_reaction_hard,
        "NOT_CONTROLLED_TWICE": second_failure,
    }
    return [view.reason(code) for code, holds in holding.items() if holds]


def symptom_reasons(facts: FollowUpFacts, key: str, view: RulebookView) -> list[Reason]:
    """A reason for each symptom that calls for emergency care."""
    urgent = [symptom for symptom in dict.fromkeys(facts.symptoms) if symptom in (view.get(key) or [])]
    labels = zip(*view.labels("words", urgent), strict=True)
    return [view.reason("URGENT_SYMPTOM", key, symptom=zh, symptom_en=en) for zh, en in labels]


def pressure_reason(
    code: str, key: str, *, systolic: Number, diastolic: Number, limit: Limit, view: RulebookView
) -> Reason:
    """A reason that tells both pressures and the limit."""
    words = {"limit_systolic": limit["systolic"], "limit_diastolic": limit["diastolic"]}
    return view.reason(code, key, systolic=systolic, diastolic=diastolic, **words)
