"""Examinations that were asked for, in words."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of, options_of, text_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Examination
from jiayi.service.care.selectors import Weighed
from jiayi.service.care.terms import ExaminationOutcome

from .results import result_rows

_SIGNS = {
    ExaminationOutcome.USED: ("green", "circle-check"),
    ExaminationOutcome.REPEATED: ("orange", "repeat"),
    ExaminationOutcome.NEW: ("azure", "microscope"),
}
_CELLS = (
    ("asked_on", gettext_noop("申请日期")),
    ("name", gettext_noop("居民")),
    ("region", gettext_noop("所在地区")),
    ("item", gettext_noop("检查检验项目")),
    ("institution", gettext_noop("申请机构")),
    ("state", gettext_noop("结果")),
    ("reason", gettext_noop("复查原因")),
    ("earlier", gettext_noop("已有结果")),
)
EXAMINATION_COLUMNS = tuple(Column(title, itemgetter(name)) for name, title in _CELLS)


def examination_list(viewer: Viewer, chosen_region: str = "") -> ListSpec:
    """What requests can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    language = get_language() or ""
    items = [(code, one.label(language)) for code, one in rulebook().examinations.items()]
    return ListSpec(
        sorts=(Sort("-asked_on", gettext_noop("最近申请在前"), ("-asked_on", "-id")),),
        filters=(
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("outcome", gettext_noop("结果"), options_of(ExaminationOutcome)),
            choice_filter("item", gettext_noop("检查检验项目"), items),
            date_filter("since", gettext_noop("申请自"), "asked_on__gte"),
        ),
    )


def examination_row(one: Examination) -> dict[str, Any]:
    """A line of the list and of its file."""
    language, book = get_language() or "", rulebook()
    colour, icon = _SIGNS[ExaminationOutcome(one.outcome)]
    item, word = book.examinations.get(one.item), book.labelled(one.reason) if one.reason else None
    earlier = one.result
    return {
        "id": one.id,
        "resident_id": one.resident_id,
        "asked_on": one.asked_on,
        "name": one.resident.name,
        "region": one.region.name,
        "item": item.label(language) if item else one.item,
        "institution": one.institution.name,
        "purpose": one.purpose,
        "state": label_of(ExaminationOutcome, one.outcome),
        "colour": colour,
        "icon": icon,
        "reason": " ".join(part for part in (word.label(language) if word else "", one.note) if part),
        "earlier": f"{earlier.performed_on} {earlier.institution_name}" if earlier else "",
    }


def weighed_row(found: Weighed, on: dt.date) -> dict[str, Any]:
    """The latest result as the form of a request shows it, and whether it is recognised."""
    return {
        "row": result_rows([found.result])[0],
        "is_recognised": found.is_recognised,
        "age_days": (on - found.result.performed_on).days,
        "words": [text_of(reason) for reason in found.outcome["reasons"]],
        "reasons": found.outcome["reasons"],
    }
