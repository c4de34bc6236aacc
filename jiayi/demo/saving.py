"""Save a record of the past as its page would: at ten in the morning of the day, confirmed by both."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.care.services import save_record
from jiayi.service.care.terms import RecordRequest

from .habits import at_ten

_SPACE = UUID("5f0c1f0e-9a55-4b27-8a83-6b6a4d1f7c35")


def save(by: Viewer, resident_id: UUID, form: str, day: date, values: Mapping[str, Any], *, mode: str) -> None:
    """One record of a resident; the same form twice on a day is one."""
    asked = RecordRequest(
        resident_id=resident_id,
        form=form,
        visit_on=day,
        mode=mode,
        values=dict(values),
        submission_id=uuid5(_SPACE, f"{resident_id} {form} {day}"),
        evidence="b",
    )
    save_record(by=by, asked=asked, on=day, at=at_ten(day))
