"""How the cases of a finding are divided, as ECharts takes it."""

from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.charts import AXIS, BLUE, bars
from jiayi.foundation.ui.wording import label_of
from jiayi.insight.assurance.models import Finding
from jiayi.insight.assurance.terms import Absence, SignatureFault

HIT, MOST_BARS = "#b42318", 40
_DELAYS = ("0", "1-3", "4-7", "8-14", "15-30", "31+")


def finding_chart(finding: Finding) -> dict[str, Any] | None:
    """Bars of the cases, those of the kind looked for in red; None where the detector has nothing to divide."""
    kind = _kind_of(finding)
    rows = _in_order(kind, finding.buckets)[-MOST_BARS:] if kind else []
    if not rows:
        return None
    others = [cases - hits for _label, cases, hits in rows]
    series = [bars(_("可疑"), HIT, [hits for _label, _cases, hits in rows], stack="cases")]
    if any(others):
        series.append(bars(_("其他"), BLUE, others, stack="cases"))
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 8},
        "grid": {"left": 44, "right": 12, "top": 36, "bottom": 56},
        "xAxis": {
            "type": "category",
            "data": [_label_of(kind, label) for label, *_ in rows],
            "name": _axis_name(kind),
            "nameLocation": "middle",
            "nameGap": 32,
            "nameTextStyle": AXIS,
            "axisLabel": AXIS,
        },
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": AXIS},
        "series": series,
    }


def chart_summary(finding: Finding) -> str:
    """The bars in words."""
    kind = _kind_of(finding)
    return "；".join(  # data, not for translation
        f"{_label_of(kind, label)} {cases}" for label, cases, _hits in _in_order(kind, finding.buckets)[-MOST_BARS:]
    )


def _kind_of(finding: Finding) -> str:
    detector = rulebook().detectors.get(finding.detector)
    return (detector.chart if detector else None) or ""


def _in_order(kind: str, buckets: list[list[Any]]) -> list[list[Any]]:
    """By number, day or delay; digits and distances without gaps."""
    if kind == "digits":
        known = {label: [label, cases, hits] for label, cases, hits in buckets}
        return [known.get(str(digit), [str(digit), 0, 0]) for digit in range(10)]
    if kind in ("distance", "hours"):
        return sorted(buckets, key=lambda row: int(row[0]))
    if kind == "delays":
        return sorted(buckets, key=lambda row: _DELAYS.index(row[0]))
    if kind == "pairs":
        return sorted(buckets, key=lambda row: row[1])
    return sorted(buckets, key=lambda row: row[0])


def _label_of(kind: str, label: str) -> str:
    if kind == "reasons":
        return label_of(Absence if label in set(Absence) else SignatureFault, label)
    return label


def _axis_name(kind: str) -> str:
    return {
        "digits": _("末位数字"),
        "distance": _("与达标线之差（毫米汞柱）"),
        "delays": _("服务后几天录入"),
        "hours": _("录入的钟点"),
        "pairs": _("收缩压/舒张压"),
        "days": _("日期"),
        "reasons": "",
    }.get(kind, "")
