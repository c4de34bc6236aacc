"""A team's month on one page: what was reached, beside target, last month and the county; what comes next."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import GapDuty
from jiayi.insight.indicators.selectors import Period, Rate
from jiayi.registry.organization import selectors as organization

from .scores import Score, score_of, troubles_first
from .tables import shown

MOST, STEPS = 24, 6
_WORK = "workload"


def sheet_data(
    viewer: Viewer, region_code: str, team_id: UUID, periods: Sequence[Period], language: str
) -> dict[str, Any]:
    """What the paper prints; NotVisible for a team without residents in the region."""
    codes = [one.indicator for one in selectors.evaluated() if not one.restricted]
    place = str(team_id)
    found = selectors.rates(viewer, region_code, periods, codes, ["team"])
    own = {code: rate for (code, _level, one), rate in found.items() if one == place}
    if not own:
        raise NotVisible
    on = periods[0].as_of
    team = organization.team_facts_of([team_id], on)[team_id]
    scores = sorted((score_of(code, own[code], region_code, on, language) for code in own), key=troubles_first)
    scores = [one for one in scores if one.value is not None][:MOST]
    county = periods[0].county
    every = selectors.peers(periods, [one.code for one in scores])
    before = selectors.peers(_month_before(county, on), [one.code for one in scores])
    return {
        "team": team.name,
        "county": organization.full_region_name(county),
        "leader": next((one.name for one in team.members if one.practitioner_id == team.leader_id), ""),
        "members": len(team.members),
        "period": f"{on.year}年{on.month}月",  # data, not for translation
        "as_of": on.isoformat(),
        "work": _work(viewer, region_code, place, periods, language),
        "lines": [_line(one, every, before, place) for one in scores],
        "steps": _steps(scores),
        "given": GapDuty.objects.filter(team_id=team_id, ended_on=None).count(),
        "met": sum(one.is_met is True for one in scores),
        "counted": sum(one.is_met is not None for one in scores),
    }


def _line(score: Score, every: dict[tuple[str, str], Rate], before: dict[tuple[str, str], Rate], place: str) -> Any:
    kind = "share" if score.unit == "share" else "mean"
    former = before.get((score.code, place))
    values = [rate.value for (code, team), rate in every.items() if code == score.code and team]
    known = sorted((one for one in values if one is not None), reverse=not score.lower)
    whole = every.get((score.code, ""))
    return {
        "name": score.name,
        "counts": f"{score.rate.numerator:,}/{score.rate.denominator:,}",
        "value": shown(score.value, kind),
        "target": shown(score.target.value, kind) if score.target else "—",
        "is_met": {True: _("达标"), False: _("未达标"), None: "—"}[score.is_met],
        "needed": f"{score.needed:,}" if score.needed else "—",
        "before": shown(former.value if former else None, kind),
        "county": shown(whole.value if whole else None, kind),
        "rank": f"{known.index(score.value) + 1}/{len(known)}" if score.value in known else "—",
    }


def _steps(scores: Sequence[Score]) -> list[str]:
    """What brings most with least: the smallest gaps first."""
    gaps = sorted((one for one in scores if one.needed), key=lambda one: one.needed)[:STEPS]
    words = _("%(name)s：再做到 %(needed)s，即达到目标 %(target)s")
    return [
        words % {"name": one.name, "needed": f"{one.needed:,}", "target": shown(one.target.value, "share")}
        for one in gaps
        if one.target
    ]


def _work(viewer: Viewer, region_code: str, place: str, periods: Sequence[Period], language: str) -> list[list[str]]:
    table = selectors.table_for(_WORK)
    counts = selectors.table_counts(viewer, region_code, table, "team", periods).get(place, {})
    return [[table.columns[code].label(language), f"{count:,}"] for code, count in counts.items()]


def _month_before(county: str, on: date) -> list[Period]:
    earlier = [one for one in selectors.periods_built(county) if one.period < f"{on:%Y-%m}"]
    return earlier[-1:] if earlier and earlier[-1].as_of.year == on.year else []
