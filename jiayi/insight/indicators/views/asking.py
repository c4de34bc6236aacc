"""What the addresses of this room ask for, and what its pages share."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.insight.indicators import permissions, presenters
from jiayi.insight.indicators.terms import ALL
from jiayi.registry.organization import selectors as organization

CHINESE = "zh-hans"  # of papers


def language() -> str:
    """The reader's language."""
    return get_language() or ""


def population_of(request: HttpRequest) -> str:
    """The population asked for; all residents where the address names none that is known."""
    wanted = request.GET.get("population", ALL)
    return wanted if wanted in dict(presenters.population_choices(language())) else ALL


def file_kind(request: HttpRequest) -> str:
    """What an export is wanted as."""
    return "csv" if request.POST.get("export", "").endswith("csv") else "xlsx"


def uuid_or_none(text: str) -> UUID | None:
    """A UUID in a query string, None for an empty one; garbage is not found."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


def next_url(request: HttpRequest, last_id: UUID | None) -> str:
    """The address of the page that follows the row with this id; "" where it is the last one."""
    following = request.GET.copy()
    following["after"] = str(last_id)
    return f"?{following.urlencode()}" if last_id else ""


def about_region(request: HttpRequest, code: str, page: str, population: str = ALL) -> dict[str, Any]:
    """The region, the way to it and the tabs, as every page about a region shows them."""
    query = f"?population={population}" if population != ALL else ""
    return {
        "region": organization.region_for(request.viewer, code),
        "path": presenters.region_path(request.viewer, code, page, query),
        "tabs": presenters.coverage_tabs(request.viewer, code, page, population),
        "population": population,
        "population_label": presenters.population_label(population, language()),
        "populations": presenters.population_choices(language()),
        "may_drill": request.viewer.scope(permissions.DRILL).holds_region(code),
    }


def team_members(request: HttpRequest) -> list[tuple[str, str]]:
    """Every member of the teams within reach: team and practitioner, and their names."""
    today = clock.today()
    teams = organization.team_choices(request.viewer, permissions.ASSIGN_TASKS, today)
    facts = organization.team_facts_of([UUID(team_id) for team_id, _name in teams], today)
    return [
        (f"{team.id}:{one.practitioner_id}", f"{team.name} · {one.name}")
        for team in facts.values()
        for one in team.members
    ]
