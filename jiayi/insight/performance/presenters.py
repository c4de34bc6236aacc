"""Scores and settlements in words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.service.care.terms import Mode

from .decisions import BASIS, BY_POPULATION
from .models import Assessment, MemberShare, Settlement, TeamScore
from .terms import AssessmentState, SettlementKind, SettlementState

DIMENSION_WORDS = {
    "number": ("数量", "Number"),
    "quality": ("质量", "Quality"),
    "effect": ("效果", "Effect"),
    "satisfaction": ("满意度", "Satisfaction"),
    "authenticity": ("真实性", "Authenticity"),
}
_COLOURS = {"draft": "secondary", "open": "azure", "final": "green", "proposed": "azure", "checked": "yellow"}


def dimension_label(code: str, language: str) -> str:
    """A dimension's name."""
    zh, en = DIMENSION_WORDS[code]
    return en if language.startswith("en") else zh


def state_of(row: Assessment | Settlement, language: str) -> dict[str, str]:
    """A state as a badge."""
    kind = AssessmentState if isinstance(row, Assessment) else SettlementState
    return {"label": kind(row.state).label(language), "colour": _COLOURS.get(row.state, "green")}


def measure_rows(score: TeamScore, language: str) -> list[dict[str, Any]]:
    """Every measure of a score with its numbers and points."""
    known = rulebook().indicators
    return [
        one
        | {
            "dimension_label": dimension_label(one["dimension"], language),
            "label": known[one["indicator"]].label(language) if one["indicator"] in known else one["indicator"],
        }
        for one in score.measures
    ]


def unit_rows(score: TeamScore, language: str) -> list[dict[str, Any]]:
    """The services behind the work equivalents."""
    items, modes = rulebook().items, {str(one): one.label(language) for one in Mode}
    return [
        one | {"label": items[one["item"]].label(language), "mode_label": modes.get(one.get("mode", ""), "")}
        for one in score.unit_lines
        if one["item"] in items
    ]


def dimension_rows(score: TeamScore, weights: dict[str, float], language: str) -> list[dict[str, Any]]:
    """The dimensions with weight, points and what of them was entered by hand."""
    measured = {one["dimension"] for one in score.measures if one["points"] is not None}
    return [
        {
            "label": dimension_label(code, language),
            "points": points,
            "weight": weights.get(code, 0),
            "is_entered": code not in measured and code != "authenticity",
        }
        for code, points in score.dimensions.items()
    ]


def fund_label(fund: str, language: str) -> str:
    """A fund's name by the rulebook's words."""
    found = rulebook().labelled(fund)
    if found is None:
        return fund
    return found.en if language.startswith("en") else found.zh


def kind_label(settlement: Settlement, language: str) -> str:
    """What is divided, with its quarter."""
    words = SettlementKind(settlement.kind).label(language)
    return f"{words} Q{settlement.quarter}" if settlement.quarter else words


def by_population(settlement: Settlement) -> bool:
    """Whether the documents of its day pay by the population served (S4-71)."""
    basis = find_value(BASIS, settlement.decided_on, settlement.schemes)
    return bool(basis and BY_POPULATION in basis.value and settlement.facts.get("persons"))


def measure_label(settlement: Settlement) -> str:
    """What the money is divided by, beside the score."""
    return _("服务人口") if by_population(settlement) else _("核实工作当量")


def amount_rows(settlement: Settlement, teams: Sequence[str]) -> list[dict[str, Any]]:
    """By team what was measured (units or persons served), score, amount, what was paid, what is still to pay."""
    names = organization.team_facts_of([UUID(team) for team in teams], settlement.decided_on)
    facts = settlement.facts
    return [
        {
            "team": team,
            "name": names[UUID(team)].name if UUID(team) in names else team,
            "units": facts.get("persons" if by_population(settlement) else "units", {}).get(team, 0),
            "score": facts.get("scores", {}).get(team, 0),
            "amount": settlement.amounts[team],
            "paid": facts.get("prepaid_fen", {}).get(team, 0),
            "balance": settlement.balance[team],
        }
        for team in teams
    ]


def member_rows(settlement: Settlement, teams: Sequence[str], language: str) -> list[dict[str, Any]]:
    """What the members of these teams receive, team by team."""
    rows = MemberShare.objects.filter(settlement=settlement, team_id__in=teams).select_related("team", "practitioner")
    return [
        {
            "id": one.id,
            "team": one.team.name,
            "name": one.practitioner.name,
            "role": role_label(one.role, language),
            "units": one.units,
            "amount": one.amount_fen,
        }
        for one in rows.order_by("team__name", "-amount_fen", "id")
    ]


def role_label(role: str, language: str) -> str:
    """A member's role in words."""
    if role == "leader":
        return _("团队长")
    found = rulebook().roles.get(role)
    return found.label(language) if found else role


def member_data(share: MemberShare) -> dict[str, Any]:
    """What the statement of a member prints."""
    settlement = share.settlement
    return {
        "county": settlement.county.name,
        "kind": kind_label(settlement, "zh"),
        "year": settlement.year,
        "fund": fund_label(settlement.fund, "zh"),
        "team": share.team.name,
        "name": share.practitioner.name,
        "role": "团队长" if share.role == "leader" else role_label(share.role, "zh"),  # data, not for translation
        "units": f"{share.units}",
        "team_amount": yuan_text(settlement.balance[str(share.team_id)]),
        "amount": yuan_text(share.amount_fen),
        "reasons": [one["text_zh"] for one in share.reasons],
        "digest": settlement.digest,
    }


def statement_data(settlement: Settlement, row: dict[str, Any]) -> dict[str, Any]:
    """What the statement of a team prints."""
    return {
        "county": settlement.county.name,
        "kind": kind_label(settlement, "zh"),
        "year": settlement.year,
        "fund": fund_label(settlement.fund, "zh"),
        "team": row["name"],
        "pool": yuan_text(settlement.facts["pool_fen"]),
        "measure": "服务人口" if by_population(settlement) else "核实工作当量",  # data, not for translation
        "units": f"{row['units']:g}",
        "score": f"{row['score']:g}",
        "amount": yuan_text(row["amount"]),
        "paid": yuan_text(row["paid"]),
        "balance": yuan_text(row["balance"]),
        "proposed_by": settlement.proposed_by_name,
        "first_by": settlement.first_by_name,
        "second_by": settlement.second_by_name,
        "digest": settlement.digest,
    }
