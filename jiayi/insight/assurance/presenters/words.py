"""Words that several pages of assurance share."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Detector
from jiayi.foundation.ui.wording import label_of, word_of
from jiayi.insight.assurance.terms import Absence, FindingState, SignatureFault
from jiayi.service.care.terms import Mode

STATE_LOOKS = {
    FindingState.OPEN: ("orange", "alert-triangle"),
    FindingState.UNDER_REVIEW: ("blue", "eye-search"),
    FindingState.EXPLAINED: ("green", "message-check"),
    FindingState.CONFIRMED: ("red", "circle-x"),
    FindingState.DISMISSED: ("secondary", "circle-minus"),
}


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def own_words(entry: object, name: str) -> str:
    """A text that the rulebook gives in two languages, in the reader's."""
    return str(getattr(entry, f"{name}_{'en' if is_english() else 'zh'}"))


def detector_title(code: str) -> str:
    """The detector's title, or the word for what a person reported."""
    detector: Detector | None = rulebook().detectors.get(code)
    return detector.label(get_language() or "") if detector else word_of(code)


def form_title(code: str) -> str:
    form = rulebook().forms.get(code)
    return form.label(get_language() or "") if form else code


def item_title(code: str) -> str:
    item = rulebook().items.get(code)
    return item.label(get_language() or "") if item else code


def mode_title(code: str) -> str:
    return label_of(Mode, code)


def score_look(score: int) -> str:
    """A colour for a score; the number itself stands beside it."""
    return "red" if score >= 80 else "orange" if score >= 60 else "yellow"


def value_lines(values: dict[str, Any]) -> list[str]:
    """The values of a piece of evidence as short texts, in the order in which they are read."""
    return [f"{_name_of(code)} {_shown(code, value)}" for code, value in _ordered(values) if value is not None]


def _ordered(values: dict[str, Any]) -> list[tuple[str, Any]]:
    known = list(_names())
    return sorted(values.items(), key=lambda pair: known.index(pair[0]) if pair[0] in known else len(known))


def _names() -> dict[str, str]:
    return {
        "systolic": _("收缩压"),
        "diastolic": _("舒张压"),
        "limit": _("达标线"),
        "same_on_day": _("当日相同次数"),
        "signed_on": _("签约"),
        "starts_on": _("续约起"),
        "is_silent": _("自动续约"),
        "last_service_on": _("最近服务"),
        "agreements_of_day": _("当日签约份数"),
        "households": _("共用户数"),
        "phone_group": _("号码组"),
        "mode": _("方式"),
        "minutes_of_day": _("当日合计分钟"),
        "villages_of_day": _("当日上门村数"),
        "entered_on": _("录入"),
        "days": _("相隔天数"),
        "entered_at": _("录入时刻"),
        "why": _("情形"),
        "since": _("起始"),
        "village": _("村"),
        "metres_outside": _("离责任区（米）"),
        "fault": _("签名"),
        "given_days": _("已发天数"),
        "elapsed_days": _("已过天数"),
        "admitted_on": _("住院"),
        "hospital": _("医院"),
    }


def _name_of(code: str) -> str:
    if code in _names():
        return _names()[code]
    field = rulebook().fields.get(code)
    return field.label(get_language() or "") if field else code


def _shown(code: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if code == "mode":
        return mode_title(value)
    if code == "why":
        return label_of(Absence, value)
    if code == "fault":
        return label_of(SignatureFault, value)
    return f"{value:g}" if isinstance(value, float) else str(value)
