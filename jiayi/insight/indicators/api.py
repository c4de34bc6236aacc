"""Indicators over the API: what they are, and their counts by place with target and gap."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.refusals import misshapen
from jiayi.insight.indicators import permissions, selectors
from jiayi.insight.indicators.rules import interval, still_needed
from jiayi.registry.organization import selectors as organization

router = Router(tags=["indicators"])


class IndicatorAnswer(Schema):
    """What an indicator counts; the expressions are over the columns of the facts."""

    code: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    numerator: str
    denominator: str
    excluded: dict[str, str]
    unit: str
    direction: Literal["higher", "lower"]
    source: dict[str, str] | None
    owner: str
    reviewed_on: str | None
    missing: list[str] = Field(description="Columns that no room supplies yet: there is no data.")


class RateAsked(Schema):
    """A month with facts (the newest when left out), and how to divide."""

    period: str = Field("", pattern=r"^(\d{4}-\d{2})?$")
    by: Literal["region", "county", "township", "village", "institution", "team", "doctor"] = "region"
    codes: str = Field("", max_length=2000, description="Codes divided by commas; all when left out.")


class RateAnswer(Schema):
    """One indicator of one place; `needed`: how many more bring it to its target."""

    code: str
    place: str
    numerator: int
    denominator: int
    excluded: int
    value: float | None
    low: float | None
    high: float | None
    target: float | None
    needed: int


class RatesAnswer(Schema):
    """Counts as of a day, by a version of the rulebook."""

    as_of: str | None = Field(description="None before facts are built.")
    built_at: str | None
    rulebook: str | None
    by: str
    rates: list[RateAnswer]


@router.get("/indicators", response=list[IndicatorAnswer], summary="What the indicators count")
def indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """Every indicator that facts count or will count."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    return [_described(one) for one in selectors.evaluated()]


@router.get("/regions/{code}/indicators", response=RatesAnswer, summary="Counts of indicators of a region, by place")
def rates(request: HttpRequest, code: str, asked: Query[RateAsked]) -> dict[str, Any]:
    """A region within reach, by its code. 422 E_INDICATOR_UNKNOWN for a code that is none."""
    selectors.require_region(request.viewer, code)
    known = {one.indicator for one in selectors.evaluated()}
    codes = [one for one in asked.codes.split(",") if one] or sorted(known)
    if not set(codes) <= known:
        raise misshapen("E_INDICATOR_UNKNOWN", "codes")
    periods = selectors.periods_of(code, asked.period)
    if not periods:
        return {"as_of": None, "built_at": None, "rulebook": None, "by": asked.by, "rates": []}
    on, schemes = periods[0].as_of, organization.schemes_for(code, periods[0].as_of)
    found = selectors.rates(request.viewer, code, periods, codes, [asked.by])
    wanted = {one: selectors.target_of_indicator(one, on, schemes) for one in codes}
    audit.record(
        by=request.viewer,
        act="indicators.export_indicators",
        subject_kind="region",
        subject_ids=[code],
        details={"kind": "api", "by": asked.by},
    )
    return {
        "as_of": on.isoformat(),
        "built_at": periods[0].built_at.isoformat(),
        "rulebook": periods[0].rulebook_version,
        "by": asked.by,
        "rates": [_rate(one, place, rate, wanted[one]) for (one, _level, place), rate in sorted(found.items())],
    }


def _described(entry: Any) -> dict[str, Any]:
    named = ("zh", "en", "why_zh", "why_en", "numerator", "denominator", "excluded", "unit", "direction", "owner")
    return {name: getattr(entry, name) for name in named} | {
        "code": entry.indicator,
        "source": {"document": entry.source.document, "clause": entry.source.clause} if entry.source else None,
        "reviewed_on": entry.reviewed_on.isoformat() if entry.reviewed_on else None,
        "missing": selectors.missing_columns(entry),
    }


def _rate(code: str, place: str, rate: selectors.Rate, target: selectors.Target | None) -> dict[str, Any]:
    low, high = interval(rate.numerator, rate.denominator) or (None, None)
    lower = rulebook().indicators[code].direction == "lower"
    needed = 0 if target is None or lower else still_needed(rate.numerator, rate.denominator, target.value)
    return {
        "code": code,
        "place": place,
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "excluded": rate.excluded,
        "value": rate.value,
        "low": low,
        "high": high,
        "target": target.value if target else None,
        "needed": needed,
    }
