"""What was recorded last time, for the fields of a form that is filled in now."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care.rules import parting, storing

from .records import last_version


def last_time(
    form: Form, resident_id: UUID, *, except_for: Mapping[str, UUID] | None = None
) -> tuple[dict[str, Any], dt.date | None]:
    """The values of the last record of each part by the names asked in the form, of two the later one's; and its day.

    `except_for`: records that are being corrected, by form. The caller has found the resident for its viewer.
    """
    book, own = rulebook().forms, except_for or {}
    found = []
    for part in parting.every_part(form, book):
        version = last_version(resident_id, part.form.form, except_for=own.get(part.form.form))
        if version:
            found.append((version.record.visit_on, part.given(storing.typed(part.form, version.values))))
    values: dict[str, Any] = {}
    for _day, given in sorted(found, key=lambda pair: pair[0]):
        values |= given
    return values, max((day for day, _given in found), default=None)
