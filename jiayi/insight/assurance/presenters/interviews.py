"""Re-interviews in words: samples with their rate, whom to ask, and one case."""

from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.signs import joined
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.insight.assurance.models import InterviewCase, InterviewSample
from jiayi.insight.assurance.rules.authenticity import Rate
from jiayi.insight.assurance.selectors.interviews import TeamRate, rate_of
from jiayi.insight.assurance.terms import CallResult, CaseState, Outcome

from .words import item_title, mode_title, own_words

CASE_LOOKS = {
    CaseState.WAITING: ("orange", "phone"),
    CaseState.CALLING: ("blue", "phone-calling"),
    CaseState.CLOSED: ("green", "circle-check"),
}


def sample_list() -> ListSpec:
    """Samples, the latest first."""
    return ListSpec(
        sorts=(
            Sort("drawn_on", gettext_noop("抽样日期"), ("-drawn_on", "-id")),
            Sort("institution", gettext_noop("机构"), ("institution__name", "-drawn_on", "id")),
        )
    )


def sample_row(sample: InterviewSample) -> dict[str, Any]:
    """A sample with its rate so far."""
    outcomes = {str(outcome): getattr(sample, f"n_{outcome}") for outcome in Outcome}
    return {
        "id": sample.pk,
        "institution": sample.institution.name,
        "since_on": sample.since_on,
        "until_on": sample.until_on,
        "services": sample.services,
        "size": sample.size,
        "closed": sample.closed,
        "seed": sample.seed,
        "drawn_on": sample.drawn_on,
        "drawn_by": sample.drawn_by_name,
        "rate": rate_of(outcomes, sample),
        **outcomes,
    }


SAMPLE_COLUMNS = [
    Column(gettext_noop("机构"), lambda row: row["institution"]),
    Column(gettext_noop("服务日期自"), lambda row: row["since_on"]),
    Column(gettext_noop("服务日期至"), lambda row: row["until_on"]),
    Column(gettext_noop("服务数"), lambda row: row["services"], "quantity"),
    Column(gettext_noop("样本"), lambda row: row["size"], "quantity"),
    Column(gettext_noop("已完成"), lambda row: row["closed"], "quantity"),
    Column(gettext_noop("相符"), lambda row: row["match"], "quantity"),
    Column(gettext_noop("部分相符"), lambda row: row["partial"], "quantity"),
    Column(gettext_noop("不符"), lambda row: row["mismatch"], "quantity"),
    Column(gettext_noop("真实率"), lambda row: rate_text(row["rate"])),
]


def rate_text(rate: Rate | None) -> str:
    """A rate with its interval, in hundredths."""
    return f"{rate.share * 100:.1f} % ({rate.low * 100:.1f}–{rate.high * 100:.1f})" if rate else ""


def rate_rows(found: list[TeamRate]) -> list[dict[str, Any]]:
    """The outcomes of the whole and of each team."""
    return [{"team": one.team, "rate": rate_text(one.rate), **one.outcomes} for one in found]


def case_list() -> ListSpec:
    """Whom to ask, by state and outcome."""
    return ListSpec(
        filters=(
            choice_filter("state", gettext_noop("状态"), options_of(CaseState)),
            choice_filter("outcome", gettext_noop("回访结论"), options_of(Outcome)),
        ),
        sorts=(Sort("position", gettext_noop("序号"), ("position", "id")),),
    )


def case_row(case: InterviewCase) -> dict[str, Any]:
    """Whom to ask about what; nothing else of the resident."""
    colour, icon = CASE_LOOKS[CaseState(case.state)]
    return {
        "id": case.pk,
        "position": case.position,
        "name": case.resident.name,
        "team": case.team.name,
        "items": [item_title(code) for code in case.items],
        "mode": mode_title(case.mode),
        "on": case.claimed_on,
        "state": label_of(CaseState, case.state),
        "colour": colour,
        "icon": icon,
        "taken_by": case.taken_by_name,
        "outcome": label_of(Outcome, case.outcome),
        "closed_on": case.closed_on,
        "note": case.note,
    }


CASE_COLUMNS = [
    Column(gettext_noop("序号"), lambda row: row["position"], "quantity"),
    Column(gettext_noop("居民"), lambda row: row["name"]),
    Column(gettext_noop("团队"), lambda row: row["team"]),
    Column(gettext_noop("服务项目"), lambda row: "、".join(row["items"])),
    Column(gettext_noop("服务方式"), lambda row: row["mode"]),
    Column(gettext_noop("服务日期"), lambda row: row["on"]),
    Column(gettext_noop("状态"), lambda row: row["state"]),
    Column(gettext_noop("回访结论"), lambda row: row["outcome"]),
    Column(gettext_noop("说明"), lambda row: row["note"]),
]


def script_words(case: InterviewCase) -> dict[str, str]:
    """What the script's blanks are filled with."""
    return {"name": case.resident.name, "item": joined(item_title(code) for code in case.items)}


def case_page(case: InterviewCase) -> dict[str, Any]:
    """One re-interview: what is said, the calls made, the answers given."""
    script = rulebook().scripts[case.sample.script]
    language, words = get_language() or "", script_words(case)
    return case_row(case) | {
        "opening": own_words(script, "opening").format(**words),
        "closing": own_words(script, "closing"),
        "calls": [
            {"number": call.number, "at": call.at, "result": label_of(CallResult, call.result), "note": call.note}
            for call in case.calls.order_by("number")
        ],
        "answers": [
            (question.label(language).format(**words), _answer(question.answers, case.answers.get(code, "")))
            for code, question in script.questions.items()
            if case.answers
        ],
    }


def _answer(answers: Any, given: str) -> str:
    language = get_language() or ""
    return next((one.label(language) for one in answers if one.code == given), given)
