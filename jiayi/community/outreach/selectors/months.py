"""How the teams' months stand: what was done, and what is missing against the schemes' minimum."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Activity, Meeting, MonthSummary, WorkPlan
from jiayi.community.outreach.rules import months_between
from jiayi.community.outreach.terms import (
    TOOK_PLACE,
    TRAININGS,
    ActivityState,
    MeetingKind,
    MeetingState,
    MonthFigures,
)
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import month_end
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import TeamFacts

from .planning import team_of

_TOOK_PLACE = Q(state__in=TOOK_PLACE)


@dataclass(frozen=True, slots=True)
class TeamMonth:
    """A team's month: `lacking` counts what is missing by activities, meetings, summaries, trainings, `asked` what the
    schemes ask for, with the reasons."""

    team: TeamFacts
    month: dt.date
    figures: MonthFigures
    lacking: dict[str, int]
    asked: dict[str, int]
    reasons: list[dict[str, Any]]

    @property
    def id(self) -> UUID:
        return self.team.id

    @property
    def missing(self) -> int:
        return sum(self.lacking.values())


def team_months(viewer: Viewer, month: dt.date, *, on: dt.date, permission: str = permissions.READ) -> list[TeamMonth]:
    """Every team within reach that stood in the month (given by its first day), by institution and name."""
    last = min(month_end(month.year, month.month), max(on, month))
    ids = [key for key, _ in organization.teams_of_scope(viewer, viewer.scope(permission), on=last)]
    return months_of(ids, month, last=last)


def team_month(viewer: Viewer, team_id: UUID, month: dt.date, *, on: dt.date, permission: str) -> TeamMonth:
    """One team's; NotVisible out of reach."""
    team_of(viewer, team_id, on, permission=permission)
    return months_of([team_id], month, last=min(month_end(month.year, month.month), max(on, month)))[0]


def months_of(team_ids: Sequence[UUID], month: dt.date, *, last: dt.date) -> list[TeamMonth]:
    """The months of these teams up to a day of them."""
    teams = organization.team_facts_of(team_ids, last)
    figures = figures_of(team_ids, month)
    found = [_judged(team, month, last, figures.get(team.id, MonthFigures())) for team in teams.values()]
    return sorted(found, key=lambda one: (one.team.institution_name, one.team.name, one.id))


def figures_of(team_ids: Sequence[UUID], month: dt.date) -> dict[UUID, MonthFigures]:
    """What each team did in a month. Six queries."""
    last = month_end(month.year, month.month)
    during = {"team_id__in": list(team_ids), "held_on__range": (month, last)}
    found: dict[UUID, dict[str, Any]] = {key: {} for key in team_ids}
    for row in _activities(Activity.objects.filter(**during)):
        found[row.pop("team_id")] |= {name: value or 0 for name, value in row.items()}
    held = Meeting.objects.filter(state=MeetingState.HELD)
    is_training = Q(kind__in=TRAININGS)
    counted = (
        held.filter(**during)
        .values("team_id")
        .annotate(meetings=Count("id", Q(kind=MeetingKind.TEAM_MEETING)), trainings=Count("id", is_training))
    )
    for row in counted.order_by():
        found[row.pop("team_id")] |= row
    trained = held.filter(is_training, team_id__in=list(team_ids), held_on__lte=last)
    half_years = held.filter(kind=MeetingKind.HALF_YEAR_SUMMARY, team_id__in=list(team_ids), held_on__lte=last)
    for name, rounds in (("months_since_training", trained), ("months_since_half_year", half_years)):
        for key, day in rounds.order_by().values_list("team_id").annotate(Max("held_on")):
            found[key][name] = months_between(day, last)
    written = MonthSummary.objects.filter(team_id__in=list(team_ids), month=month)
    for key in written.values_list("team_id", flat=True):
        found[key]["summaries"] = 1
    planned = WorkPlan.objects.filter(team_id__in=list(team_ids), year=month.year)
    for key in planned.values_list("team_id", flat=True):
        found[key]["plans"] = 1
    return {key: MonthFigures(**row) for key, row in found.items()}


def _activities(rows: QuerySet[Activity]) -> list[dict[str, Any]]:
    sums = {name: Sum(name, filter=_TOOK_PLACE) for name in ("attended", "given", "asked", "satisfied", "aware")}
    return list(
        rows.order_by()
        .values("team_id")
        .annotate(
            activities=Count("id", _TOOK_PLACE),
            counted=Count("id", _TOOK_PLACE & Q(counts=True)),
            short_lectures=Count("id", _TOOK_PLACE & Q(counts=False)),
            unarchived=Count("id", Q(state=ActivityState.HELD)),
            cancelled=Count("id", Q(state=ActivityState.CANCELLED)),
            **sums,
        )
    )


def _judged(team: TeamFacts, month: dt.date, last: dt.date, figures: MonthFigures) -> TeamMonth:
    facts = {
        "activities": figures.counted,
        "meetings": figures.meetings,
        "summaries": figures.summaries,
        "months_since_training": figures.months_since_training,
        "months_since_half_year": figures.months_since_half_year,
        "plans": figures.plans,
        "stands_for_months": max(months_between(team.founded_on, last), 0),
    }
    schemes = organization.schemes_for(team.region_code, last)
    outcome = decide("outreach.month", on=last, schemes=schemes, facts=facts)
    return TeamMonth(team, month, figures, outcome["lacking"], outcome["asked"], outcome["reasons"])


def summary_of(team_id: UUID, month: dt.date) -> MonthSummary | None:
    """What a team wrote of a month; the caller has seen the team."""
    return MonthSummary.objects.filter(team_id=team_id, month=month).first()


def activities_of_month(team_id: UUID, month: dt.date) -> QuerySet[Activity]:
    """A team's activities of a month in their order; the caller has seen the team."""
    days = (month, month_end(month.year, month.month))
    rows = Activity.objects.filter(team_id=team_id, held_on__range=days)
    return rows.select_related("region").order_by("held_on", "begins_at", "id")


def plain_figures(figures: MonthFigures) -> dict[str, Any]:
    """As a summary keeps them: without the summary itself."""
    return asdict(figures) | {"summaries": 0}
