"""Who makes up a team: the template, the number of members, the tier, and combined contracts."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.registry.organization import rules

TEMPLATE = "team.template"
SIZE = "team.members_per_village"
TIERS = "team.tiers"
COMBINED = "team.combined_template"


class MemberFacts(Facts):
    role: str
    qualified: bool = True


class CompositionFacts(Facts):
    members: list[MemberFacts]
    leader_role: str


class SizeFacts(Facts):
    members: Annotated[int, Field(ge=0)]


class PlacedMemberFacts(MemberFacts):
    places: list[Literal["own", "union_hospital"]] = []


class TierFacts(Facts):
    tier: Annotated[int, Field(ge=1, le=3)]
    members: list[PlacedMemberFacts]


class CombinedFacts(Facts):
    members: list[PlacedMemberFacts]


def team_composition(facts: CompositionFacts, view: RulebookView) -> Outcome:
    """Whether the members fill the stack's template and the leader may lead; E_NO_VALUE without one."""
    template = view.need(TEMPLATE)
    members = [rules.Member(member.role, member.qualified) for member in facts.members]
    missing = _missing(template, members)
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


def team_tier(facts: TierFacts, view: RulebookView) -> Outcome:
    """Whether the members make a team of its tier (S3-10, S3-11); `reached` is the highest they make, 0 for none.

    Where no scheme says who makes up the tiers, every tier is allowed and `reached` is None.
    """
    tiers = view.get(TIERS)
    if tiers is None:
        return {"allowed": True, "reached": None, "breaches": [], "missing": [], "reasons": []}
    members = _placed(facts.members)
    missing = _missing(tiers.get(f"tier_{facts.tier}", {"lines": []}), members)
    reached = [tier for tier in (1, 2, 3) if _is_made(tiers.get(f"tier_{tier}"), members)]
    code = "B_TIER_LACKS" if missing else "TEAM_TIER_REACHED"
    reasons = [_lacks(code, TIERS, entry, view, tier=facts.tier) for entry in missing]
    return {
        "allowed": not missing,
        "reached": max(reached, default=0),
        "breaches": [code] if missing else [],
        "missing": missing,
        "reasons": reasons or [view.reason(code, TIERS, tier=facts.tier)],
    }


def combined_team(facts: CombinedFacts, view: RulebookView) -> Outcome:
    """Whether the members make a team for combined contracts (S3-12); E_NO_VALUE where no scheme says what that is."""
    missing = _missing(view.need(COMBINED), _placed(facts.members))
    reasons = [_lacks("B_COMBINED_LACKS", COMBINED, entry, view) for entry in missing]
    return {
        "allowed": not missing,
        "breaches": ["B_COMBINED_LACKS"] if missing else [],
        "missing": missing,
        "reasons": reasons or [view.reason("TEAM_COMBINED", COMBINED)],
    }


def _is_made(template: Mapping[str, Any] | None, members: Sequence[rules.Member]) -> bool:
    return template is not None and not _missing(template, members)


def _placed(members: Sequence[PlacedMemberFacts]) -> list[rules.Member]:
    return [rules.Member(member.role, member.qualified, tuple(member.places)) for member in members]


def _missing(template: Mapping[str, Any], members: Sequence[rules.Member]) -> list[dict[str, Any]]:
    """What each line of a template lacks: {any_of, lacking}, and `places` where the line names some."""
    lines = [
        rules.Line(tuple(line["any_of"]), line["at_least"], tuple(line.get("places", []))) for line in template["lines"]
    ]
    lacking = rules.lacking_of_lines(lines, members)
    return [
        {"any_of": list(line.any_of), "lacking": count} | ({"places": list(line.places)} if line.places else {})
        for line, count in zip(lines, lacking, strict=True)
        if count
    ]


def _lacks(code: str, key: str, entry: dict[str, Any], view: RulebookView, **words: Any) -> Reason:
    zh, en = view.labels("roles", entry["any_of"])
    places_zh, places_en = view.labels("words", entry.get("places", []))
    return view.reason(
        code,
        key,
        lacking=entry["lacking"],
        roles="".join(f"{place}的" for place in places_zh) + "或".join(zh),  # data, not for translation
        roles_en=" or ".join(en) + "".join(f" ({place})" for place in places_en),
        **words,
    )


def _role_missing(entry: dict[str, Any], view: RulebookView) -> Reason:
    zh, en = view.labels("roles", entry["any_of"])
    words = {"roles": "或".join(zh), "roles_en": " or ".join(en)}
    return view.reason("B_ROLE_MISSING", TEMPLATE, lacking=entry["lacking"], **words)


def _leader_role(role: str, view: RulebookView) -> Reason:
    zh, en = view.labels("roles", [role])
    return view.reason("B_LEADER_ROLE", TEMPLATE, role=zh[0], role_en=en[0])


register("organization.team.composition", CompositionFacts, team_composition)
register("organization.team.size", SizeFacts, team_size)
register("organization.team.tier", TierFacts, team_tier)
register("organization.team.combined", CombinedFacts, combined_team)
