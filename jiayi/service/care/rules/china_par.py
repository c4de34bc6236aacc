"""Ten-year risk of atherosclerotic cardiovascular disease, China-PAR (Circulation 2016;134:1430)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class Person:
    """The inputs of the model: age in years, pressure in mmHg, cholesterol in mg/dL, waist in cm."""

    age: float
    systolic: float
    treated: bool
    total_cholesterol: float
    hdl: float
    waist: float
    smoker: bool
    diabetes: bool
    north: bool
    urban: bool
    family_history: bool


def terms(person: Person) -> dict[str, float]:
    """What each coefficient is multiplied with."""
    age, pressure = log(person.age), log(person.systolic)
    kind = "treated" if person.treated else "untreated"
    return {
        "log_age": age,
        f"log_{kind}_pressure": pressure,
        "log_cholesterol": log(person.total_cholesterol),
        "log_hdl": log(person.hdl),
        "log_waist": log(person.waist),
        "smoker": person.smoker,
        "diabetes": person.diabetes,
        "north": person.north,
        "urban": person.urban,
        "family_history": person.family_history,
        f"log_age_by_{kind}_pressure": age * pressure,
        "log_age_by_smoker": age * person.smoker,
        "log_age_by_family_history": age * person.family_history,
    }


def linear_predictor(person: Person, coefficients: Mapping[str, float]) -> float:
    """The sum of the terms; one without a coefficient does not count."""
    return sum(coefficients.get(name, 0) * value for name, value in terms(person).items())


def risk(predictor: float, *, mean: float, survival: float) -> float:
    """The risk as a share of one."""
    return 1 - float(survival ** exp(predictor - mean))
