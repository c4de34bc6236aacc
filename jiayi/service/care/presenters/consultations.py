"""Consultations in words: lists, the page, the paper."""

import datetime as dt
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization.terms import Title
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Consultation, ConsultationFile, ConsultationStep
from jiayi.service.care.terms import (
    OPEN_CONSULTATIONS,
    Conclusion,
    ConsultationAct,
    ConsultationKind,
    ConsultationState,
    ConsultationUrgency,
)

CONSULTATION_PAPER = "service/care/typst/consultation.typ"
RECEIVED, SENT, EVERY = "received", "sent", "every"
SIGNS = {
    ConsultationState.ASKED: ("orange", "inbox"),
    ConsultationState.TAKEN: ("azure", "stethoscope"),
    ConsultationState.ANSWERED: ("green", "message-check"),
    ConsultationState.CLOSED: ("secondary", "circle-check"),
    ConsultationState.DECLINED: ("red", "arrow-back-up"),
    ConsultationState.WITHDRAWN: ("secondary", "circle-x"),
}
_CELLS = (
    ("number", gettext_noop("编号")),
    ("asked_on", gettext_noop("申请日期")),
    ("name", gettext_noop("居民")),
    ("region", gettext_noop("所在地区")),
    ("kind", gettext_noop("会诊类型")),
    ("urgency", gettext_noop("紧急程度")),
    ("asker", gettext_noop("申请机构")),
    ("asked", gettext_noop("会诊机构")),
    ("state", gettext_noop("状态")),
    ("clock", gettext_noop("时限")),
    ("conclusion", gettext_noop("会诊结论")),
)
CONSULTATION_COLUMNS = tuple(Column(title, itemgetter(name)) for name, title in _CELLS)


def usual_consultations(viewer: Viewer, query: QueryDict) -> QueryDict:
    """What is open; of those who answer, what they received."""
    asked = query.copy()
    if not asked.get("side"):
        ids = viewer.scope(permissions.ANSWER).institution_ids
        asked["side"] = RECEIVED if ids and not viewer.can(permissions.CONSULT) else EVERY
    if not asked.get("standing") and not asked.get("state"):
        asked["standing"] = "open"
    return asked


def consultation_list(viewer: Viewer, now: dt.datetime) -> ListSpec:
    """What consultations can be narrowed and sorted by."""
    ids = viewer.scope(permissions.READ_CONSULTATIONS).institution_ids
    sides = {RECEIVED: {"to_institution_id__in": ids}, SENT: {"from_institution_id__in": ids}, EVERY: {}}
    ended = (ConsultationState.CLOSED, ConsultationState.WITHDRAWN)
    standing: dict[str, Callable[[Any], Any]] = {
        "open": lambda rows: rows.exclude(state__in=ended),
        "ended": lambda rows: rows.filter(state__in=ended),
        EVERY: lambda rows: rows,
    }
    side_words = [(RECEIVED, _("收到的")), (SENT, _("申请的")), (EVERY, _("全部"))]
    standing_words = [("open", _("未办结")), ("ended", _("已结束")), (EVERY, _("全部"))]
    late = {"state__in": OPEN_CONSULTATIONS, "answer_due_at__lt": now}
    return ListSpec(
        filters=(
            choice_filter(
                "side", gettext_noop("收发"), side_words, apply=lambda rows, value: rows.filter(**sides[value])
            ),
            choice_filter(
                "standing", gettext_noop("进展"), standing_words, apply=lambda rows, value: standing[value](rows)
            ),
            choice_filter("kind", gettext_noop("会诊类型"), options_of(ConsultationKind)),
            choice_filter("state", gettext_noop("状态"), options_of(ConsultationState)),
            choice_filter("urgency", gettext_noop("紧急程度"), options_of(ConsultationUrgency)),
            flag_filter("late", gettext_noop("超时未答复"), lambda rows, _yes: rows.filter(**late)),
        ),
        sorts=(
            Sort("number", gettext_noop("最近申请在前"), ("-asked_at", "-id")),
            Sort("due", gettext_noop("最急在前"), ("answer_due_at", "id")),
        ),
    )


