"""care.mental.classify: how stable a patient with severe mental disorder is."""

from typing import Annotated

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import mental as rules

UNSTABLE, SOME_DANGER = "mental_disorder.unstable_danger_from", "mental_disorder.some_danger_from"
STABLE_DAYS, OTHER_DAYS = "mental_disorder.days_when_stable", "mental_disorder.days_otherwise"


class MentalFacts(Facts):
    danger: Annotated[int, Field(ge=0, le=5)]
    symptoms_present: bool = False
    insight: rules.Insight
    social_function: rules.SocialFunction
    self_harm: bool = False
    acute_drug_reaction: bool = False
    serious_illness: bool = False


def classify(facts: MentalFacts, view: RulebookView) -> Outcome:
    """Class, referral and days to the next follow-up; only the unstable are referred, at once."""
    state = rules.State(
        danger=facts.danger,
        alarms=facts.self_harm or facts.acute_drug_reaction or facts.serious_illness,
        symptoms=facts.symptoms_present,
        insight=facts.insight,
        social_function=facts.social_function,
    )
    found = rules.stability(state, unstable_from=view.get(UNSTABLE), some_danger_from=view.get(SOME_DANGER))
    key = STABLE_DAYS if found == "stable" else OTHER_DAYS
    days = view.get(key)
    return {
        "classification": found,
        "referral": "urgent" if found == "unstable" else "none",
        "next_within_days": days,
        "reasons": [
            *_reasons(facts, view),
            *([] if days is None else [view.reason("NEXT_WITHIN_DAYS", key, days=days)]),
        ],
    }


def _reasons(facts: MentalFacts, view: RulebookView) -> list[Reason]:
    holding = {
        "MENTAL_SELF_HARM": facts.self_harm,
        "MENTAL_DRUG_REACTION": facts.acute_drug_reaction,
        "MENTAL_SERIOUS_ILLNESS": facts.serious_illness,
        "MENTAL_SYMPTOMS": facts.symptoms_present,
        "MENTAL_NO_INSIGHT": facts.insight == "none",
        "MENTAL_POOR_FUNCTION": facts.social_function == "poor",
    }
    key = UNSTABLE if _is_reached(facts.danger, UNSTABLE, view) else SOME_DANGER
    return [
        view.reason("MENTAL_DANGER", key, danger=facts.danger),
        *(view.reason(code) for code, holds in holding.items() if holds),
    ]


def _is_reached(danger: int, key: str, view: RulebookView) -> bool:
    limit = view.get(key)
    return limit is not None and danger >= limit


register("care.mental.classify", MentalFacts, classify)
