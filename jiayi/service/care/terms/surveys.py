"""What is said of a village that was surveyed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

VILLAGE = "village"  # the survey of rulebook/surveys


@dataclass(frozen=True, slots=True)
class SurveyRequest:
    """The answers of a survey by their fields; the same submission is kept once."""

    region_code: str
    surveyed_on: dt.date
    values: Mapping[str, Any]
    submission_id: UUID
