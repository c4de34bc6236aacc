"""Lists of records and of people in programmes."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import Filter, ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care.models import Enrolment, Record
from jiayi.service.care.permissions import READ
from jiayi.service.care.selectors.work import OTHER, of_kind
from jiayi.service.care.terms import EnrolmentState, Evidence, Mode, RecordState

from .reading import form_label

RECORD_COLUMNS = (
    Column(gettext_noop("服务日期"), lambda row: row["visit_on"].isoformat()),
    Column(gettext_noop("记录表"), itemgetter("form")),
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("服务方式"), itemgetter("mode")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("服务人员"), itemgetter("practitioner")),
    Column(gettext_noop("佐证等级"), itemgetter("evidence")),
    Column(gettext_noop("录入日期"), lambda row: row["entered_on"].isoformat()),
)
ENROLMENT_COLUMNS = (
    Column(gettext_noop("管理项目"), itemgetter("programme")),
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("状态"), itemgetter("state")),
    Column(gettext_noop("纳入日期"), lambda row: row["enrolled_on"].isoformat()),
    Column(gettext_noop("上次随访"), lambda row: row["last_on"].isoformat() if row["last_on"] else ""),
    Column(gettext_noop("应访日期"), lambda row: row["due_on"].isoformat() if row["due_on"] else ""),
)


def record_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """What records can be narrowed and sorted by."""
    language = get_language() or ""
    forms = [(code, form.label(language)) for code, form in rulebook().forms.items()]
    kinds = [(code, kind.label(language)) for code, kind in rulebook().work_kinds.items()]
    kinds.append((OTHER, gettext("其他服务")))
    return ListSpec(
        sorts=(
            Sort("-visit_on", gettext_noop("最近服务在前"), ("-visit_on", "-id")),
            Sort("visit_on", gettext_noop("最早服务在前"), ("visit_on", "id")),
        ),
        filters=(
            *_places(viewer, on, chosen_region),
            choice_filter("form", gettext_noop("记录表"), forms),
            choice_filter("kind", gettext_noop("工作内容"), kinds, apply=of_kind),
            choice_filter("mode", gettext_noop("服务方式"), options_of(Mode)),
            choice_filter("evidence", gettext_noop("佐证等级"), options_of(Evidence)),
            choice_filter("state", gettext_noop("状态"), options_of(RecordState)),
            date_filter("visit_from", gettext_noop("服务自"), "visit_on__gte"),
            date_filter("visit_to", gettext_noop("服务至"), "visit_on__lte"),
        ),
    )


def enrolment_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """What people in programmes can be narrowed and sorted by."""
    language = get_language() or ""
    programmes = [(code, one.label(language)) for code, one in rulebook().programmes.items()]
    return ListSpec(
        sorts=(
            Sort("due_on", gettext_noop("应访日期"), ("due_on", "id")),
            Sort("last_on", gettext_noop("上次随访"), ("last_on", "id")),
            Sort("place", gettext_noop("村（社区）"), ("region_id", "due_on", "id")),
        ),
        filters=(
            *_places(viewer, on, chosen_region),
            choice_filter("programme", gettext_noop("管理项目"), programmes),
            choice_filter("state", gettext_noop("状态"), options_of(EnrolmentState)),
        ),
    )


def _places(viewer: Viewer, on: dt.date, chosen_region: str) -> tuple[Filter, Filter]:
    places = organization.place_choices(viewer, READ, chosen_region)
    return (
        choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
        choice_filter("team", gettext_noop("团队"), organization.team_choices(viewer, READ, on), lookup="team_id"),
    )


def record_row(record: Record) -> dict[str, Any]:
    """What a row shows; resident, region, team and practitioner are loaded with the record."""
    language = get_language() or ""
    return {
        "id": record.id,
        "resident_id": record.resident_id,
        "form": form_label(record.form),
        "name": record.resident.name,
        "region": record.region.name,
        "visit_on": record.visit_on,
        "entered_on": record.entered_on,
        "mode": Mode(record.mode).label(language),
        "team": record.team.name if record.team else "",
        "practitioner": record.practitioner.name if record.practitioner else "",
        "evidence": Evidence(record.evidence).label(language),
        "is_voided": record.state == RecordState.VOIDED,
    }


def enrolment_row(enrolment: Enrolment, *, on: dt.date) -> dict[str, Any]:
    """What a row shows; resident, region and team are loaded with the enrolment."""
    language = get_language() or ""
    programme = rulebook().programmes.get(enrolment.programme)
    return {
        "id": enrolment.id,
        "resident_id": enrolment.resident_id,
        "programme": programme.label(language) if programme else enrolment.programme,
        "name": enrolment.resident.name,
        "region": enrolment.region.name,
        "team": enrolment.team.name if enrolment.team else "",
        "state": EnrolmentState(enrolment.state).label(language),
        "is_lost": enrolment.state == EnrolmentState.LOST,
        "is_closed": enrolment.state == EnrolmentState.CLOSED,
        "enrolled_on": enrolment.enrolled_on,
        "last_on": enrolment.last_on,
        "due_on": enrolment.due_on,
        "is_overdue": bool(enrolment.to_on and enrolment.to_on < on),
        "remind_on": enrolment.remind_on,
    }
