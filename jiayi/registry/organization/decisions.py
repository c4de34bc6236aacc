"""Decisions about the organisation: who makes up a team, and whether areas leave gaps or overlap."""

from typing import Any

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.registry.organization import rules

TEMPLATE = "team.template"
PARTITION = "area.partition_required"


class MemberFacts(Facts):
    role: str
    qualified: bool = True


class CompositionFacts(Facts):
    members: list[MemberFacts]
    leader_role: str


class PartitionFacts(Facts):
    units: list[str]
    teams: dict[str, list[str]]


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


def _role_missing(entry: dict[str, Any], view: RulebookView) -> Reason:
    zh, en = view.labels("roles", entry["any_of"])
    words = {"roles": "或".join(zh), "roles_en": " or ".join(en)}
    return view.reason("B_ROLE_MISSING", TEMPLATE, lacking=entry["lacking"], **words)


def _leader_role(role: str, view: RulebookView) -> Reason:
    zh, en = view.labels("roles", [role])
    return view.reason("B_LEADER_ROLE", TEMPLATE, role=zh[0], role_en=en[0])


register("organization.team.composition", CompositionFacts, team_composition)
register("organization.areas.partition", PartitionFacts, area_partition)
