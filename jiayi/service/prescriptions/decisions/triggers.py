"""prescriptions.triggers: whether what happened stops an order, or puts it on hold until a doctor judges again."""

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

STOP, HOLD = "prescription.stop_triggers", "prescription.hold_triggers"


class TriggerFacts(Facts):
    died: bool = False
    moved: bool = False
    admitted: bool = False
    urgent_value: bool = False
    adverse_reaction: bool = False
    pregnancy: bool = False
    goal_missed: bool = False
    other_disease: bool = False
    poor_adherence: bool = False
    missed_follow_ups: bool = False
    allergy_changed: bool = False
    organ_function: bool = False
    agreement_ended: bool = False


def triggers(facts: Facts, view: RulebookView) -> Outcome:
    """The action of the gravest; each trigger that acts is named."""
    there = [name for name in TriggerFacts.model_fields if getattr(facts, name)]
    stops = [name for name in there if name in (view.get(STOP) or [])]
    holds = [name for name in there if name in (view.get(HOLD) or [])]
    acting = stops or holds
    zh, en = view.labels("words", acting)
    action = "stop" if stops else "hold" if holds else "none"
    words = {"triggers": "、".join(zh), "triggers_en": ", ".join(en)}
    reason = view.reason(f"TRIGGERS_{action.upper()}", STOP if stops else HOLD, **words)
    return {"action": action, "triggers": acting, "reasons": [reason]}


register("prescriptions.triggers", TriggerFacts, triggers)
