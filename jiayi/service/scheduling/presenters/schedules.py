"""Schedules in words."""

import datetime as dt
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of, people_of, time_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Schedule
from jiayi.service.scheduling.terms import OnHoliday, Pattern, Recurrence, SessionKind
from jiayi.service.scheduling.wording import week_name, weekday_name

RUNNING, ENDED = "running", "ended"
_CELLS = (
    ("title", gettext_noop("名称")),
    ("kind", gettext_noop("类别")),
    ("days", gettext_noop("日期规律")),
    ("time", gettext_noop("时间")),
    ("place", gettext_noop("地点")),
    ("region", gettext_noop("村（社区）")),
    ("team", gettext_noop("团队")),
    ("institution", gettext_noop("机构")),
    ("starts_on", gettext_noop("开始日期")),
    ("ends_on", gettext_noop("结束日期")),
    ("next_on", gettext_noop("下一场")),
)
SCHEDULE_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS] + [
    Column(gettext_noop("号数"), itemgetter("capacity"), "quantity")
]


def schedule_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """What the list of schedules can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    teams = organization.team_choices(viewer, permissions.READ, on)
    standings = [(RUNNING, _("进行中")), (ENDED, _("已结束"))]
    return ListSpec(
        filters=(
            choice_filter("kind", gettext_noop("类别"), options_of(SessionKind)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), teams, lookup="team_id"),
            choice_filter("standing", gettext_noop("状态"), standings, apply=_of_standing(on)),
            flag_filter("decide", gettext_noop("有场次待处理"), lambda rows, yes: rows.filter(to_decide__gt=0)),
        ),
        sorts=(
            Sort("team", gettext_noop("团队"), ("team__name", "title", "id")),
            Sort("title", gettext_noop("名称"), ("title", "id")),
            Sort("starts_on", gettext_noop("开始日期"), ("-starts_on", "id")),
        ),
    )


def schedule_row(schedule: Schedule) -> dict[str, Any]:
    """A line of the list."""
    return {
        "id": schedule.id,
        "title": schedule.title,
        "kind": label_of(SessionKind, schedule.kind),
        "days": days_in_words(schedule.recurrence()),
        "time": time_of(schedule.begins_at, schedule.ends_at),
        "place": schedule.place,
        "region": schedule.region.name,
        "team": schedule.team.name,
        "institution": schedule.institution.name,
        "starts_on": schedule.starts_on,
        "ends_on": schedule.ends_on,
        "next_on": getattr(schedule, "next_on", None),
        "to_decide": getattr(schedule, "to_decide", 0),
        "capacity": schedule.capacity,
    }


def schedule_page(schedule: Schedule) -> dict[str, Any]:
    """A schedule's own page: its particulars as pairs."""
    row = schedule_row(schedule)
    period = f"{row['starts_on']} — {row['ends_on'] or _('长期')}"
    return row | {
        "particulars": [
            (_("类别"), row["kind"]),
            (_("日期规律"), row["days"]),
            (_("时间"), row["time"]),
            (_("起止日期"), period),
            (_("地点"), row["place"]),
            (_("村（社区）"), row["region"]),
            (_("团队"), row["team"]),
            (_("机构"), row["institution"]),
            (_("出诊人员"), people_of(schedule.on_duty.all())),
            (_("每场号数"), row["capacity"]),
            (_("节假日"), label_of(OnHoliday, schedule.on_holiday)),
            (_("说明"), schedule.note),
        ]
    }


def days_in_words(rule: Recurrence) -> str:
    """每周一、三; 隔周五; 每月第2个周五; 每月5日、15日; a single day."""
    weekdays = joined([weekday_name(one) for one in rule.weekdays])
    if rule.pattern == Pattern.ONCE:
        return rule.starts_on.isoformat()
    if rule.pattern == Pattern.WEEKLY:
        return _("每%(weekdays)s") % {"weekdays": weekdays}
    if rule.pattern == Pattern.FORTNIGHTLY:
        return _("隔周%(weekdays)s") % {"weekdays": weekdays}
    if rule.pattern == Pattern.MONTHLY_DAY:
        return _("每月%(days)s日") % {"days": joined(rule.month_days)}
    weeks = joined([week_name(one) for one in rule.weeks])
    return _("每月%(weeks)s%(weekdays)s") % {"weeks": weeks, "weekdays": weekdays}


def _of_standing(on: dt.date) -> Callable[[Any, str], Any]:
    def apply(rows: Any, value: str) -> Any:
        return rows.filter(ends_on__lt=on) if value == ENDED else rows.exclude(ends_on__lt=on)

    return apply
