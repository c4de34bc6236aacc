"""outreach.activity, .archive and .month: which activities count, what archiving asks for, what a month lacks."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from jiayi.community.outreach import rules
from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

CONTRACT_MINUTES, ARCHIVE_NEEDS = "lecture.contract_minutes", "outreach.archive_needs"
MIN_PER_MONTH, MEETINGS, SUMMARIES = "outreach.min_per_month", "team_meeting.per_month", "outreach.summary_per_month"
TRAINING, HALF_YEAR = "training.interval_months", "team_meeting.summary_months"
LEAST_TRAININGS, RETRAIN = "family_health_worker.trainings", "family_health_worker.retrain_months"
WORK_PLAN = "team.work_plan_per_year"
Count = Annotated[int, Field(ge=0)]
_NEEDS = {"participants": "B_NO_PARTICIPANTS", "summary": "B_NO_SUMMARY", "evidence_file": "B_NO_FILE"}
_MONTH = {
    "activities": ("L_ACTIVITIES", MIN_PER_MONTH),
    "meetings": ("L_MEETINGS", MEETINGS),
    "summaries": ("L_SUMMARY", SUMMARIES),
}


class ActivityFacts(Facts):
    kind: Literal[
        "lecture",
        "free_clinic",
        "counselling",
        "publicity_month",
        "community_service",
        "self_management",
        "health_express",
        "family_health_worker",
    ]
    contract_minutes: Count | None = None


class ArchiveFacts(Facts):
    participants: Count
    has_summary: bool
    files: Count


class MonthFacts(Facts):
    activities: Count  # that count
    meetings: Count = 0
    summaries: Count = 0
    months_since_training: Count | None = None  # None: never trained
    months_since_half_year: Count | None = None  # since a half-yearly summary was held
    stands_for_months: Count = 0  # since the team was founded
    plans: Count = 1  # of the year, written


class HealthWorkerFacts(Facts):
    trainings: Count
    months_since_training: Count


def health_worker(facts: HealthWorkerFacts, view: RulebookView) -> Outcome:
    """Whether somebody is trained as the family's health worker, still learns, or is to be trained again (S2.8-03)."""
    least, months = view.need(LEAST_TRAININGS), view.need(RETRAIN)
    if facts.trainings < least:
        reason = view.reason("HEALTH_WORKER_LEARNS", LEAST_TRAININGS, least=least, done=facts.trainings)
        return {"state": "learning", "reasons": [reason]}
    if facts.months_since_training >= months:
        return {"state": "lapsed", "reasons": [view.reason("HEALTH_WORKER_LAPSED", RETRAIN, months=months)]}
    return {"state": "trained", "reasons": [view.reason("HEALTH_WORKER_TRAINED", LEAST_TRAININGS, least=least)]}


def activity(facts: ActivityFacts, view: RulebookView) -> Outcome:
    """Whether an activity counts: a lecture gives so many minutes to the contract service (S2.8-02)."""
    least = view.get(CONTRACT_MINUTES) if facts.kind == "lecture" else None
    if least is None:
        return {"counts": True, "breaches": [], "reasons": [view.reason("ACTIVITY_COUNTS")]}
    if (facts.contract_minutes or 0) < least:
        short = view.reason("B_LECTURE_SHORT", CONTRACT_MINUTES, least=least, given=facts.contract_minutes or 0)
        return {"counts": False, "breaches": [short.code], "reasons": [short]}
    reason = view.reason("LECTURE_COUNTS", CONTRACT_MINUTES, least=least, given=facts.contract_minutes)
    return {"counts": True, "breaches": [], "reasons": [reason]}


def archive(facts: ArchiveFacts, view: RulebookView) -> Outcome:
    """Whether the material of an activity is complete (S2.4-23)."""
    there = {"participants": facts.participants > 0, "summary": facts.has_summary, "evidence_file": facts.files > 0}
    needs = view.need(ARCHIVE_NEEDS)
    breaches = [view.reason(_NEEDS[need], ARCHIVE_NEEDS) for need in needs if not there.get(need, True)]
    return {
        "allowed": not breaches,
        "breaches": [breach.code for breach in breaches],
        "reasons": breaches or [view.reason("ARCHIVE_COMPLETE", ARCHIVE_NEEDS)],
    }


def month(facts: MonthFacts, view: RulebookView) -> Outcome:
    """What a team's month lacks against the schemes' minimum; `asked` is what they ask for."""
    asked = {name: view.get(key) for name, (_, key) in _MONTH.items()}
    done = {"activities": facts.activities, "meetings": facts.meetings, "summaries": facts.summaries}
    missing = rules.lacking(done, asked)
    reasons: list[Reason] = []
    for name, count in missing.items():
        code, key = _MONTH[name]
        reasons.append(view.reason(code, key, least=asked[name], done=done[name], missing=count))
    for name, reason in _overdue(facts, view):
        missing[name] = 1
        reasons.append(reason)
    interval = view.get(TRAINING)
    met = [view.reason("MONTH_MET", MIN_PER_MONTH)] if any(asked.values()) else [view.reason("MONTH_FREE")]
    return {
        "lacking": missing,
        "asked": {name: least for name, least in asked.items() if least is not None}
        | ({"training_months": interval} if interval is not None else {}),
        "reasons": reasons or met,
    }


def _overdue(facts: MonthFacts, view: RulebookView) -> Iterator[tuple[str, Reason]]:
    """What comes round less often than each month. A team founded within the interval still has time for its first."""
    rounds = (
        ("trainings", "L_TRAINING", TRAINING, facts.months_since_training),
        ("half_years", "L_HALF_YEAR", HALF_YEAR, facts.months_since_half_year),
    )
    for name, code, key, since in rounds:
        interval = view.get(key)
        if interval is not None and (facts.stands_for_months if since is None else since) >= interval:
            yield name, view.reason(code, key, interval=interval)
    if facts.plans < (view.get(WORK_PLAN) or 0):
        yield "plans", view.reason("L_PLAN", WORK_PLAN)


register("outreach.activity", ActivityFacts, activity)
register("outreach.archive", ArchiveFacts, archive)
register("outreach.health_worker", HealthWorkerFacts, health_worker)
register("outreach.month", MonthFacts, month)
