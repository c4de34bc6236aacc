"""Findings in words: the list, one finding, who has how many, and what the detectors look for."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of, word_of
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import Evidence, Finding
from jiayi.insight.assurance.selectors import accountability
from jiayi.insight.assurance.terms import CONCLUSIONS, EvidenceKind, FindingState, Subject
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .words import STATE_LOOKS, detector_title, own_words, score_look, value_lines

SHOWN_STATES = [state for state in FindingState if state != FindingState.WITHDRAWN]


def finding_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """Findings by state, detector, place and team; the gravest first unless sorted otherwise."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    codes = (*accountability("", on).kinds, *rulebook().detectors)
    detectors = [(code, detector_title(code)) for code in codes]
    return ListSpec(
        filters=(
            choice_filter("state", gettext_noop("状态"), options_of(SHOWN_STATES)),
            choice_filter("detector", gettext_noop("疑点"), detectors),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter(
                "team", gettext_noop("团队"), organization.team_choices(viewer, permissions.READ, on), lookup="team_id"
            ),
            choice_filter("subject", gettext_noop("对象"), options_of(Subject), apply=_of_subject),
        ),
        sorts=(
            Sort("score", gettext_noop("可疑程度"), ("-score", "id")),
            Sort("opened_on", gettext_noop("发现日期"), ("-opened_on", "id")),
            Sort("institution", gettext_noop("机构"), ("institution__name", "-score", "id")),
        ),
    )


def _of_subject(rows: Any, subject: str) -> Any:
    return rows.filter(practitioner__isnull=subject == Subject.TEAM)


def finding_row(finding: Finding) -> dict[str, Any]:
    """A line of the list and of files."""
    colour, icon = STATE_LOOKS[FindingState(finding.state)]
    return {
        "id": finding.id,
        "title": detector_title(finding.detector),
        "subject": finding.practitioner.name if finding.practitioner else finding.team.name,
        "team": finding.team.name if finding.team else "",
        "of_person": bool(finding.practitioner_id),
        "institution": finding.institution.name,
        "score": finding.score,
        "score_colour": score_look(finding.score),
        "hits": finding.hits,
        "total": finding.total,
        "share": finding.hits / finding.total if finding.total else None,
        "opened_on": finding.opened_on,
        "state": label_of(FindingState, finding.state),
        "colour": colour,
        "icon": icon,
        "taken_by": finding.taken_by_name,
        "answered": bool(finding.answer),
        "note": finding.conclusion_note,
        "is_reported": bool(finding.statement),
        "measure": word_of(finding.measure) if finding.measure else "",
    }


def finding_columns() -> list[Column]:
    """The list as a file."""
    texts = [
        ("title", gettext_noop("疑点")),
        ("subject", gettext_noop("对象")),
        ("team", gettext_noop("团队")),
        ("institution", gettext_noop("机构")),
        ("score", gettext_noop("可疑程度")),
        ("hits", gettext_noop("可疑例数")),
        ("total", gettext_noop("总例数")),
        ("opened_on", gettext_noop("发现日期")),
        ("state", gettext_noop("状态")),
        ("taken_by", gettext_noop("核查人")),
        ("note", gettext_noop("认定理由")),
        ("measure", gettext_noop("处理决定")),
    ]
    return [_column(name, title, "quantity" if name in ("score", "hits", "total") else "text") for name, title in texts]


def _column(name: str, title: str, kind: str) -> Column:
    return Column(title, lambda row: row[name], kind)


def finding_page(finding: Finding) -> dict[str, Any]:
    """One finding: what was counted, why it matters, what may explain it, and what was done about it."""
    detector = rulebook().detectors.get(finding.detector)
    page = finding_row(finding) | {
        "since_on": finding.since_on,
        "until_on": finding.until_on,
        "reasons": finding.reasons,
        "steps": _steps(finding),
        "statement": finding.statement,
        "is_closed": finding.state in CONCLUSIONS,
    }
    if detector:
        names = ("why", "hit", "among", "innocent")
        page |= {"number": detector.number, **{name: own_words(detector, name) for name in names}}
    return page


def _steps(finding: Finding) -> list[dict[str, Any]]:
    """What was done, in the order of time."""
    found = [{"on": finding.opened_on, "icon": "radar-2", "title": _("检测发现"), "text": ""}]
    if finding.statement:
        found[0] |= {"icon": "flag", "title": _("登记问题"), "text": finding.reported_by_name}
    if finding.taken_at:
        found.append({"on": finding.taken_at, "icon": "eye-search", "title": _("受理"), "text": finding.taken_by_name})
    if finding.answered_at:
        said = f"{finding.answered_by_name}：{finding.answer}"  # data, not for translation
        found.append({"on": finding.answered_at, "icon": "message", "title": _("当事人说明"), "text": said})
    if finding.concluded_at:
        judged = f"{finding.taken_by_name}：{finding.conclusion_note}"  # data, not for translation
        title = str(joined([label_of(FindingState, finding.state), word_of(finding.measure)]))
        found.append({"on": finding.concluded_at, "icon": "gavel", "title": title, "text": judged})
    return found


