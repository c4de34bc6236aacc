"""What acts of this room leave in the history."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer


def note(by: Viewer, act: str, thing: Any, *, residents: Iterable[UUID] = (), **details: Any) -> None:
    """An act on an activity, a meeting, a summary …; whom it concerns."""
    audit.record(
        by=by,
        act=f"outreach.{act}",
        subject_kind=SUBJECTS[type(thing).__name__],
        subject_ids=[thing.id],
        resident_ids=list(residents),
        details=details,
    )


# What the rulebook's glossary calls the tables.
SUBJECTS = {"Activity": "activity", "Meeting": "meeting", "MonthSummary": "month_summary", "WorkPlan": "work_plan"} | {
    "PopulationStatement": "population_statement",
    "Campaign": "campaign",
}
