"""Decisions about the organisation: who makes up a team, and whether areas leave gaps or overlap."""

from typing import Annotated, Any

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.registry.organization import rules

TEMPLATE = "team.template"
PARTITION = "area.partition_required"
SIZE = "team.members_per_village"
SERVED = "system_coverage.target"


class MemberFacts(Facts):
    role: str
    qualified: bool = True


class CompositionFacts(Facts):
    members: list[MemberFacts]
    leader_role: str


class PartitionFacts(Facts):
    units: list[str]
    teams: dict[str, list[str]]


class SizeFacts(Facts):
    members: Annotated[int, Field(ge=0)]


class ServedFacts(Facts):
    villages: Annotated[int, Field(ge=0)]
    served: Annotated[int, Field(ge=0)]


def team_composition(facts: CompositionFacts, view: RulebookView) -> Outcome:
    """Whether the members fill the stack's template and the leader may lead; E_NO_VALUE without one."""
    template = view.need(TEMPLATE)
    members = [rules.Member(member.role, member.qualified) for member in facts.members]
    lines = [rules.Line(tuple(line["any_of"]), line["at_least"]) for line in template["lines"]]
    lacking = rules.lacking_of_lines(lines, members)
    missing = [
        {"any_of": list(line.any_of), "lacking": count} for line, count in zip(lines, lacking, strict=True) if count
    ]
    breaches = [_role_missing(entry, view) for entry in missing]
    if not rules.may_lead(facts.leader_role, template.get("leaders", []), members):
        breaches.append(_leader_role(facts.leader_role, view))
    if unqualified := sum(not member.qualified for member in members):
        breaches.append(view.reason("B_UNQUALIFIED", TEMPLATE, count=unqualified))
    return {
        "allowed": not breaches,
        "breaches": list(dict.fromkeys(breach.code for breach in breaches)),
        "missing": missing,
        "reasons": breaches or [view.reason("TEAM_COMPLETE", TEMPLATE)],
    }


def area_partition(facts: PartitionFacts, view: RulebookView) -> Outcome:
    """Whether the teams' areas cover the units without gap, overlap or foreign code (S2.2-09)."""
    partition = rules.partition_of(facts.units, facts.teams)
    found = {"AREA_GAP": partition.gaps, "AREA_OVERLAP": partition.overlaps, "AREA_UNKNOWN": partition.unknown}
    reasons: list[Reason] = [
        view.reason(code, PARTITION, units="、".join(units)) for code, units in found.items() if units
    ]
    return {
        "complete": partition.complete,
        "gaps": list(partition.gaps),
        "overlaps": list(partition.overlaps),
        "unknown": list(partition.unknown),
        "reasons": reasons or [view.reason("AREA_COMPLETE", PARTITION)],
    }


def team_size(facts: SizeFacts, view: RulebookView) -> Outcome:
    """Whether a team has as many members as a scheme asks of each (S2.2-08); `needed` is None where none does."""
    needed = view.get(SIZE)
    if needed is None:
        return {"allowed": True, "needed": None, "breaches": [], "reasons": []}
    allowed = facts.members >= needed
    code = "TEAM_LARGE_ENOUGH" if allowed else "B_TEAM_TOO_SMALL"
    return {
        "allowed": allowed,
        "needed": needed,
        "breaches": [] if allowed else [code],
        "reasons": [view.reason(code, SIZE, members=facts.members, needed=needed)],
    }


def villages_served(facts: ServedFacts, view: RulebookView) -> Outcome:
    """The share of villages that a team answers for, and whether it reaches the target (S2.2-01, S3-03).

    `share` is None without villages, `reached` without villages or target.
    """
    target = view.get(SERVED)
    share = facts.served / facts.villages if facts.villages else None
    return {
        "share": share,
        "target": target,
        "reached": None if share is None or target is None else share >= target,
        "reasons": [view.reason("VILLAGES_SERVED", SERVED, villages=facts.villages, served=facts.served)],
    }


def _role_missing(entry: dict[str, Any], view: RulebookView) -> Reason:
    zh, en = view.labels("roles", entry["any_of"])
    words = {"roles": "或".join(zh), "roles_en": " or ".join(en)}
    return view.reason("B_ROLE_MISSING", TEMPLATE, lacking=entry["lacking"], **words)


def _leader_role(role: str, view: RulebookView) -> Reason:
    zh, en = view.labels("roles", [role])
    return view.reason("B_LEADER_ROLE", TEMPLATE, role=zh[0], role_en=en[0])


register("organization.team.composition", CompositionFacts, team_composition)
register("organization.team.size", SizeFacts, team_size)
register("organization.villages.served", ServedFacts, villages_served)
register("organization.areas.partition", PartitionFacts, area_partition)
