"""Grade and risk of hypertension (Chinese guideline of 2018). Pressures in mmHg."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jiayi.service.care.rules import pressure

NORMAL, NO_RISK = "normal", "none"


@dataclass(frozen=True, slots=True)
class Company:
    """What stands beside the pressure: risk factors, damage and diseases."""

    risk_factors: int
    organ_damage: bool
    diabetes: Literal["none", "uncomplicated", "complicated"]
    ckd_stage: int
    clinical_complication: bool


@dataclass(frozen=True, slots=True)
class RowLimits:
    """From how many factors, and from which stage of kidney disease, a row of the table applies."""

    many_factors: int | None
    ckd_as_damage: int | None
    ckd_as_complication: int | None


def grade(systolic: float, diastolic: float, grades: Sequence[Mapping[str, Any]] | None) -> str | None:
    """The higher of the two pressures' grades; `None` where no grades are set."""
    if grades is None:
        return None
    reached = [one["grade"] for one in grades if pressure.reaches(systolic, diastolic, one)]
    return reached[-1] if reached else NORMAL


def is_isolated_systolic(systolic: float, diastolic: float, limit: pressure.Limit | None) -> bool:
    """A high systolic pressure with a diastolic one below its limit."""
    return limit is not None and systolic >= limit["systolic"] and diastolic < limit["diastolic"]


def row(company: Company, limits: RowLimits) -> str:
    """The row of the risk table: the gravest that applies."""
    if (
        company.clinical_complication
        or company.diabetes == "complicated"
        or _reached(company.ckd_stage, limits.ckd_as_complication)
    ):
        return "clinical_complication"
    if (
        company.organ_damage
        or company.diabetes == "uncomplicated"
        or _reached(company.ckd_stage, limits.ckd_as_damage)
        or _reached(company.risk_factors, limits.many_factors)
    ):
        return "many_factors_or_damage"
    return "some_factors" if company.risk_factors >= 1 else "no_factor"


def _reached(value: int, limit: int | None) -> bool:
    return limit is not None and value >= limit
