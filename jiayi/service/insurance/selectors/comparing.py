"""What going to each level would cost, referred and not, by insurance.estimate. Nothing personal is read here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from jiayi.foundation.rulebook import decide
from jiayi.service.insurance.terms import IN_AREA, PRIMARY, Circumstances, Estimate, Level, Way


def estimate(
    asked: Circumstances, level: str, *, in_area: bool, referred: bool, on: dt.date, schemes: Sequence[str]
) -> Estimate:
    """The estimate of one visit; RulebookError E_NO_VALUE where no scheme sets rates."""
    facts = asdict(asked) | {"level": level, "in_area": in_area, "referred": referred}
    facts["own_family_doctor"] = facts["contracted"] and level in PRIMARY
    facts["down_referral"] = facts["down_referral"] and level in PRIMARY
    found = decide("insurance.estimate", on=on, schemes=list(schemes), facts=facts)
    numbers = {name: found[name] for name in ("rate", "deductible_fen", "pool_fen", "own_fen")}
    return Estimate(**numbers, reasons=tuple(found["reasons"]))


def ways(asked: Circumstances, *, on: dt.date, schemes: Sequence[str]) -> list[Way]:
    """Every level, the nearest first."""
    return [_way(asked, level, on, schemes) for level in Level]


def _way(asked: Circumstances, level: Level, on: dt.date, schemes: Sequence[str]) -> Way:
    in_area = level in IN_AREA
    referred = estimate(asked, level, in_area=in_area, referred=True, on=on, schemes=schemes)
    if level in PRIMARY:
        return Way(level, in_area, referred, None)
    return Way(
        level, in_area, referred, estimate(asked, level, in_area=in_area, referred=False, on=on, schemes=schemes)
    )