def consultation_row(one: Consultation, now: dt.datetime) -> dict[str, Any]:
    """A line of the list, of a file, of a resident's page."""
    colour, icon = SIGNS[ConsultationState(one.state)]
    words, is_late = _clock(one, now)
    return {
        "id": one.id,
        "number": one.number,
        "asked_on": timezone.localtime(one.asked_at).date(),
        "name": one.resident.name,
        "region": one.region.name,
        "kind": label_of(ConsultationKind, one.kind),
        "urgency": label_of(ConsultationUrgency, one.urgency),
        "is_urgent": one.urgency == ConsultationUrgency.URGENT,
        "asker": one.from_institution.name,
        "asked": one.to_institution.name,
        "question": one.question,
        "state": label_of(ConsultationState, one.state),
        "sign": {"label": label_of(ConsultationState, one.state), "colour": colour, "icon": icon},
        "clock": words,
        "is_late": is_late,
        "conclusion": label_of(Conclusion, one.conclusion),
    }


def consultation_page(
    viewer: Viewer,
    one: Consultation,
    now: dt.datetime,
    *,
    steps: list[ConsultationStep],
    files: list[ConsultationFile],
    acts: list[ConsultationAct],
) -> dict[str, Any]:
    """Everything that the page shows; the resident's own page is linked where the viewer may open it."""
    may_open = bool(people.visible_ids(viewer, [one.resident_id]))
    return consultation_row(one, now) | {
        "who": _who(one, timezone.localtime(now).date()),
        "resident_id": one.resident_id if may_open else None,
        "record_id": one.record_id if may_open and viewer.can(permissions.READ) else None,
        "asked_rows": _asked_rows(one),
        "report": report_rows(one),
        "steps": [_entry(step) for step in steps],
        "files": files,
        "acts": [_button(one, act) for act in acts],
    }


def report_rows(one: Consultation) -> list[tuple[str, str]]:
    """The report; empty before the answer."""
    if one.answered_at is None:
        return []
    by = (one.answered_by_name, label_of(Title, one.answered_by_title), one.to_institution.name)
    return [
        (_("会诊结论"), label_of(Conclusion, one.conclusion)),
        (_("所见"), one.findings),
        (_("会诊意见"), one.advice),
        (_("会诊医师"), " ".join(part for part in by if part)),
        (_("答复时间"), f"{timezone.localtime(one.answered_at):%Y-%m-%d %H:%M}"),
    ]


def consultation_paper(one: Consultation, on: dt.date) -> dict[str, Any]:
    """The report as a paper, in Chinese."""
    with override("zh-hans"):
        return {
            "title": "会诊意见单",  # data, not for translation
            "number": one.number,
            "name": one.resident.name,
            "who": _who(one, on),
            "archive": one.resident.archive_number or "",
            "kind": label_of(ConsultationKind, one.kind),
            "asked": [[label, value or ""] for label, value in _asked_rows(one)],
            "report": [[label, value or ""] for label, value in report_rows(one)],
            "printed_on": on.isoformat(),
        }


def _asked_rows(one: Consultation) -> list[tuple[str, str]]:
    asker = " ".join(part for part in (one.asked_by_name, one.from_institution.name) if part)
    return [
        (_("申请"), asker),
        (_("会诊机构"), one.to_institution.name),
        (_("初步诊断"), one.diagnosis),
        (_("会诊目的和问题"), one.question),
        (_("病情摘要"), one.background),
    ]


def _who(one: Consultation, on: dt.date) -> str:
    age = completed_years(one.resident.birth_date, on)
    return _("%(sex)s %(age)s岁") % {"sex": label_of(Sex, one.resident.sex), "age": age}


def _clock(one: Consultation, now: dt.datetime) -> tuple[str, bool]:
    if one.state not in OPEN_CONSULTATIONS or one.answer_due_at is None:
        return "", False
    due = timezone.localtime(one.answer_due_at)
    return _("%(at)s 前答复") % {"at": f"{due:%Y-%m-%d %H:%M}"}, one.answer_due_at < now


def _entry(step: ConsultationStep) -> dict[str, Any]:
    return {
        "on": timezone.localtime(step.at).date(),
        "icon": SIGNS[ConsultationState(step.to_state)][1],
        "title": label_of(ConsultationAct, step.act),
        "text": " · ".join(part for part in (step.by_name, step.text) if part),
    }


def _button(one: Consultation, act: ConsultationAct) -> dict[str, Any]:
    return {
        "label": act.label(get_language() or ""),
        "url": reverse("care:consultation_act", args=[one.id, act.value]),
        "is_form": act != ConsultationAct.TAKE,
        "is_dangerous": act in (ConsultationAct.DECLINE, ConsultationAct.WITHDRAW),
    }
