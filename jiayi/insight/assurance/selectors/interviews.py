"""Re-interviews within reach: samples, whom to ask, and what share of the services turned out as recorded."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import InterviewCase, InterviewSample
from jiayi.insight.assurance.rules.authenticity import Rate, authenticity
from jiayi.insight.assurance.terms import CaseState, Outcome
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.fulfilment import selectors as fulfilment

_CLAIMED = """
    SELECT done.service_id, done.resident_id, done.team_id, done.items, done.mode, done."on"
    FROM ({done}) AS done
    WHERE done.team_id = ANY(%s) AND done."on" BETWEEN %s AND %s AND done.items <> '{{}}' AND done.form <> ALL(%s)
        AND NOT EXISTS (SELECT 1 FROM ({departed}) AS gone WHERE gone.resident_id = done.resident_id)
    ORDER BY done.team_id, done.items[1], done.mode, done.service_id
"""


class Claimed(NamedTuple):
    """A service that is said to have been done."""

    service_id: UUID
    resident_id: UUID
    team_id: UUID
    items: list[str]
    mode: str
    on: dt.date


def claimed_services(institution_id: UUID, since: dt.date, until: dt.date) -> list[Claimed]:
    """The services of an institution's teams from which a sample is drawn, in a fixed order. Two queries.

    Restricted records are left out, and those who died or moved away since.
    """
    query = _CLAIMED.format(done=fulfilment.done_services(), departed=people.departed())
    teams = organization.team_ids_of([institution_id])
    restricted = [code for code, form in rulebook().forms.items() if form.restricted]
    with connection.cursor() as cursor:
        cursor.execute(query, [teams, since, until, restricted])
        return [Claimed._make(row) for row in cursor.fetchall()]


def samples(viewer: Viewer) -> QuerySet[InterviewSample]:
    """Samples within reach, the latest first, with their outcomes."""
    if not (viewer.can(permissions.INTERVIEW) or viewer.can(permissions.READ)):
        raise NotVisible
    reach = permissions.within(viewer.scope(permissions.INTERVIEW)) | permissions.within(viewer.scope(permissions.READ))
    counts = {f"n_{outcome}": Count("cases", filter=Q(cases__outcome=outcome)) for outcome in Outcome}
    found = InterviewSample.objects.filter(reach).annotate(
        closed=Count("cases", filter=Q(cases__state=CaseState.CLOSED)), **counts
    )
    return found.select_related("institution", "region").order_by("-drawn_on", "-id")


def sample_for(viewer: Viewer, sample_id: UUID) -> InterviewSample:
    """One sample; NotVisible out of reach."""
    found = samples(viewer).filter(pk=sample_id).first()
    if found is None:
        raise NotVisible
    return found


def interview_cases(sample: InterviewSample) -> QuerySet[InterviewCase]:
    """Whom to ask, in the order of the sample that the caller was shown."""
    return sample.cases.select_related("resident", "team").order_by("position", "id")


def case_for(viewer: Viewer, case_id: UUID) -> InterviewCase:
    """One re-interview for whoever holds them at its place; NotVisible otherwise."""
    found = InterviewCase.objects.select_related("sample__institution", "resident", "team").filter(pk=case_id).first()
    if found is None or not permissions.holds(viewer, permissions.INTERVIEW, found.sample):
        raise NotVisible
    return found


@dataclass(frozen=True, slots=True)
class TeamRate:
    """The outcomes of one team (none: of all) and its authenticity rate."""

    team: str
    outcomes: dict[str, int]
    rate: Rate | None


def rates(sample: InterviewSample) -> list[TeamRate]:
    """Of the whole sample first, then by team. One query and the rulebook of the day of drawing."""
    rows = sample.cases.filter(state=CaseState.CLOSED).order_by("team__name")
    counted = list(rows.values_list("team__name", "outcome").annotate(Count("id")))
    teams = dict.fromkeys(team for team, _outcome, _count in counted)
    return [
        _rate("", counted, sample),
        *(_rate(team, [row for row in counted if row[0] == team], sample) for team in teams),
    ]


def _rate(team: str, counted: Iterable[tuple[str, str, int]], sample: InterviewSample) -> TeamRate:
    outcomes = dict.fromkeys(map(str, Outcome), 0)
    for _team, outcome, count in counted:
        outcomes[outcome] += count
    return TeamRate(team, outcomes, rate_of(outcomes, sample))


def rate_of(outcomes: dict[str, int], sample: InterviewSample) -> Rate | None:
    """The authenticity rate by the values in force on the day of drawing."""
    schemes = organization.schemes_for(sample.region_id, sample.drawn_on)
    weight = value_on("assurance.interview.partial_weight", sample.drawn_on, schemes)
    confidence = value_on("assurance.interview.confidence", sample.drawn_on, schemes)
    judged = (outcomes[Outcome.MATCH], outcomes[Outcome.PARTIAL], outcomes[Outcome.MISMATCH])
    return authenticity(*judged, weight=weight, confidence=confidence)
