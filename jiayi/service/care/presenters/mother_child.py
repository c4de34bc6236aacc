"""The line of a mother and her children in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.models import RecordVersion
from jiayi.service.care.selectors.mother_child import CHILD, MOTHER, Member

from .programmes import programme_cards
from .reading import form_label
from .values import value_text

ROLES = {MOTHER: gettext_noop("母亲"), CHILD: gettext_noop("儿童")}
ICONS = {MOTHER: "heart", CHILD: "baby-carriage"}
# What a line tells of a record, where it says it: growth, pressure, what was found, what is missing.
TOLD = (
    "gestation_weeks",
    "weight",
    "length",
    "height",
    "head",
    "systolic",
    "haemoglobin",
    "classification",
    "status",
    "result",
)
MOST = 4


def line_page(members: Sequence[Member], on: dt.date) -> dict[str, Any]:
    """A card for each with what comes next, and everything that was done, the latest first."""
    entries = [_entry(one, version) for one in members for version in one.versions]
    return {
        "cards": [_card(one, on) for one in members],
        "entries": sorted(entries, key=lambda entry: entry["on"], reverse=True),
    }


def _card(one: Member, on: dt.date) -> dict[str, Any]:
    return {
        "id": one.resident.id,
        "name": one.resident.name,
        "role": gettext(ROLES[one.role]),
        "icon": ICONS[one.role],
        "birth_date": one.resident.birth_date,
        "age": completed_years(one.resident.birth_date, on),
        "programmes": programme_cards(one.enrolments, on=on),
        "count": len(one.versions),
    }


def _entry(one: Member, version: RecordVersion) -> dict[str, Any]:
    record = version.record
    return {
        "on": record.visit_on,
        "icon": ICONS[one.role],
        "title": f"{one.resident.name} · {bracketed(form_label(record.form), _stage(version))}",
        "text": _told(version),
        "url": reverse("care:record", args=[record.id]),
    }


def _stage(version: RecordVersion) -> str:
    form = rulebook().forms.get(version.record.form)
    field = form.fields.get("stage") if form else None
    return value_text(field, version.values.get("stage")) if field and version.values.get("stage") else ""


def _told(version: RecordVersion) -> str:
    form, language = rulebook().forms.get(version.record.form), get_language() or ""
    if form is None:
        return ""
    kept = [
        (form.fields[code], version.values[code]) for code in TOLD if code in form.fields and code in version.values
    ]
    return " · ".join(f"{field.label(language)} {value_text(field, value)}" for field, value in kept[:MOST])
