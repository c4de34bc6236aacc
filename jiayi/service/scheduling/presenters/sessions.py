"""The list of sessions."""

import datetime as dt
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of, time_of, weekday_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Session
from jiayi.service.scheduling.terms import SessionKind, SessionState

from .words import reason_of, state_of

UPCOMING, TODAY, PAST, EVERY = "upcoming", "today", "past", "every"
_CELLS = (
    ("held_on", gettext_noop("日期")),
    ("weekday", gettext_noop("星期")),
    ("time", gettext_noop("时间")),
    ("kind", gettext_noop("类别")),
    ("title", gettext_noop("名称")),
    ("place", gettext_noop("地点")),
    ("region", gettext_noop("村（社区）")),
    ("team", gettext_noop("团队")),
    ("institution", gettext_noop("机构")),
    ("state", gettext_noop("状态")),
    ("reason", gettext_noop("原因")),
)
_COUNTS = (
    ("capacity", gettext_noop("号数")),
    ("taken", gettext_noop("已约")),
    ("waiting", gettext_noop("候补")),
    ("came", gettext_noop("到诊")),
    ("walked_in", gettext_noop("未预约到诊")),
)
SESSION_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS] + [
    Column(title, itemgetter(name), "quantity") for name, title in _COUNTS
]


def usual_query(query: QueryDict) -> QueryDict:
    """Coming sessions, unless something else is asked for."""
    asked = query.copy()
    if not any(asked.get(name) for name in ("when", "since", "until", "decide")):
        asked["when"] = UPCOMING
    return asked


def session_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """What the list of sessions can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    teams = organization.team_choices(viewer, permissions.READ, on)
    return ListSpec(
        filters=(
            choice_filter("when", gettext_noop("时段"), _times(), apply=_at_time(on)),
            choice_filter("kind", gettext_noop("类别"), options_of(SessionKind)),
            choice_filter("state", gettext_noop("状态"), options_of(SessionState)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), teams, lookup="team_id"),
            date_filter("since", gettext_noop("从"), "held_on__gte"),
            date_filter("until", gettext_noop("到"), "held_on__lte"),
            flag_filter("decide", gettext_noop("排班变更待处理"), lambda rows, yes: rows.filter(needs_decision=True)),
        ),
        sorts=(
            Sort("day", gettext_noop("日期"), ("held_on", "begins_at", "id")),
            Sort("team", gettext_noop("团队"), ("team__name", "held_on", "id")),
            Sort("taken", gettext_noop("已约"), ("-taken", "held_on", "id")),
        ),
    )


def session_row(session: Session) -> dict[str, Any]:
    """A line of the list, of a file, of a choice."""
    sign = state_of(session)
    return {
        "id": session.id,
        "held_on": session.held_on,
        "weekday": weekday_of(session.held_on),
        "time": time_of(session.begins_at, session.ends_at),
        "kind": label_of(SessionKind, session.kind),
        "title": session.title,
        "place": session.place,
        "region": session.region.name,
        "team": session.team.name,
        "institution": session.institution.name,
        "state": sign["label"],
        "sign": sign,
        "reason": reason_of(session),
        "capacity": session.capacity,
        "taken": session.taken,
        "free": session.capacity - session.taken,
        "waiting": session.waiting,
        "came": session.came,
        "walked_in": session.walked_in,
        "needs_decision": session.needs_decision,
    }


def _times() -> list[tuple[str, str]]:
    return [(UPCOMING, _("今天及以后")), (TODAY, _("今天")), (PAST, _("过去")), (EVERY, _("全部时段"))]


def _at_time(on: dt.date) -> Callable[[Any, str], Any]:
    narrowed = {UPCOMING: {"held_on__gte": on}, TODAY: {"held_on": on}, PAST: {"held_on__lt": on}, EVERY: {}}
    return lambda rows, value: rows.filter(**narrowed[value])
