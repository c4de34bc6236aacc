"""What acts of residents are worth (points, 积分), and those that this room knows of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.timezone import localdate

from jiayi.community.engagement.models import Rating, SurveyInvitation
from jiayi.community.engagement.rules.points import PointLine, ledger
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

SURVEY, RATING = "answered_survey", "rated_service"


@dataclass(frozen=True)
class PointRules:
    """What each act is worth in a region, and the most of a calendar year."""

    worth: dict[str, int]
    most: int


def point_rules(region_code: str, on: dt.date) -> PointRules:
    """By the schemes of the region."""
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    return PointRules(dict(view.need("points.worth")), int(view.need("points.most_per_year")))


def voiced_in(viewer: Viewer, resident_id: UUID, year: int) -> list[tuple[dt.date, str, str]]:
    """Surveys answered and services rated in a year by a resident whom the viewer may see: day, act, ""."""
    people.resident_for(viewer, resident_id)
    answered = SurveyInvitation.objects.filter(resident_id=resident_id, answered_at__year=year)
    rated = Rating.objects.filter(resident_id=resident_id, rated_on__year=year)
    return [(localdate(at), SURVEY, "") for at in answered.values_list("answered_at", flat=True)] + [
        (day, RATING, "") for day in rated.values_list("rated_on", flat=True)
    ]


def points_for(acts: Iterable[tuple[dt.date, str, str]], rules: PointRules) -> list[PointLine]:
    """What these acts of a year (day, act, title) brought, in the order of time, never more than the most."""
    return ledger(acts, rules.worth, rules.most)
