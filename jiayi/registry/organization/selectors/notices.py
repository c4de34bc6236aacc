"""What a board lacks of what the schemes of its place ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.rulebook import decide, rulebook
from jiayi.registry.organization.terms import BoardContent

from .schemes import schemes_for


@dataclass(frozen=True, slots=True)
class Notice:
    """Whether a board shows what the schemes of its place ask for."""

    required: tuple[str, ...]
    missing: tuple[dict[str, Any], ...]
    is_complete: bool
    reasons: tuple[dict[str, Any], ...]


def notice_of(content: BoardContent, on: date, schemes: Iterable[str] | None = None) -> Notice:
    """The decision on a board as it stands."""
    schemes = list(schemes) if schemes is not None else schemes_for(content.region_code, on)
    facts = {"lacking": _lacking(content)}
    outcome = decide("organization.notice.complete", on=on, schemes=schemes, facts=facts)
    return Notice(
        required=tuple(outcome["required"]),
        missing=tuple(outcome["missing"]),
        is_complete=outcome["complete"],
        reasons=tuple(outcome["reasons"]),
    )


def _lacking(content: BoardContent) -> dict[str, int]:
    """How often each thing that a scheme may ask for is not on the board."""
    members = [member for team in content.teams for member in team.members]
    roles = rulebook().roles
    without_duties = [member for member in members if not (role := roles.get(member.role)) or not role.duties]
    nobody = 0 if members else 1
    return {
        "member_information": nobody,
        "team_list": nobody,
        "training_history": sum(not member.training for member in members) or nobody,
        "speciality": sum(not member.speciality for member in members) or nobody,
        "services": sum(not member.services for member in without_duties) or nobody,
        "duties": nobody,
        "contact_details": 0 if content.hotline else sum(not member.phone for member in members) or nobody,
        "hotline": 0 if content.hotline else 1,
        "service_hours": 0 if any(place.hours for place in content.institutions) else 1,
    }
