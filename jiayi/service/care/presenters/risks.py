"""Risk scores in words: the result, the inputs with their origin, what is missing, and how sure the model is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care.decisions import ascvd, diabetes_risk, stratification
from jiayi.service.care.selectors.risks import ASSESSMENT, Origin, Score

from .values import value_text

CERTAIN = ("stated", "known_high")
MODELS = {
    "care.ascvd.china_par": ascvd.MODEL,
    "care.diabetes.risk_score": diabetes_risk.MODEL,
    "care.hypertension.stratify": (stratification.GRADES, stratification.RISK_FROM, stratification.TABLE),
}
RISK_CHARTS = (("ascvd_risk",), ("diabetes_risk_score",))
RISK_CODES = tuple(code for codes in RISK_CHARTS for code in codes)


def score_cards(scores: Sequence[Score], *, on: dt.date, schemes: Sequence[str]) -> list[dict[str, Any]]:
    """What the page shows of each score."""
    form = rulebook().forms[ASSESSMENT]
    return [_card(form, score, on, schemes) for score in scores]


def _titles() -> dict[str, str]:
    return {
        "care.ascvd.china_par": _("十年心血管病风险（China-PAR）"),
        "care.hypertension.stratify": _("高血压分级和心血管危险分层"),
        "care.diabetes.risk_score": _("糖尿病风险评分"),
    }


def _card(form: Form, score: Score, on: dt.date, schemes: Sequence[str]) -> dict[str, Any]:
    return {
        "title": _titles().get(score.rule, score.rule),
        "applies": score.applies,
        "result": _result(score.outcome),
        "reasons": score.outcome.get("reasons", []),
        "inputs": [
            {"label": _label(form, code), "text": _text(form, code, value), "origin": _origin(origin), "from": origin}
            for code, (value, origin) in score.inputs.items()
        ],
        "missing": _("、").join(_label(form, code) for code in score.missing),
        "unsure": [] if not score.applies else _unsure(score.rule, on, schemes),
    }


def _result(outcome: Any) -> str:
    words = rulebook().words
    language = get_language() or ""

    def word(code: str | None) -> str:
        return words[code].label(language) if code in words else code or ""

    if outcome.get("risk_percent") is not None:
        return f"{outcome['risk_percent']:g} % {word(outcome['level'])}"
    if outcome.get("score") is not None:
        return _("%(score)s 分") % {"score": outcome["score"]}
    if outcome.get("grade") or outcome.get("risk"):
        return " · ".join(word(outcome[key]) for key in ("grade", "risk") if outcome.get(key))
    return ""


def _label(form: Form, code: str) -> str:
    labels = {"sex": _("性别"), "age": _("年龄")}
    return labels.get(code) or form.fields[code].label(get_language() or "")


def _text(form: Form, code: str, value: Any) -> str:
    if code == "sex":
        return _("男") if value == "male" else _("女")
    return value_text(form.fields[code], value) if code in form.fields else str(value)


def known_fields(form: Form, known: Mapping[str, tuple[Any, Origin]]) -> dict[str, dict[str, Any]]:
    """What is known of a field, in words with its origin; `taken` where it stands in the field already.

    Facts are put in: groups, and answers that hold from one assessment to the next. What was measured is only told, for
    a new record holds what was measured now.
    """
    found = {}
    for code, (value, origin) in known.items():
        day = f" {origin.on.isoformat()}" if origin.on else ""
        words = {"value": _text(form, code, value), "origin": _origin(origin) + day}
        found[code] = {
            "known": _("已知：%(value)s（%(origin)s）") % words,
            "known_value": value if _holds_on(form, code, origin) else None,
            "is_taken_over": _holds_on(form, code, origin) and origin.kind == "assessment",
        }
    return found


def _holds_on(form: Form, code: str, origin: Origin) -> bool:
    return origin.kind == "group" or (origin.kind == "assessment" and form.fields[code].copies)


def _origin(origin: Origin) -> str:
    kinds = {
        "register": _("居民登记"),
        "group": _("人群登记"),
        "measured": _("测量"),
        "assessment": _("健康评估"),
        "derived": _("推算"),
    }
    return kinds[origin.kind]


def _unsure(rule: str, on: dt.date, schemes: Sequence[str]) -> list[dict[str, str]]:
    """The values of the model that nobody has checked against the paper, with the rulebook's note."""
    found = [find_value(key, on, schemes) for key in MODELS.get(rule, ())]
    language = get_language() or ""
    return [
        {
            "label": value.parameter.en if language.startswith("en") else value.parameter.zh,
            "note": value.dated.note or "",
        }
        for value in found
        if value and value.dated.confidence not in CERTAIN
    ]
