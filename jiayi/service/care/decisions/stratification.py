"""care.hypertension.stratify: grade of a pressure and cardiovascular risk."""

from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Number, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import pressure
from jiayi.service.care.rules import stratification as rules

GRADES, ISOLATED = "hypertension.grades", "hypertension.isolated_systolic"
RISK_FROM, TABLE = "hypertension.risk_from", "hypertension.risk_table"


class StratifyFacts(Facts):
    systolic: Number
    diastolic: Number
    risk_factors: Annotated[int, Field(ge=0)] = 0
    organ_damage: bool = False
    diabetes: Literal["none", "uncomplicated", "complicated"] = "none"
    ckd_stage: Annotated[int, Field(ge=0)] = 0
    clinical_complication: bool = False


def stratify(facts: StratifyFacts, view: RulebookView) -> Outcome:
    """Grade, isolated systolic hypertension and the cell of the risk table."""
    measured = facts.systolic, facts.diastolic
    grade = rules.grade(*measured, view.get(GRADES))
    row = rules.row(_company(facts), _limits(view))
    table = view.get(TABLE) if pressure.reaches(*measured, view.get(RISK_FROM)) else None
    risk = (table or {}).get(row, {}).get(grade, rules.NO_RISK)
    zh, en = view.labels("words", [code for code in (grade, row, risk) if code])
    return {
        "grade": grade,
        "isolated_systolic": rules.is_isolated_systolic(*measured, view.get(ISOLATED)),
        "risk": risk,
        "reasons": []
        if grade is None
        else [
            view.reason(
                "HYPERTENSION_GRADE",
                GRADES,
                systolic=facts.systolic,
                diastolic=facts.diastolic,
                grade=zh[0],
                grade_en=en[0],
            ),
            view.reason("HYPERTENSION_RISK", TABLE, row=zh[1], row_en=en[1], risk=zh[2], risk_en=en[2]),
        ],
    }


def _company(facts: StratifyFacts) -> rules.Company:
    return rules.Company(
        risk_factors=facts.risk_factors,
        organ_damage=facts.organ_damage,
        diabetes=facts.diabetes,
        ckd_stage=facts.ckd_stage,
        clinical_complication=facts.clinical_complication,
    )


def _limits(view: RulebookView) -> rules.RowLimits:
    return rules.RowLimits(
        many_factors=view.get("hypertension.many_risk_factors_from"),
        ckd_as_damage=view.get("hypertension.ckd_stage_as_damage_from"),
        ckd_as_complication=view.get("hypertension.ckd_stage_as_complication_from"),
    )


register("care.hypertension.stratify", StratifyFacts, stratify)
