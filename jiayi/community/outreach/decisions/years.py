"""outreach.goals and .milestones: what an institution is to have, and what a year is to bring by which days."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from jiayi.community.outreach import rules
from jiayi.foundation.rulebook import Day, Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

REPEATED = ("training",)  # comes several times a year: what was before the first day of the milestone is another one
MILESTONES, MILESTONE_DAYS = "contract_service.milestones", "contract_service.milestone_days"
GOALS, RECORD_SHARE = "contract_service.goals", "contract_service.goal_record_share"
DIMENSIONS = "performance.dimensions"
SATISFACTION, AWARENESS = "satisfaction.target", "awareness.target"
_LACKED = {
    "record_information": "L_RECORDS",
    "education_place": "L_EDUCATION_PLACE",
    "doctor_area": "L_DOCTOR_AREA",
    "team_system": "L_TEAM_SYSTEM",
    "performance_method": "L_PERFORMANCE_METHOD",
    "quality_of_life": "L_QUALITY_OF_LIFE",
}
Count = Annotated[int, Field(ge=0)]


class GoalFacts(Facts):
    """What is known of an institution; shares are None where there is nobody to count or to ask."""

    villages: Count  # its teams answer for
    record_share: Annotated[float, Field(ge=0, le=1)] | None = None  # of who lives there, with a health record
    lectures: Count = 0  # in the last year
    has_board: bool = False
    teams: Count = 0
    planned_teams: Count = 0  # with a plan of the year
    satisfaction: Annotated[float, Field(ge=0, le=1)] | None = None  # of those asked at activities of the year


def goals(facts: GoalFacts, view: RulebookView) -> Outcome:
    """What the scheme wants an institution to have, and what it lacks (S2.3-01)."""
    asked = view.get(GOALS) or []
    met = _met_goals(facts, view)
    missing = [goal for goal in asked if not met[goal]]
    return {
        "lines": [{"goal": goal, "is_met": met[goal]} for goal in asked],
        "missing": missing,
        "reasons": [view.reason(_LACKED[goal], GOALS) for goal in missing]
        or ([view.reason("GOALS_MET", GOALS)] if asked else []),
    }


def _met_goals(facts: GoalFacts, view: RulebookView) -> dict[str, bool]:
    return {
        "record_information": (facts.record_share or 0) >= view.need(RECORD_SHARE),
        "education_place": facts.lectures > 0 and facts.has_board,
        "doctor_area": facts.villages > 0,
        "team_system": 0 < facts.teams == facts.planned_teams,
        "performance_method": bool(view.get(DIMENSIONS)),
        "quality_of_life": (facts.satisfaction or 0) >= (view.get(SATISFACTION) or 0),
    }


class MilestoneFacts(Facts):
    """Of a team's year; `done` is the day on which a work of the milestones was done."""

    year: int
    day: Day
    done: dict[str, Day] = {}


def milestones(facts: MilestoneFacts, view: RulebookView) -> Outcome:
    """What the scheme wants done by which days of the year, and how far it is (S2.3-21)."""
    asked, days = view.get(MILESTONES) or {}, view.need(MILESTONE_DAYS)
    lines = [
        _milestone(facts, milestone, work, days[milestone]) for milestone, works in asked.items() for work in works
    ]
    by_state = {state: [line["work"] for line in lines if line["state"] == state] for state in rules.STANDINGS}
    return {
        "lines": lines,
        "asked": len(lines),
        "met": len(by_state["done"]),
        "late": by_state["late"],
        "due": by_state["due"],
        "reasons": [_milestone_reason(line, view) for line in lines],
    }


def _milestone(facts: MilestoneFacts, milestone: str, work: str, days: list[int]) -> dict[str, Any]:
    begins, ends = dt.date(facts.year, *days[:2]), dt.date(facts.year, *days[2:])
    done_on = facts.done.get(work)
    if work in REPEATED and done_on and done_on < begins:
        done_on = None
    state = rules.standing(begins, ends, done_on, facts.day)
    return {"milestone": milestone, "work": work, "ends_on": ends, "done_on": done_on, "state": state}


def _milestone_reason(line: dict[str, Any], view: RulebookView) -> Reason:
    code = {"done": "MILESTONE_DONE", "late": "MILESTONE_LATE"}.get(line["state"], "MILESTONE_DUE")
    (milestone, work), (milestone_en, work_en) = view.labels("words", [line["milestone"], line["work"]])
    words = {"milestone": milestone, "work": work, "milestone_en": milestone_en, "work_en": work_en}
    return view.reason(code, MILESTONES, day=line["done_on"] or line["ends_on"], **words)


class EffectFacts(Facts):
    """What came of a campaign in one place: activities, and of those asked at them who was satisfied and aware."""

    activities: Count
    asked: Count = 0
    satisfied: Count = 0
    aware: Count = 0


def effect(facts: EffectFacts, view: RulebookView) -> Outcome:
    """Whether a place is behind: nothing was held, or fewer than the target know their doctor (S2.8-04)."""
    share, target = facts.aware / facts.asked if facts.asked else None, view.get(AWARENESS)
    if not facts.activities:
        return {"is_behind": True, "awareness": None, "reasons": [view.reason("EFFECT_NOTHING_HELD")]}
    if target is None or share is None:
        reason = view.reason("EFFECT_NOT_ASKED") if share is None else view.reason("EFFECT_NO_TARGET")
        return {"is_behind": False, "awareness": share, "reasons": [reason]}
    code = "EFFECT_BELOW" if share < target else "EFFECT_REACHED"
    words = {"share": f"{share:.0%}", "target": f"{target:.0%}"}
    return {"is_behind": share < target, "awareness": share, "reasons": [view.reason(code, AWARENESS, **words)]}


register("outreach.effect", EffectFacts, effect)
register("outreach.goals", GoalFacts, goals)
register("outreach.milestones", MilestoneFacts, milestones)
