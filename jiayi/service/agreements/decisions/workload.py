"""agreements.workload: what a team has promised against the time of its members. It warns and never forbids."""

from typing import Annotated, Any

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.agreements.rules import workload as rules
from jiayi.service.agreements.rules.workload import Measure, Member, Norms

AGES, CONDITIONS = "workload.age_weights", "workload.condition_weights"
MINUTES, HOURS, LEAVE = "workload.item_minutes", "workload.weekly_hours", "workload.leave_weeks"
NEAR, LIMIT = "workload.near_share", "workload.limit_share"
Count = Annotated[int, Field(ge=0)]
Age = Annotated[int, Field(ge=0, strict=False)]  # the keys of a JSON object are texts


class WorkMember(Facts):
    roles: list[str]
    weekly_hours: Annotated[Number, Field(ge=0)] | None = None
    teams: Annotated[int, Field(ge=1)] = 1


class WorkloadFacts(Facts):
    """`ages`: residents by completed years; `conditions`: residents by group; `items`: services promised a year."""

    ages: dict[Age, Count] = {}
    conditions: dict[str, Count] = {}
    items: dict[str, Count] = {}
    members: list[WorkMember] = []


def workload(facts: WorkloadFacts, view: RulebookView) -> Outcome:
    """The weighted panel, hours a year expected and available, their share, and a warning near or over it."""
    norms = norms_of(view)
    members = [Member(tuple(one.roles), one.weekly_hours, one.teams) for one in facts.members]
    found = rules.measure(ages=facts.ages, conditions=facts.conditions, items=facts.items, members=members, norms=norms)
    warning = _warning(found, view)
    return {
        "persons": found.persons,
        "weighted_panel": round(found.weighted_panel, 1),
        "expected_hours": round(found.expected_hours, 1),
        "available_hours": round(found.available_hours, 1),
        "share": None if found.share is None else round(found.share, 4),
        "warnings": [warning.code] if warning else [],
        "reasons": [*([warning] if warning else []), *_reasons(found, norms, view)],
    }


def norms_of(view: RulebookView) -> Norms:
    """The stack's norms of work; where a weight or a time is not set, residents weigh 1 and nothing takes time."""
    bands = rules.bands_of([(band["from_years"], band["weight"]) for band in view.get(AGES) or [_EVERYBODY]])
    own = view.get(MINUTES) or {}
    shares, usual = view.get("workload.mode_shares") or {}, view.get("workload.mode_minutes") or {}
    travel = view.get("workload.travel_minutes") or 0
    return Norms(
        bands=bands,
        condition_weights=view.get(CONDITIONS) or {},
        minutes={
            code: rules.minutes_of(item.modes, shares=shares, usual=usual, own=own.get(code, {}), travel=travel)
            for code, item in view.book.items.items()
        },
        weekly_hours=view.get(HOURS) or {},
        weeks=max((view.get("workload.weeks_per_year") or 0) - (view.get(LEAVE) or 0), 0),
    )


_EVERYBODY: dict[str, Any] = {"from_years": 0, "weight": 1}


def warning_of(found: Measure, view: RulebookView) -> str:
    """The code of the warning, "" where there is none."""
    expected, available = found.expected_hours, found.available_hours
    limit, near = view.get(LIMIT), view.get(NEAR)
    if limit is not None and rules.is_over(expected, available, limit):
        return "W_TEAM_OVERLOADED"
    return "W_TEAM_NEAR_LOAD" if near is not None and rules.is_near(expected, available, near) else ""


def _warning(found: Measure, view: RulebookView) -> Reason | None:
    code = warning_of(found, view)
    if not code:
        return None
    share = "—" if found.share is None else f"{found.share:.0%}"
    key = LIMIT if code == "W_TEAM_OVERLOADED" else NEAR
    words = {"expected": f"{found.expected_hours:,.0f}", "available": f"{found.available_hours:,.0f}"}
    return view.reason(code, key, share=share, **words)


def _reasons(found: Measure, norms: Norms, view: RulebookView) -> list[Reason]:
    weighted, expected = f"{found.weighted_panel:,.1f}", f"{found.expected_hours:,.1f}"
    return [
        view.reason("WORKLOAD_PANEL", AGES, persons=found.persons, weighted=weighted),
        view.reason("WORKLOAD_EXPECTED", MINUTES, expected=expected),
        view.reason("WORKLOAD_AVAILABLE", HOURS, available=f"{found.available_hours:,.1f}", weeks=norms.weeks),
    ]


register("agreements.workload", WorkloadFacts, workload)
