"""Visits, figures and estimates in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.intake.services import reason_text
from jiayi.foundation.rulebook import find_value
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.insurance import permissions, selectors
from jiayi.service.insurance.models import InsuredVisit, VisitBatch
from jiayi.service.insurance.services.importing import VisitImport
from jiayi.service.insurance.terms import Period, RowVerdict, VisitKind

YEAR = dt.timedelta(days=364)
REPEAT_DAYS, REPEAT_TIMES = "insurance.repeat_visit_days", "insurance.repeat_visit_times"
FIRST_CONTACT = "insurance.first_contact_days"
IN_COUNTY, PRIMARY_SHARE, STAY = (
    *("in_county_visit_rate.target", "primary_visit_share.target"),
    "average_stay.max_days",
)
_STAY_LEVELS = {"village": "level_1", "township": "level_1", "county": "level_2"}
REPEAT_COLUMNS = [
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("诊断"), itemgetter("diagnosis")),
    Column(gettext_noop("就诊次数"), itemgetter("times")),
    Column(gettext_noop("机构数"), itemgetter("places")),
    Column(gettext_noop("费用（元）"), itemgetter("amount")),
    Column(gettext_noop("最近就诊"), itemgetter("last_on")),
]
SKIPPED_COLUMNS = [
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("就诊日期"), itemgetter("visit_on")),
    Column(gettext_noop("就诊机构"), itemgetter("institution")),
    Column(gettext_noop("级别"), itemgetter("level")),
    Column(gettext_noop("就诊类别"), itemgetter("kind")),
    Column(gettext_noop("诊断"), itemgetter("diagnosis")),
    Column(gettext_noop("费用（元）"), itemgetter("amount")),
]


def period_of(query: Mapping[str, str], today: dt.date) -> Period:
    """The days that the address names; the last twelve months where it names none."""
    until = _day(query.get("until", "")) or today
    return Period(_day(query.get("since", "")) or until - YEAR, until)


def repeat_limits(viewer: Viewer, on: dt.date) -> dict[str, int]:
    """What counts as a repeat, by the schemes of the viewer's area."""
    return {"within_days": _limit(viewer, REPEAT_DAYS, on), "at_least": _limit(viewer, REPEAT_TIMES, on)}


def first_contact_days(viewer: Viewer, on: dt.date) -> int:
    """How long a primary visit counts as first contact."""
    return _limit(viewer, FIRST_CONTACT, on)


def repeat_words(limits: Mapping[str, int]) -> str:
    """What stands on the list."""
    return _("同一诊断在%(within_days)s天内再次就诊，合计%(at_least)s次及以上。") % limits


def skipped_words(days: int) -> str:
    """What stands on the list."""
    return _("到县级及以上就诊，没有转诊，之前%(days)s天内也没有在基层就诊。") % {"days": days}


def repeat_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the list of repeat visits."""
    return {
        "resident_id": row["resident_id"],
        "name": row["resident__name"],
        "region": row["region__name"],
        "diagnosis": row["diagnosis"],
        "times": row["times"],
        "places": row["places"],
        "amount": yuan_text(row["amount"]),
        "last_on": row["last_on"],
    }


def skipped_row(visit: InsuredVisit) -> dict[str, Any]:
    """A line of the list of skipped first contacts."""
    return {
        "resident_id": visit.resident_id,
        "name": visit.resident.name,
        "region": visit.region.name,
        "visit_on": visit.visit_on,
        "institution": visit.institution_name,
        "level": label_of(InstitutionLevel, visit.level),
        "kind": label_of(VisitKind, visit.kind),
        "diagnosis": visit.diagnosis,
        "amount": yuan_text(visit.amount_fen),
    }


def batch_row(batch: VisitBatch) -> dict[str, Any]:
    """A file in the list of files."""
    return {
        "id": batch.id,
        "file": batch.file_name,
        "on": batch.entered_on,
        "by": batch.started_by_name,
        "counts": _counts(batch.counts),
        "undone_at": batch.undone_at,
    }


def tried_page(done: VisitImport) -> dict[str, Any]:
    """What a trial found, or a file in which nothing was new."""
    lines = [[number, list(outcome.codes)] for number, _cells, outcome in done.rejected[:200]]
    return {"counts": _counts(done.counts()), "rejects": reject_lines(lines)}


def reject_lines(rejects: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Row numbers with the reasons in the reader's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [
        {"row": number, "reasons": [reason_text(code)[language] for code in codes], "codes": "、".join(codes)}
        for number, codes in rejects
    ]


def figures(viewer: Viewer, period: Period, on: dt.date) -> list[dict[str, Any]]:
    """The shares with their targets, and lengths of stay with their limits."""
    schemes = schemes_of(viewer, on)
    rows = [
        _share(_("县域内就诊率"), selectors.in_county_share(viewer, period), _value(IN_COUNTY, on, schemes)),
        _share(
            _("县域内住院率"),
            selectors.in_county_share(viewer, period, VisitKind.INPATIENT),
            _value(IN_COUNTY, on, schemes),
        ),
        _share(_("基层诊疗量占比"), selectors.primary_share(viewer, period), _value(PRIMARY_SHARE, on, schemes)),
    ]
    limits = _value(STAY, on, schemes) or {}
    for one in selectors.average_stays(viewer, period):
        limit = limits.get(_STAY_LEVELS.get(one["level"], ""))
        label = _("平均住院日：%(level)s") % {"level": label_of(InstitutionLevel, one["level"])}
        rows.append(
            {
                "label": label,
                "value": _("%(days).1f天") % one,
                "of": _("出院%(discharges)s人次") % one,
                "target": _("不超过%(limit)s天") % {"limit": limit} if limit else "",
                "is_met": limit is None or one["days"] <= limit,
            }
        )
    return rows


def schemes_of(viewer: Viewer, on: dt.date) -> list[str]:
    """The schemes of the viewer's area: of the first region that the scope names; the national ones without."""
    prefixes = viewer.scope(permissions.READ_VISITS).region_prefixes
    return list(organization.schemes_for(prefixes[0], on)) if prefixes else ["national"]


def _share(label: str, found: selectors.Share, target: float | None) -> dict[str, Any]:
    share = found.share
    return {
        "label": label,
        "value": "—" if share is None else f"{share:.1%}",
        "of": f"{found.part:,} / {found.whole:,}",
        "target": _("目标%(target)s") % {"target": f"{target:.0%}"} if target else "",
        "is_met": share is None or target is None or share >= target,
    }


def _value(key: str, on: dt.date, schemes: Sequence[str]) -> Any:
    found = find_value(key, on, schemes)
    return found.value if found else None


def _limit(viewer: Viewer, key: str, on: dt.date) -> int:
    return int(_value(key, on, schemes_of(viewer, on)))


def _counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [
        (_("行数"), counts.get("rows", 0)),
        *((label_of(RowVerdict, one), counts.get(one, 0)) for one in RowVerdict),
    ]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