def evidence_list() -> ListSpec:
    """The cases of a finding, the latest first."""
    return ListSpec(sorts=(Sort("on", gettext_noop("日期"), ("-on", "-id")),))


def evidence_row(one: Evidence, in_reach: Collection[UUID], villages: Mapping[str, str]) -> dict[str, Any]:
    """A case with its values, villages by their names; whom it is about, and the way there, only where the viewer may
    open it."""
    village = one.values.get("village")
    values = one.values | {"village": villages.get(village, village)}
    may_open = one.thing_id in in_reach
    return {
        "id": one.id,
        "kind": label_of(EvidenceKind, one.kind),
        "route": {"record": "care:record", "agreement": "agreements:agreement"}.get(one.kind, "") if may_open else "",
        "thing_id": one.thing_id,
        "name": one.resident.name if may_open and one.resident else "",
        "on": one.on,
        "values": value_lines(values),
    }


@dataclass(frozen=True)
class TallyRow:
    """How many findings somebody has, or a team as such."""

    id: str
    name: str
    team: str
    team_id: UUID | None
    institution: str
    of_person: bool
    number: int
    waiting: int
    confirmed: int
    explained: int
    dismissed: int
    highest: int | None


def tally_rows(rows: Iterable[Mapping[str, Any]]) -> list[TallyRow]:
    """What `selectors.tally` counted."""
    return [
        TallyRow(
            id=f"{row['practitioner_id'] or ''}-{row['team_id'] or ''}",
            name=row["practitioner__name"] or row["team__name"],
            team=row["team__name"] or "",
            team_id=row["team_id"],
            institution=row["institution__name"],
            of_person=bool(row["practitioner_id"]),
            number=row["number"],
            waiting=row["open"] + row["under_review"],
            confirmed=row["confirmed"],
            explained=row["explained"],
            dismissed=row["dismissed"],
            highest=row["highest"],
        )
        for row in rows
    ]


def tally_list() -> ListSpec:
    """Teams and practitioners, those with the gravest findings first."""
    return ListSpec(
        filters=(
            choice_filter(
                "subject",
                gettext_noop("对象"),
                options_of(Subject),
                apply=lambda rows, subject: [one for one in rows if one.of_person == (subject == Subject.PRACTITIONER)],
            ),
        ),
        sorts=(
            Sort("highest", gettext_noop("最高程度"), ("-highest", "-waiting", "name", "id")),
            Sort("waiting", gettext_noop("待核查"), ("-waiting", "-highest", "name", "id")),
            Sort("confirmed", gettext_noop("属实"), ("-confirmed", "-highest", "name", "id")),
            Sort("institution", gettext_noop("机构"), ("institution", "name", "id")),
        ),
    )


def tally_columns() -> list[Column]:
    """The overview as a file."""
    return [
        Column(gettext_noop("对象"), lambda row: row.name),
        Column(gettext_noop("团队"), lambda row: row.team),
        Column(gettext_noop("机构"), lambda row: row.institution),
        Column(gettext_noop("待核查"), lambda row: row.waiting, "quantity"),
        Column(gettext_noop("属实"), lambda row: row.confirmed, "quantity"),
        Column(gettext_noop("已说明"), lambda row: row.explained, "quantity"),
        Column(gettext_noop("排除"), lambda row: row.dismissed, "quantity"),
        Column(gettext_noop("最高程度"), lambda row: row.highest, "quantity"),
    ]


def detector_rows(counts: Mapping[str, int], on: dt.date) -> list[dict[str, Any]]:
    """What each detector looks for, from where on it is a finding, and how many wait."""
    return [
        {
            "code": code,
            "number": detector.number,
            "title": detector.label(get_language() or ""),
            "subject": label_of(Subject, detector.subject),
            **{name: own_words(detector, name) for name in ("why", "hit", "among", "innocent")},
            "count": counts.get(code, 0),
            "reasons": _values_of(detector, on),
        }
        for code, detector in sorted(rulebook().detectors.items(), key=lambda pair: (_order(pair[1].number), pair[0]))
    ]


def _order(number: str) -> int:
    return int(number.lstrip("D") or 0)


def _values_of(detector: Any, on: dt.date) -> list[dict[str, Any]]:
    view = RulebookView(on, [organization.NATIONAL])
    for key in (detector.threshold, *([detector.least] if detector.least else []), *detector.settings):
        view.need(key)
    return [reason.as_dict() for reason in view.values_read(except_for=set())]
