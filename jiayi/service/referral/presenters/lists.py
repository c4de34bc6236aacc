"""The list of referrals: by clock, side, step."""

import datetime as dt
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.referral import permissions
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import OPEN, DiagnosisGroup, Direction, Side, State, Urgency

SIGNS = {
    State.DRAFT: ("secondary", "pencil"),
    State.APPROVAL: ("yellow", "clock"),
    State.SUBMITTED: ("orange", "inbox"),
    State.ACCEPTED: ("azure", "check"),
    State.SCHEDULED: ("azure", "calendar-event"),
    State.NO_SHOW: ("red", "user-off"),
    State.ARRIVED: ("blue", "building-hospital"),
    State.IN_TREATMENT: ("blue", "stethoscope"),
    State.RETURN_PROPOSED: ("purple", "arrow-back-up"),
    State.RETURNED: ("purple", "home"),
    State.FOLLOWED_UP: ("green", "heartbeat"),
    State.CLOSED: ("green", "circle-check"),
    State.REFUSED: ("red", "ban"),
    State.REJECTED: ("red", "ban"),
    State.CANCELLED: ("secondary", "circle-x"),
    State.EXPIRED: ("secondary", "clock-off"),
}
_URGENT = {Urgency.ROUTINE: "secondary", Urgency.URGENT: "orange", Urgency.EMERGENCY: "red"}
_CELLS = (
    ("number", gettext_noop("编号")),
    ("created_on", gettext_noop("填写日期")),
    ("name", gettext_noop("居民")),
    ("region", gettext_noop("所在地区")),
    ("direction", gettext_noop("方向")),
    ("urgency", gettext_noop("紧急程度")),
    ("group", gettext_noop("病种")),
    ("sender", gettext_noop("转出机构")),
    ("receiver", gettext_noop("接收机构")),
    ("state", gettext_noop("状态")),
    ("clock", gettext_noop("时限")),
)
COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS]


def usual_query(viewer: Viewer, query: QueryDict) -> QueryDict:
    """What is open; of those who answer, what they received."""
    asked = query.copy()
    if not asked.get("side") and viewer.scope(permissions.ANSWER).institution_ids:
        asked["side"] = Side.EVERY if viewer.scope(permissions.ANSWER).region_prefixes else Side.RECEIVED
    if not any(asked.get(name) for name in ("standing", "state")):
        asked["standing"] = "open"
    return asked


def referral_list(viewer: Viewer, now: dt.datetime, chosen_region: str) -> ListSpec:
    """What referrals can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    ids = viewer.scope(permissions.READ).institution_ids
    sides = {
        Side.RECEIVED.value: {"to_institution_id__in": ids},
        Side.SENT.value: {"from_institution_id__in": ids},
        Side.EVERY.value: {},
    }
    standing: dict[str, Callable[[Any], Any]] = {
        "open": lambda rows: rows.filter(state__in=OPEN),
        "ended": lambda rows: rows.exclude(state__in=OPEN),
        "every": lambda rows: rows,
    }
    standing_words = [("open", _("未办结")), ("ended", _("已结束")), ("every", _("全部"))]
    return ListSpec(
        filters=(
            choice_filter(
                "side", gettext_noop("收发"), options_of(Side), apply=lambda rows, value: rows.filter(**sides[value])
            ),
            choice_filter(
                "standing", gettext_noop("进展"), standing_words, apply=lambda rows, value: standing[value](rows)
            ),
            choice_filter("state", gettext_noop("状态"), options_of(State)),
            choice_filter("urgency", gettext_noop("紧急程度"), options_of(Urgency)),
            choice_filter("direction", gettext_noop("方向"), options_of(Direction)),
            choice_filter("group", gettext_noop("病种"), options_of(DiagnosisGroup)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            date_filter("since", gettext_noop("提交自"), "submitted_at__date__gte"),
            flag_filter(
                "late", gettext_noop("超过时限"), lambda rows, yes: rows.filter(state__in=OPEN, clock_at__lt=now)
            ),
        ),
        sorts=(
            Sort("clock", gettext_noop("时限"), ("clock_at", "id")),
            Sort("number", gettext_noop("编号"), ("-number",)),
            Sort("region", gettext_noop("所在地区"), ("region_id", "number")),
        ),
    )


def approval_list() -> ListSpec:
    """What waits for the insurer."""
    return ListSpec(
        filters=(choice_filter("state", gettext_noop("状态"), options_of((State.APPROVAL, State.REFUSED))),),
        sorts=(Sort("number", gettext_noop("编号"), ("-number",)),),
    )


def referral_row(referral: Referral, now: dt.datetime) -> dict[str, Any]:
    """A line of the list, of a file, of a resident's page."""
    colour, icon = SIGNS[State(referral.state)]
    words, is_late = clock_of(referral, now)
    return {
        "id": referral.id,
        "number": referral.number,
        "created_on": timezone.localtime(referral.created_at).date(),
        "name": referral.resident.name,
        "region": referral.region.name,
        "direction": label_of(Direction, referral.direction),
        "urgency": label_of(Urgency, referral.urgency),
        "urgency_colour": _URGENT[Urgency(referral.urgency)],
        "is_pressing": referral.urgency != Urgency.ROUTINE,
        "group": label_of(DiagnosisGroup, referral.group),
        "diagnosis": referral.diagnosis,
        "sender": referral.from_institution.name,
        "receiver": referral.to_name,
        "department": referral.to_department,
        "state": label_of(State, referral.state),
        "sign": {"label": label_of(State, referral.state), "colour": colour, "icon": icon},
        "clock": words,
        "is_late": is_late,
    }


def clock_of(referral: Referral, now: dt.datetime) -> tuple[str, bool]:
    """The clock that runs now in words, and whether it has run out."""
    today = timezone.localtime(now).date()
    if referral.state == State.SUBMITTED and referral.answer_due_at:
        due = timezone.localtime(referral.answer_due_at)
        return _("%(at)s 前答复") % {"at": f"{due:%Y-%m-%d %H:%M}"}, due < now
    by, words = {
        State.APPROVAL: (referral.expires_on, _("%(at)s 前审批")),
        State.ACCEPTED: (referral.arrive_by, _("%(at)s 前到达")),
        State.SCHEDULED: (referral.arrive_by, _("%(at)s 就诊")),
        State.NO_SHOW: (referral.expires_on, _("%(at)s 后失效")),
        State.RETURN_PROPOSED: (referral.home_by, _("%(at)s 前接回")),
        State.RETURNED: (referral.check_by, _("%(at)s 前随访")),
    }.get(State(referral.state), (None, ""))
    return (words % {"at": by.isoformat()}, by < today) if by else ("", False)


def step_cards(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The figures above the list: how many stand at which step."""
    parts = (
        (_("待答复"), (State.APPROVAL, State.SUBMITTED), "inbox", "orange"),
        (_("待到达"), (State.ACCEPTED, State.SCHEDULED, State.NO_SHOW), "calendar-event", "azure"),
        (_("诊治中"), (State.ARRIVED, State.IN_TREATMENT), "building-hospital", "blue"),
        (_("待接回和随访"), (State.RETURN_PROPOSED, State.RETURNED, State.FOLLOWED_UP), "home", "purple"),
    )
    return [
        {"label": label, "value": sum(counts[state] for state in states), "icon": icon, "colour": colour}
        for label, states, icon, colour in parts
    ]
