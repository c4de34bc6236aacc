"""Appeals, notes and surveys in words."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Appeal, Note
from jiayi.community.engagement.rules.voices import Share, is_late
from jiayi.community.engagement.selectors import SurveyResult, note_rules
from jiayi.community.engagement.terms import AppealKind, AppealState, Outcome, Satisfaction
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of, word_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

_CELLS = (
    ("kind", gettext_noop("类别")),
    ("resident", gettext_noop("居民")),
    ("region", gettext_noop("村（社区）")),
    ("team", gettext_noop("团队")),
    ("asked_on", gettext_noop("提出日期")),
    ("due_on", gettext_noop("应答复")),
    ("state", gettext_noop("状态")),
    ("outcome", gettext_noop("办理结果")),
    ("answered_on", gettext_noop("答复日期")),
    ("first", gettext_noop("关爱优先")),
)
APPEAL_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS]
_SIGNS = {"open": ("azure", "clock"), "answered": ("green", "circle-check"), "withdrawn": ("secondary", "circle-minus")}


def appeal_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """What the list can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    return ListSpec(
        filters=(
            choice_filter("state", gettext_noop("状态"), options_of(AppealState)),
            choice_filter("kind", gettext_noop("类别"), options_of(AppealKind)),
            choice_filter("outcome", gettext_noop("办理结果"), options_of(Outcome)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            flag_filter("first", gettext_noop("关爱优先"), lambda rows, yes: rows.filter(goes_first=True)),
            flag_filter("late", gettext_noop("已超期"), lambda rows, yes: rows.filter(state="open", due_on__lt=on)),
            date_filter("since", gettext_noop("从"), "asked_on__gte"),
            date_filter("until", gettext_noop("到"), "asked_on__lte"),
        ),
        sorts=(
            Sort("due", gettext_noop("应答复"), ("-goes_first", "due_on", "id")),
            Sort("asked", gettext_noop("提出日期"), ("-asked_on", "-id")),
        ),
    )


def appeal_row(appeal: Appeal, on: dt.date) -> dict[str, Any]:
    """A line of the list and of a file; what was written stands on its page alone."""
    colour, icon = _SIGNS[appeal.state]
    is_over = appeal.state == AppealState.OPEN and appeal.due_on < on
    label = _("已超期") if is_over else label_of(AppealState, appeal.state)
    return {
        "id": appeal.id,
        "resident_id": appeal.resident_id,
        "kind": label_of(AppealKind, appeal.kind),
        "resident": appeal.resident.name,
        "region": appeal.region.name,
        "team": appeal.team.name if appeal.team else "—",
        "asked_on": appeal.asked_on,
        "due_on": appeal.due_on,
        "state": label,
        "sign": {"label": label, "colour": "red" if is_over else colour, "icon": "alert-circle" if is_over else icon},
        "outcome": label_of(Outcome, appeal.outcome) if appeal.outcome else "",
        "answered_on": appeal.answered_on or "",
        "text": appeal.text,
        "answer": appeal.answer,
        "by": appeal.answered_by_name,
        "asked_by": appeal.asked_by_name,
        "is_open": appeal.state == AppealState.OPEN,
        "goes_first": appeal.goes_first,
        "first": _("是") if appeal.goes_first else "",
    }


def conversation_rows(rows: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Who waits, for how long; late ones by the clock of the rulebook."""
    on = timezone.localtime(now).date()
    hours = note_rules("", on).hours
    return [
        {
            "resident_id": one["resident_id"],
            "name": one["resident__name"],
            "region": one["resident__region__name"],
            "since": one["since"],
            "hours": int((now - one["since"]).total_seconds() // 3600),
            "is_late": is_late(one["since"], now, hours),
            "is_urgent": bool(one["urgent"]),
            "count": one["count"],
        }
        for one in rows
    ]


def note_rows(notes: list[Note]) -> list[dict[str, Any]]:
    """What was said, for either side."""
    return [
        {
            "text": one.text,
            "at": one.said_at,
            "by": _("系统提示") if one.is_advice else one.author_name,
            "is_from_resident": one.is_from_resident,
            "is_urgent": one.is_urgent,
            "is_advice": one.is_advice,
        }
        for one in notes
    ]


def survey_words(result: SurveyResult) -> dict[str, Any]:
    """What came of a survey, beside its targets."""
    rate = result.answered / result.invited if result.invited else 0
    return {
        "invited": result.invited,
        "answered": result.answered,
        "response": _percent(rate),
        "confidence": _percent(result.confidence),
        "measures": [
            _measure(_("满意率"), result.satisfaction, result.satisfaction_target),
            _measure(_("知晓率（全部知道）"), result.awareness, result.awareness_target),
            *[_measure(word_of(item), share, None) for item, share in result.by_item.items()],
        ],
        "answers": [(label_of(Satisfaction, code), result.by_answer.get(code, 0)) for code in Satisfaction],
    }


def _measure(label: str, share: Share | None, target: float | None) -> dict[str, Any]:
    return {
        "label": label,
        "share": _percent(share.share) if share else "—",
        "interval": f"{_percent(share.low)} – {_percent(share.high)}" if share else "",
        "target": _percent(target) if target is not None else "",
        "met": bool(share and target is not None and share.share >= target),
        "has_target": target is not None and share is not None,
    }


def _percent(value: float) -> str:
    return f"{value * 100:.1f}%"  # data, not for translation
