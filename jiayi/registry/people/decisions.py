"""Decisions about people: reading an identity number, deriving groups."""

from datetime import date

from jiayi.foundation.core import national_id
from jiayi.foundation.rulebook import Day, Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.registry.people import rules

RECORD_FIELDS = "resident.record_fields"


class NationalIdFacts(Facts):
    number: str | None


class GroupFacts(Facts):
    birth_date: Day
    recorded: list[str] = []
    pregnant: bool = False
    delivered_on: Day | None = None


class RecordFacts(Facts):
    filled: list[str]


def parse_national_id(facts: NationalIdFacts, view: RulebookView) -> Outcome:
    """The number in its form of 18 characters and what it tells, or why it is none (GB 11643)."""
    parsed = national_id.parse(facts.number, view.on)
    reasons = [view.reason(code, "national_id.standard") for code in parsed.codes]
    return {
        **parsed._asdict(),
        "codes": list(parsed.codes),
        "reasons": reasons or [view.reason("ID_READ", "national_id.standard")],
    }


def derive_groups(facts: GroupFacts, view: RulebookView) -> Outcome:
    """Recorded groups and those of the calendar, and whether any is key or special in the stack."""
    derived = _derived(facts, view)
    groups = list(dict.fromkeys([*derived, *facts.recorded]))
    key = _listed(groups, view, "group.key_list")
    special = _listed(groups, view, "group.special_list")
    reasons = list(derived.values())
    if key:
        reasons.append(view.reason("GROUP_KEY", "group.key_list", **_group_words(key, view)))
    if special:
        reasons.append(view.reason("GROUP_SPECIAL", "group.special_list", **_group_words(special, view)))
    return {"groups": groups, "key": bool(key), "special": bool(special), "reasons": reasons}


def _derived(facts: GroupFacts, view: RulebookView) -> dict[str, Reason]:
    """The groups that follow from dates, each with its reason."""
    found: dict[str, Reason] = {}
    age, age_en = rules.age_words(facts.birth_date, view.on)
    old, young = view.get("group.elderly_age"), view.get("group.child_age")
    if old and rules.is_old_enough(facts.birth_date, view.on, old):
        found["elderly"] = view.reason("GROUP_ELDERLY", "group.elderly_age", age=age, age_en=age_en)
    if young and rules.is_young_enough(facts.birth_date, view.on, young):
        found["child"] = view.reason("GROUP_CHILD", "group.child_age", age=age, age_en=age_en)
    if _is_maternal(facts, view.on, view.get("group.maternal_days")):
        days = view.get("group.maternal_days")
        found["maternal"] = view.reason("GROUP_MATERNAL", "group.maternal_days", days=days)
    return found


def _is_maternal(facts: GroupFacts, on: date, days: int | None) -> bool:
    if facts.pregnant:
        return True
    return days is not None and rules.is_within_days_after(facts.delivered_on, on, days)


def _listed(groups: list[str], view: RulebookView, key: str) -> list[str]:
    return [group for group in groups if group in (view.get(key) or ())]


def _group_words(codes: list[str], view: RulebookView) -> dict[str, str]:
    zh, en = view.labels("groups", codes)
    return {"groups": "、".join(zh), "groups_en": ", ".join(en)}


def record_complete(facts: RecordFacts, view: RulebookView) -> Outcome:
    """What the schemes ask of a record and it does not hold (S2.4-09); complete where nothing is asked."""
    asked = view.get(RECORD_FIELDS) or []
    missing = [field for field in asked if field not in facts.filled]
    if not missing:
        return {"complete": True, "missing": [], "reasons": [view.reason("RECORD_COMPLETE", RECORD_FIELDS)]}
    zh, en = view.labels("words", missing)
    reason = view.reason("RECORD_LACKS", RECORD_FIELDS, fields="、".join(zh), fields_en=", ".join(en))
    return {"complete": False, "missing": missing, "reasons": [reason]}


register("people.record.complete", RecordFacts, record_complete)
register("people.national_id.parse", NationalIdFacts, parse_national_id)
register("people.groups.derive", GroupFacts, derive_groups)
