"""Teams over the JSON API, as they are posted in public."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import departments_api, selectors
from jiayi.registry.organization.models import Team
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.terms import TeamFacts

router = Router(tags=["organization"])
router.add_router("", departments_api.router)
LARGEST_PAGE = 200


class MemberAnswer(Schema):
    practitioner: UUID
    name: str
    role: str


class TeamAnswer(Schema):
    id: UUID
    name: str
    institution: UUID
    institution_name: str
    region: str = Field(description="The code of the region in which the institution stands.")
    template: str = Field(description="The scheme by whose template the team was formed; empty where none sets one.")
    tier: int
    leader: UUID
    phone: str
    founded_on: date
    members: list[MemberAnswer]
    areas: list[str] = Field(description="The codes of the villages that the team answers for today.")


class TeamsAnswer(Schema):
    teams: list[TeamAnswer]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class TeamsQuery(Schema):
    institution: UUID | None = None
    region: str = Field("", pattern=r"^\d{0,12}$", description="The beginning of a region's code.")
    after: UUID | None = None
    limit: int = Field(50, ge=1, le=LARGEST_PAGE)


@router.get("/teams", response=TeamsAnswer, summary="Open teams with their members and villages")
def teams(request: HttpRequest, query: Query[TeamsQuery]) -> dict[str, Any]:
    """The teams open today, by id; a page holds at most `limit` of them."""
    if not reads_teams(request.viewer):
        raise NotVisible
    today = clock.today()
    found = selectors.teams(
        request.viewer, on=today, institution=query.institution, region=query.region, is_open=True
    ).order_by("id")
    if query.after:
        found = found.filter(id__gt=query.after)
    rows = list(found[: query.limit + 1])
    page = rows[: query.limit]
    facts = selectors.team_facts_of([team.id for team in page], today)
    villages = selectors.villages_of_teams([team.id for team in page], today)
    return {
        "teams": [_answer(team, facts[team.id], villages.get(team.id, [])) for team in page],
        "next": page[-1].id if len(rows) > len(page) else None,
    }


def _answer(team: Team, facts: TeamFacts, villages: list[str]) -> dict[str, Any]:
    return {
        "id": team.id,
        "name": team.name,
        "institution": team.institution_id,
        "institution_name": facts.institution_name,
        "region": facts.region_code,
        "template": team.template,
        "tier": team.tier,
        "leader": team.leader_id,
        "phone": team.phone,
        "founded_on": team.founded_on,
        "members": [
            {"practitioner": member.practitioner_id, "name": member.name, "role": member.role}
            for member in facts.members
        ],
        "areas": villages,
    }
