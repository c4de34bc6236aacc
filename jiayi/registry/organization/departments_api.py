"""Departments of hospitals that stand by a team, over the JSON API (S4-35)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import TeamDepartment
from jiayi.registry.organization.permissions import TEAM_WRITE, reads_teams

router = Router(tags=["organization"])


class DepartmentAnswer(Schema):
    """A department with what it takes on for the team."""

    id: UUID
    team: UUID
    institution: UUID
    institution_name: str
    name: str
    tasks: list[str]
    contact: str
    phone: str
    starts_on: date
    ends_on: date | None


class NewDepartment(Schema):
    """A department; again under the same name, its tasks are changed."""

    model_config = ConfigDict(extra="forbid")

    institution: UUID = Field(description="A hospital above the township.")
    name: str = Field(min_length=1, max_length=60)
    tasks: list[str] = Field(min_length=1, max_length=20, description="Codes of tiered_care.department_tasks.")
    contact: str = Field("", max_length=60)
    phone: str = Field("", max_length=30)


@router.get("/teams/{team_id}/departments", response=list[DepartmentAnswer], summary="Departments that stand by a team")
def departments(request: HttpRequest, team_id: str) -> list[dict[str, Any]]:
    """Those of today, by hospital and name."""
    if not reads_teams(request.viewer):
        raise NotVisible
    today = clock.today()
    team = selectors.team_for(request.viewer, identifier_of(team_id), on=today)
    return [_answer(one) for one in selectors.departments_of(team, today)]


@router.post(
    "/teams/{team_id}/departments",
    response={201: DepartmentAnswer},
    summary="Take a department into a team",
    openapi_extra=DOCUMENTED,
)
def add(request: HttpRequest, team_id: str, data: NewDepartment) -> Status:
    """Once per Idempotency-Key. 404 for a team out of reach, 422 for a hospital or a task that no scheme names."""
    team = _writable(request, team_id)

    def do() -> dict[str, Any]:
        made = services.add_department(
            by=request.viewer,
            team_id=team,
            institution_id=data.institution,
            name=data.name,
            tasks=data.tasks,
            contact=data.contact,
            phone=data.phone,
            on=clock.today(),
        )
        return {"department": made.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _shown(request, team, ids["department"])))


@router.post(
    "/teams/{team_id}/departments/{department_id}/end",
    response={200: DepartmentAnswer},
    summary="End a department's part in a team",
    openapi_extra=DOCUMENTED,
)
def end(request: HttpRequest, team_id: str, department_id: str) -> Status:
    """Once per Idempotency-Key; today is its last day."""
    team, key = _writable(request, team_id), identifier_of(department_id)

    def do() -> dict[str, Any]:
        services.end_department(by=request.viewer, team_id=team, department_id=key, on=clock.today())
        return {"department": key}

    return Status(*answer_once(request, do=do, show=lambda ids: _shown(request, team, ids["department"]), status=200))


def _writable(request: HttpRequest, team_id: str) -> UUID:
    if not request.viewer.can(TEAM_WRITE):
        raise NotVisible
    return identifier_of(team_id)


def _shown(request: HttpRequest, team_id: UUID, department_id: Any) -> dict[str, Any]:
    team = selectors.team_for(request.viewer, team_id, on=clock.today())
    return _answer(selectors.department_of(team, UUID(str(department_id))))


def _answer(one: TeamDepartment) -> dict[str, Any]:
    same = ("id", "name", "tasks", "contact", "phone", "starts_on", "ends_on")
    return {name: getattr(one, name) for name in same} | {
        "team": one.team_id,
        "institution": one.institution_id,
        "institution_name": one.institution.name,
    }
