"""Settlements and what members receive, in words and as papers print them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.insight.performance.decisions import BASIS, BY_POPULATION
from jiayi.insight.performance.models import MemberScore, MemberShare, Settlement
from jiayi.insight.performance.terms import SettlementKind
from jiayi.registry.organization import selectors as organization

from .scores import role_label, unit_rows

SEVERAL = "，多病共存"  # data, not for translation


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
    measured = facts.get("persons" if by_population(settlement) else "units", {})
    return [
        {
            "team": team,
            "name": names[UUID(team)].name if UUID(team) in names else team,
            "units": measured.get(team, 0),
            "score": facts.get("scores", {}).get(team, 0),
            "amount": settlement.amounts[team],
            "paid": facts.get("prepaid_fen", {}).get(team, 0),
            "balance": settlement.balance[team],
        }
        for team in teams
    ]


def member_rows(settlement: Settlement, teams: Sequence[str], language: str) -> list[dict[str, Any]]:
    """What the members of these teams receive, team by team."""
    rows = MemberShare.objects.filter(settlement=settlement, team_id__in=teams).select_related(
        "team", "practitioner", "member_score"
    )
    return [
        {
            "id": one.id,
            "team": one.team.name,
            "name": one.practitioner.name,
            "role": role_label(one.role, language),
            "units": one.units,
            "scored": one.member_score,
            "amount": one.amount_fen,
        }
        for one in rows.order_by("team__name", "-amount_fen", "id")
    ]


def share_rows(shares: Iterable[MemberShare], language: str) -> list[dict[str, Any]]:
    """What one member received, settlement by settlement."""
    return [
        {
            "id": one.id,
            "kind": f"{one.settlement.year} {kind_label(one.settlement, language)}",
            "fund": fund_label(one.settlement.fund, language),
            "amount": one.amount_fen,
        }
        for one in shares
    ]


def member_data(share: MemberShare) -> dict[str, Any]:
    """What the statement of a member prints."""
    settlement, scored = share.settlement, share.member_score
    return {
        "county": settlement.county.name,
        "kind": kind_label(settlement, "zh"),
        "year": settlement.year,
        "fund": fund_label(settlement.fund, "zh"),
        "team": share.team.name,
        "name": share.practitioner.name,
        "role": "团队长" if share.role == "leader" else role_label(share.role, "zh"),  # data, not for translation
        "units": f"{share.units}",
        "score": f"{scored.final or 0:.2f}" if scored else "",
        "of_team": f"{scored.share:.1%}" if scored and scored.share is not None else "",
        "work": _work_lines(scored) if scored else [],
        "team_amount": yuan_text(settlement.balance[str(share.team_id)]),
        "amount": yuan_text(share.amount_fen),
        "reasons": [one["text_zh"] for one in share.reasons],
        "digest": settlement.digest,
    }


def _work_lines(scored: MemberScore) -> list[list[str]]:
    return [
        [
            f"{one['label']}（{one['mode_label']}）{SEVERAL if one.get('is_complex') else ''}",
            str(one["count"]),
            one["each"],
            one["units"],
        ]
        for one in unit_rows(scored, "zh")
    ]


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
