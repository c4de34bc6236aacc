"""care.recognition: whether a result of another institution makes a new examination needless (S4-11)."""

import datetime as dt
from typing import Literal

from jiayi.foundation.rulebook import Day, Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

ADOPTED, VALID, LEVELS = "tiered_care.mutual_recognition", "recognition.valid_days", "tiered_care.levels"
Level = Literal["village", "township", "community", "county", "city", "province"]


class RecognitionFacts(Facts):
    kind: Literal["laboratory", "imaging", "functional", "endoscopy", "pathology"]
    performed_on: Day
    on: Day
    result_level: Level
    own_level: Level
    marked: bool = False  # the report bears the mark of mutual recognition


def recognition(facts: RecognitionFacts, view: RulebookView) -> Outcome:
    """Recognised: of the same level or above, or marked, and not older than its kind allows; until which day."""
    days = (view.get(VALID) or {}).get(facts.kind)
    until = facts.performed_on + dt.timedelta(days=days) if days is not None else None
    if not view.get(ADOPTED):
        reason = view.reason("RECOGNITION_NOT_ADOPTED", ADOPTED)
    elif not facts.marked and _rank(facts.result_level, view) < _rank(facts.own_level, view):
        reason = view.reason("RECOGNITION_LOWER_LEVEL", LEVELS)
    elif until is None or facts.on > until:
        reason = view.reason("RECOGNITION_TOO_OLD", VALID, days=days if days is not None else 0)
    else:
        reason = view.reason("RECOGNITION_HOLDS", VALID, until=until)
        return {"recognised": True, "until": until, "reasons": [reason]}
    return {"recognised": False, "until": until, "reasons": [reason]}


def _rank(level: str, view: RulebookView) -> int:
    """Where the level stands among those of the scheme; one it does not name is the lowest."""
    levels = list(view.get(LEVELS) or [])
    return levels.index(level) if level in levels else -1


register("care.recognition", RecognitionFacts, recognition)
