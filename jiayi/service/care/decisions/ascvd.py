"""care.ascvd.china_par: ten-year cardiovascular risk; without every input there is no result."""

from typing import Annotated, Any, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import bands
from jiayi.service.care.rules import china_par as rules

COEFFICIENTS, TREATED = "ascvd.coefficients", "ascvd.treated_coefficients"
MEANS, SURVIVAL, LEVELS = "ascvd.means", "ascvd.baseline_survival", "ascvd.levels"
FIRST_AGE, LAST_AGE = "ascvd.first_age", "ascvd.last_age"
MODEL = (COEFFICIENTS, TREATED, MEANS, SURVIVAL, LEVELS, FIRST_AGE, LAST_AGE)
Measured = Annotated[Number, Field(gt=0)]


class ChinaParFacts(Facts):
    sex: Literal["male", "female"] | None = None
    age: int | None = None
    systolic: Measured | None = None
    treated: bool | None = None
    total_cholesterol_mg_dl: Measured | None = None
    hdl_mg_dl: Measured | None = None
    waist_cm: Measured | None = None
    smoker: bool | None = None
    diabetes: bool | None = None
    north: bool | None = None
    urban: bool | None = None
    family_history: bool | None = None


def china_par(facts: ChinaParFacts, view: RulebookView) -> Outcome:
    """The risk in percent and its level, by sex; never with a value put in for a missing one."""
    given = facts.model_dump()
    if refusals := _refusals(given, view):
        return {"available": False, "risk_percent": None, "level": None, "reasons": refusals}
    sex = given["sex"]
    coefficients = view.get(COEFFICIENTS)[sex] | view.get(TREATED)[sex]
    predictor = rules.linear_predictor(_person(given), coefficients)
    risk = 100 * rules.risk(predictor, mean=view.get(MEANS)[sex], survival=view.get(SURVIVAL)[sex])
    level = bands.band_of(risk, view.get(LEVELS))
    zh, en = view.labels("words", [level] if level else [""])
    return {
        "available": True,
        "risk_percent": round(risk, 2),
        "level": level,
        "reasons": [view.reason("ASCVD_RISK", LEVELS, risk=f"{risk:.1f}", level=zh[0], level_en=en[0])],
    }


def _refusals(given: dict[str, Any], view: RulebookView) -> list[Reason]:
    if missing := [name for name, value in given.items() if value is None]:
        zh, en = view.labels("words", [f"input_{name}" for name in missing])
        return [view.reason("RISK_INPUT_MISSING", missing="、".join(zh), missing_en=", ".join(en))]
    if any(view.get(key) is None for key in MODEL):
        return [view.reason("RISK_NO_MODEL")]
    first, last = view.get(FIRST_AGE), view.get(LAST_AGE)
    if not first <= given["age"] <= last:
        return [view.reason("RISK_AGE", FIRST_AGE, age=given["age"], first=first, last=last)]
    return []


def _person(given: dict[str, Any]) -> rules.Person:
    names = {"total_cholesterol": "total_cholesterol_mg_dl", "hdl": "hdl_mg_dl", "waist": "waist_cm"}
    return rules.Person(**{field: given[names.get(field, field)] for field in rules.Person.__dataclass_fields__})


register("care.ascvd.china_par", ChinaParFacts, china_par)
