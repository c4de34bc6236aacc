"""The page of what an agreement promised."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.service.care.terms import Evidence, Mode
from jiayi.service.fulfilment.models import DoneService, Testimony
from jiayi.service.fulfilment.selectors import PromisedItem, PromisedYear, Promises, checklists, grade_of
from jiayi.service.fulfilment.selectors.checklists import Checklist
from jiayi.service.fulfilment.terms import Heard, Opinion

from .words import item_label, item_labels


def promises_page(promises: Promises, on: dt.date) -> dict[str, Any]:
    """Years with their items, whether the agreement is effective and why, the lists, and the services done."""
    return {
        "years": years_shown(promises.years),
        "effectiveness": promises.effectiveness,
        "missing": [one | {"label": item_label(one["item"])} for one in promises.effectiveness.missing]
        if promises.effectiveness
        else [],
        "checklists": _checklists(promises, on),
        "services": [service_shown(one) for one in promises.services],
    }


def years_shown(years: Sequence[PromisedYear]) -> list[dict[str, Any]]:
    """The years, each item with how much of it is done and how it stands."""
    return [
        {
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
            "is_running": year.is_running,
            "items": [_item(one, year) for one in year.items],
        }
        for year in years
    ]


def _item(one: PromisedItem, year: PromisedYear) -> dict[str, Any]:
    label, colour, icon = _standing(one, year)
    return {
        "label": item_label(one.item),
        "quantity": one.quantity,
        "done": one.done,
        "remaining": one.remaining,
        "overdue": one.overdue,
        "extra": one.extra,
        "next_due_on": one.next_due_on,
        "is_on_demand": one.is_on_demand,
        "grades": [(grade.upper(), one.grades[grade]) for grade in "abc" if one.grades[grade]],
        "standing": label,
        "colour": colour,
        "icon": icon,
    }


def _standing(one: PromisedItem, year: PromisedYear) -> tuple[str, str, str]:
    if one.remaining == 0:
        return _("已完成"), "green", "circle-check"
    if one.overdue:
        return (_("逾期"), "red", "alert-triangle") if year.is_running else (_("未兑现"), "red", "circle-x")
    if one.is_on_demand:
        return _("按需提供"), "secondary", "hand-click"
    return (_("进行中"), "azure", "progress") if year.is_running else (_("已截止"), "secondary", "circle-dashed")


def _checklists(promises: Promises, on: dt.date) -> list[dict[str, Any]]:
    """The lists against what was done in the year that runs; none for agreements that do not."""
    year = next((one for one in promises.years if one.is_running), None)
    if year is None:
        return []
    done = {
        item
        for one in promises.services
        if one.on >= year.starts_on and grade_of(one)
        for item in (*one.items, one.any_item)
    }
    return [_checklist(one) for one in checklists(on, done)]


def _checklist(listed: Checklist) -> dict[str, Any]:
    english = (get_language() or "").startswith("en")
    return {
        "title": listed.en if english else listed.zh,
        "is_provisional": listed.is_provisional,
        "done": listed.done,
        "total": len(listed.lines),
        "lines": [{"label": one.en if english else one.zh, "is_done": one.is_done} for one in listed.lines],
    }


def service_shown(done: DoneService) -> dict[str, Any]:
    """One service with its way, its grade of evidence and the resident's latest word."""
    said = max(done.testimonies.all(), key=lambda one: one.created_at, default=None)
    return {
        "id": done.id,
        "on": done.on,
        "items": item_labels(done.items or [done.any_item]),
        "mode": label_of(Mode, done.mode),
        "grade": grade_of(done).upper(),
        "grade_words": label_of(Evidence, grade_of(done)),
        "opinion": done.opinion,
        "opinion_words": _said(said) if said else "",
        "about": " · ".join(word for word in (_form(done.form), done.note, done.entered_by_name) if word),
        "by": done.entered_by_name,
        "is_by_hand": not done.form,
    }


def _form(code: str) -> str:
    known = rulebook().forms.get(code)
    return known.label(get_language() or "") if known else code


def _said(said: Testimony) -> str:
    words = [label_of(Opinion, said.opinion), label_of(Heard, said.heard), said.said_on.isoformat(), said.reason]
    return " · ".join(word for word in words if word)
