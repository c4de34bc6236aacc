"""Meetings and trainings in words."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Meeting
from jiayi.community.outreach.terms import MeetingKind, MeetingState
from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of, options_of, time_of, weekday_of, word_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .activities import listed_codes, tied_by

MEETING_SIGNS = {
    MeetingState.PLANNED: ("azure", "calendar"),
    MeetingState.HELD: ("green", "circle-check"),
    MeetingState.CANCELLED: ("secondary", "calendar-off"),
}
_CELLS = (
    ("held_on", gettext_noop("日期")),
    ("time", gettext_noop("时间")),
    ("kind", gettext_noop("类别")),
    ("title", gettext_noop("议题")),
    ("topics", gettext_noop("培训内容")),
    ("teacher", gettext_noop("授课专家")),
    ("teacher_from", gettext_noop("专家单位")),
    ("team", gettext_noop("团队")),
    ("institution", gettext_noop("机构")),
    ("state", gettext_noop("状态")),
    ("decisions", gettext_noop("议定事项和下月计划")),
)
MEETING_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS] + [
    Column(gettext_noop("应到"), itemgetter("invited"), "quantity"),
    Column(gettext_noop("实到"), itemgetter("came"), "quantity"),
]


def meeting_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """What the list can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    teams = organization.team_choices(viewer, permissions.READ, on)
    return ListSpec(
        filters=(
            choice_filter("kind", gettext_noop("类别"), options_of(MeetingKind)),
            choice_filter("state", gettext_noop("状态"), options_of(MeetingState)),
            choice_filter("topic", gettext_noop("培训内容"), listed_codes("training.topics"), apply=tied_by("topics")),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), teams, lookup="team_id"),
            date_filter("since", gettext_noop("从"), "held_on__gte"),
            date_filter("until", gettext_noop("到"), "held_on__lte"),
        ),
        sorts=(
            Sort("day", gettext_noop("日期"), ("-held_on", "-begins_at", "-id")),
            Sort("team", gettext_noop("团队"), ("team__name", "-held_on", "-id")),
        ),
    )


def meeting_row(meeting: Meeting) -> dict[str, Any]:
    """A line of the list, and of a file."""
    colour, icon = MEETING_SIGNS[MeetingState(meeting.state)]
    label = label_of(MeetingState, meeting.state)
    same = ("id", "held_on", "title", "teacher", "teacher_from", "place", "decisions", "reason", "invited", "came")
    return {name: getattr(meeting, name) for name in same} | {
        "weekday": weekday_of(meeting.held_on),
        "time": time_of(meeting.begins_at, meeting.ends_at),
        "kind": label_of(MeetingKind, meeting.kind),
        "topics": str(joined([word_of(code) for code in meeting.topics])),
        "team": meeting.team.name,
        "institution": meeting.institution.name,
        "state": label,
        "sign": {"label": label, "colour": colour, "icon": icon},
    }


def meeting_page(meeting: Meeting) -> dict[str, Any]:
    """The particulars of a meeting, and who was to come and came."""
    row = meeting_row(meeting)
    expert = " ".join(word for word in (meeting.teacher, meeting.teacher_from) if word)
    about = [
        (_("时间"), f"{row['time']} {row['weekday']}"),
        (_("地点"), meeting.place or "—"),
        (_("培训内容"), row["topics"] or "—"),
        (_("授课专家"), expert or "—"),
        (_("团队"), row["team"]),
        (_("机构"), row["institution"]),
    ]
    people = [{"name": one.practitioner.name, "came": one.came} for one in meeting.participants.all()]
    return {"row": row, "about": about, "note": meeting.note, "people": people}
