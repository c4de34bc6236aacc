"""indicators.coverage.yearly: how coverage may develop from one year to the next."""

from jiayi.foundation.rulebook import Facts, Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

GUARD = "coverage.not_below_last_year"
RISE_MIN, RISE_MAX = "coverage.yearly_rise_min", "coverage.yearly_rise_max"
_DIGITS = 6


class YearlyFacts(Facts):
    rate: Number | None  # a share of one
    last_year: Number | None


def yearly(facts: YearlyFacts, view: RulebookView) -> Outcome:
    """Whether coverage is not below last year's (S0-02) and rises as the documents want (S3-04).

    `change` in percentage points; `not_below` and `rise` (below, within, above) are None without both rates, or
    where no document of the stack asks. A fall is a rise below the least.
    """
    if facts.rate is None or facts.last_year is None:
        return {"change": None, "not_below": None, "rise": None, "reasons": [view.reason("COVERAGE_NO_LAST_YEAR")]}
    change = round(facts.rate - facts.last_year, _DIGITS)
    not_below, rise = (change >= 0 if view.get(GUARD) else None), _rise(change, view)
    return {
        "change": round(change * 100, _DIGITS),
        "not_below": not_below,
        "rise": rise,
        "reasons": [*_guard_reasons(not_below, change, view), *_rise_reasons(rise, change, view)],
    }


def _rise(change: float, view: RulebookView) -> str | None:
    least, most = view.get(RISE_MIN), view.get(RISE_MAX)
    if least is None:
        return None
    if change < least:
        return "below"
    return "within" if most is None or change <= most else "above"


def _guard_reasons(holds: bool | None, change: float, view: RulebookView) -> list[Reason]:
    if holds is None:
        return []
    return [view.reason("COVERAGE_NOT_BELOW" if holds else "COVERAGE_BELOW", GUARD, points=_points(change))]


def _rise_reasons(rise: str | None, change: float, view: RulebookView) -> list[Reason]:
    if rise is None:
        return []
    key = RISE_MAX if rise == "above" else RISE_MIN
    words = {"points": _points(change), "least": _points(view.get(RISE_MIN)), "most": _points(view.get(RISE_MAX) or 1)}
    return [view.reason(f"COVERAGE_RISE_{rise.upper()}", key, **words)]


def _points(share: float) -> str:
    return f"{share * 100:.4g}"


register("indicators.coverage.yearly", YearlyFacts, yearly)
