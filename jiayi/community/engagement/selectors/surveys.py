"""Surveys within reach, and what came of them."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import SurveyInvitation, SurveyRound
from jiayi.community.engagement.rules.voices import Share, share_of
from jiayi.community.engagement.terms import SATISFIED
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .reaching import wholly_within


@dataclass(frozen=True)
class SurveyResult:
    """How many were asked and answered; satisfaction and awareness with their intervals and targets."""

    invited: int
    answered: int
    satisfaction: Share | None
    awareness: Share | None
    by_item: dict[str, Share | None]
    by_answer: dict[str, int]
    satisfaction_target: float | None
    awareness_target: float | None
    confidence: float


def surveys(viewer: Viewer, *, permission: str = permissions.READ) -> QuerySet[SurveyRound]:
    """The surveys of regions that lie wholly within reach, the latest first."""
    return (
        SurveyRound.objects.filter(wholly_within(viewer, permission))
        .select_related("region")
        .order_by("-opens_on", "-id")
    )


def survey_for(viewer: Viewer, round_id: UUID) -> SurveyRound:
    """One of them; NotVisible out of reach."""
    found = surveys(viewer).filter(pk=round_id).first()
    if found is None:
        raise NotVisible
    return found


def result_of(survey: SurveyRound) -> SurveyResult:
    """What came of a survey that the caller has found for its viewer; nobody is named. Two queries."""
    view = RulebookView(survey.opens_on, survey.schemes)
    level = view.need("survey.confidence")
    rows = list(survey.invitations.exclude(answered_at=None).values_list("satisfaction", "known"))
    answered, wanted = len(rows), set(survey.items)
    satisfied = sum(one in SATISFIED for one, _known in rows)
    known = Counter(item for _said, items in rows for item in items)
    aware = sum(wanted <= set(items) for _said, items in rows)
    return SurveyResult(
        invited=survey.invitations.count(),
        answered=answered,
        satisfaction=share_of(satisfied, answered, level),
        awareness=share_of(aware, answered, level),
        by_item={item: share_of(known[item], answered, level) for item in survey.items},
        by_answer=dict(Counter(one for one, _known in rows)),
        satisfaction_target=view.get("satisfaction.target"),
        awareness_target=view.get("awareness.target"),
        confidence=level,
    )


def open_invitation(viewer: Viewer, resident_id: UUID, on: dt.date) -> SurveyInvitation | None:
    """The survey that a resident was asked to answer and has not; None where there is none."""
    people.resident_for(viewer, resident_id)
    rows = SurveyInvitation.objects.filter(resident_id=resident_id, answered_at=None)
    rows = rows.filter(round__opens_on__lte=on, round__closes_on__gte=on).select_related("round")
    return rows.order_by("round__closes_on", "id").first()


def items_to_know(region_code: str, on: dt.date) -> list[str]:
    """What awareness asks there: what the schemes list, else the project's."""
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    listed = [*view.united("awareness.known_items"), *view.united("publicity.known_items")]
    return list(dict.fromkeys(listed)) or list(view.need("survey.known_items"))
