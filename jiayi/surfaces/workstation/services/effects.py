"""What an adoption changes, room by room, as plain data to be kept: numbers, codes, names of teams and staff.

`before` and `after` stand beside each other everywhere. Each function is one step of the work.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.insight.indicators import selectors as indicators
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.selectors import Composition
from jiayi.registry.organization.terms import ProposedAdoption, StacksIf, TeamFacts
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.selectors import TeamWorkload

Plain = dict[str, Any]
SIDES = ("before", "after")
TOLD = ("near", "over")  # states of a count that are told by name


@dataclass
class Question:
    """What is asked: by whom, which proposal, people and agreements as of which day."""

    viewer: Viewer
    proposed: ProposedAdoption
    on: dt.date

    @cached_property
    def teams(self) -> tuple[list[TeamFacts], dict[UUID, StacksIf]]:
        """The open teams of the region and their stacks, read once for every step that asks."""
        return organization.teams_if(self.viewer, self.proposed, on=self.on)

    @cached_property
    def stacks(self) -> StacksIf:
        """The stacks of the region itself."""
        code = self.proposed.region_code
        return organization.stacks_if([code], self.proposed)[code]


def stacks(asked: Question) -> Plain:
    return {"before": list(asked.stacks.before), "after": list(asked.stacks.after)}


def coverage(asked: Question) -> list[Plain]:
    """Indicators by region: persons, signed, target (share), gap (persons)."""
    return [
        {
            "region": one.region_code,
            "indicator": one.indicator,
            **{
                side: {"persons": each.persons, "signed": each.signed, "target": each.target, "gap": each.gap}
                for side, each in zip(SIDES, (one.before, one.after), strict=True)
            },
        }
        for one in indicators.coverage_if(asked.viewer, asked.proposed, on=asked.on)
    ]


def groups(asked: Question) -> list[Plain]:
    """Residents by group, and of the key and the special list: before, after, joining, leaving."""
    return [asdict(one) for one in people.group_changes(asked.viewer, asked.proposed, on=asked.on)]


def caps(asked: Question) -> Plain:
    """How many counts are near or over a cap on each side, and those counts by name."""
    facts, by_team = asked.teams
    found = agreements.caps_if(facts, by_team, asked.proposed.starts_on)
    return {
        "counts": {side: _nested(Counter((one.kind, getattr(one, side).state) for one in found)) for side in SIDES},
        "rows": [
            asdict(one) | {"id": str(one.id)} for one in found if one.before.state in TOLD or one.after.state in TOLD
        ],
    }


def _nested(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (kind, state), count in counts.items():
        found.setdefault(kind, {})[state] = count
    return found


def terms(asked: Question) -> Plain:
    """Agreements in force: their ends, the next ones', silence, window, notices, open records."""
    found = agreements.terms_if(asked.viewer, asked.proposed, on=asked.on)
    return asdict(found) | {
        "examples": [
            {"ends_on": one.ends_on.isoformat(), "before": one.before.isoformat(), "after": one.after.isoformat(),
             "count": one.count}
            for one in found.examples
        ]
    }  # fmt: skip


def confirmations(asked: Question) -> list[Plain]:
    """By reason of a termination whose confirmation the region's own stack asks for, and whether a signed paper."""
    sides = {side: _needed(getattr(asked.stacks, side), asked.proposed.starts_on) for side in SIDES}
    reasons = dict.fromkeys([*sides["before"], *sides["after"]])
    nothing: Plain = {"parties": [], "paper": False}
    return [{"reason": reason, **{side: sides[side].get(reason, nothing) for side in SIDES}} for reason in reasons]


def _needed(schemes: Iterable[str], day: dt.date) -> dict[str, Plain]:
    stack = list(schemes)
    parties = find_value("agreement.termination_confirmations", day, stack)
    papers = find_value("agreement.termination_evidence", day, stack)
    on_paper = list(papers.value) if papers else []
    named = dict(parties.value) if parties else {}
    return {
        reason: {"parties": list(named.get(reason, [])), "paper": reason in on_paper}
        for reason in dict.fromkeys([*named, *on_paper])
    }


def compositions(asked: Question) -> Plain:
    """Teams whose members are not those asked for, on either side, with what they lack."""
    facts, by_team = asked.teams
    unmet, looked_at = organization.unmet_compositions(facts, by_team, asked.proposed.starts_on)
    return {
        "looked_at": looked_at,
        "before": sum(not one.before.allowed for one in unmet),
        "after": sum(not one.after.allowed for one in unmet),
        "rows": [
            {
                "id": str(one.team.id),
                "name": one.team.name,
                "place": one.team.institution_name,
                "before": _lacks(one.before),
                "after": _lacks(one.after),
            }
            for one in unmet
        ],
    }


def _lacks(composition: Composition) -> list[Plain]:
    return [{name: reason[name] for name in ("code", "text_zh", "text_en")} for reason in composition.broken]


def work(asked: Question) -> Plain:
    """Hours a year of all teams, how many are near or over their members' hours, and those by name."""
    facts, by_team = asked.teams
    found = agreements.work_if(facts, by_team, on=asked.on, day=asked.proposed.starts_on)
    return {
        **{side: _hours([getattr(one, side) for one in found]) for side in SIDES},
        "rows": [
            {
                "id": str(one.before.id),
                "name": one.before.name,
                "place": one.before.institution,
                **{side: _load(getattr(one, side)) for side in SIDES},
            }
            for one in sorted(found, key=lambda each: each.after.measure.share or 0, reverse=True)
            if one.before.warning or one.after.warning
        ],
    }


def _hours(loads: list[TeamWorkload]) -> Plain:
    return {
        "expected": round(sum(one.measure.expected_hours for one in loads)),
        "available": round(sum(one.measure.available_hours for one in loads)),
        "weighted": round(sum(one.measure.weighted_panel for one in loads)),
        "over": sum(one.warning == "W_TEAM_OVERLOADED" for one in loads),
        "near": sum(one.warning == "W_TEAM_NEAR_LOAD" for one in loads),
    }


def _load(load: TeamWorkload) -> Plain:
    found = load.measure
    return {
        "expected": round(found.expected_hours),
        "available": round(found.available_hours),
        "share": found.share,
        "warning": load.warning,
    }


# In the order in which they are worked out and shown.
EFFECTS: dict[str, Callable[[Question], Any]] = {
    "stacks": stacks,
    "coverage": coverage,
    "groups": groups,
    "caps": caps,
    "terms": terms,
    "confirmations": confirmations,
    "compositions": compositions,
    "work": work,
}
