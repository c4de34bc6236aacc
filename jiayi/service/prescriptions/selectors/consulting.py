"""Whether the county has agreed to a long-term prescription that the township may not issue by itself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization.terms import Title
from jiayi.service.care import selectors as care
from jiayi.service.care.terms import Conclusion, ConsultationKind

VALID, LEVELS_ASKED = "prescription.consultation_valid_days", "prescription.consulted_levels"
NOT_FOR_FIRST = "prescription.titles_not_for_first"
# Levels and titles of the registry as the norms speak of them.
LEVELS = {"county": "secondary", "city": "tertiary", "province": "tertiary"}
TITLES = {Title.INTERMEDIATE: "intermediate", Title.ASSOCIATE_SENIOR: "senior", Title.SENIOR: "senior"}


def consent_of_county(resident_id: UUID, *, on: dt.date, schemes: Sequence[str]) -> Any:
    """The latest opinion that agrees, fresh, of a hospital and a title that may; None where there is none."""
    valid, asked = find_value(VALID, on, schemes), find_value(LEVELS_ASKED, on, schemes)
    barred = find_value(NOT_FOR_FIRST, on, schemes)
    if valid is None or asked is None:
        return None
    since = on - dt.timedelta(days=valid.value)
    for one in care.answered_of(resident_id, ConsultationKind.PRESCRIPTION, conclusions=[Conclusion.AGREE]):
        day = one.answered_at.astimezone(clock.SHANGHAI).date()
        title = TITLES.get(one.answered_by_title, "junior")
        may = one.to_institution.level in asked.value
        if since <= day <= on and may and title not in (barred.value if barred else ()):
            return one
    return None
