"""Target letters in words: the list, one letter, and the paper."""

from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Choice
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import TargetLetter, TargetLine
from jiayi.insight.indicators.terms import LETTER_PAPER, LetterState, Side

COLOURS = {
    LetterState.DRAFT: ("secondary", "pencil"),
    LetterState.ISSUED: ("blue", "send"),
    LetterState.SIGNED: ("green", "circle-check"),
    LetterState.REPLACED: ("secondary", "versions"),
    LetterState.WITHDRAWN: ("orange", "arrow-back-up"),
}


def letter_list(viewer: Viewer) -> ListSpec:
    """Letters by year and state."""
    years = selectors.letters(viewer).order_by("-year").values_list("year", flat=True).distinct()
    states = [(state.value, _label(state)) for state in LetterState]
    return ListSpec(
        filters=(
            choice_filter("year", gettext_noop("年度"), [(str(year), str(year)) for year in years]),
            choice_filter("state", gettext_noop("状态"), states),
        ),
        sorts=(
            Sort("year", gettext_noop("年度"), ("-year", "institution__code", "-version", "id")),
            Sort("institution", gettext_noop("责任单位"), ("institution__name", "-year", "-version", "id")),
        ),
    )


def letter_row(letter: TargetLetter) -> dict[str, Any]:
    """A letter in the list and in files."""
    colour, icon = COLOURS[LetterState(letter.state)]
    return {
        "id": letter.id,
        "year": letter.year,
        "version": letter.version,
        "institution": letter.institution.name,
        "region": letter.institution.region.name,
        "state": _label(LetterState(letter.state)),
        "colour": colour,
        "icon": icon,
        "issued_on": letter.issued_on,
        "bureau_signed": _signed(letter, Side.BUREAU),
        "institution_signed": _signed(letter, Side.INSTITUTION),
    }


def _signed(letter: TargetLetter, side: Side) -> str:
    day = getattr(letter, f"{side}_signed_on")
    return f"{getattr(letter, f'{side}_signer')} {day}" if day else ""


LETTER_COLUMNS = [
    Column(gettext_noop("年度"), lambda row: row["year"], "quantity"),
    Column(gettext_noop("版本"), lambda row: row["version"], "quantity"),
    Column(gettext_noop("责任单位"), lambda row: row["institution"]),
    Column(gettext_noop("所在地区"), lambda row: row["region"]),
    Column(gettext_noop("状态"), lambda row: row["state"]),
    Column(gettext_noop("签发日期"), lambda row: row["issued_on"]),
    Column(gettext_noop("签发单位签署"), lambda row: row["bureau_signed"]),
    Column(gettext_noop("责任单位签署"), lambda row: row["institution_signed"]),
]


def _lines(letter: TargetLetter) -> list[TargetLine]:
    return sorted(letter.lines.all(), key=lambda one: one.position)


def line_rows(letter: TargetLetter) -> list[dict[str, Any]]:
    """The targets in their order, in the reader's language where it is known."""
    english = (get_language() or "").startswith("en")
    return [
        {
            "title": line.title_en if english and line.title_en else line.title,
            "wanted": line.wanted,
            "reasons": [line.reason] if line.reason else [],
        }
        for line in _lines(letter)
    ]


def own_text(letter: TargetLetter) -> str:
    """The county's own targets as the form shows them."""
    own = [line for line in _lines(letter) if not line.indicator]
    return "\n".join(f"{line.title}：{line.wanted}" for line in own)


def clauses_of(letter: TargetLetter) -> list[dict[str, str]]:
    """The clauses of the paper with their blanks filled; what the county wrote in place of ours."""
    words = {"year": letter.year, "institution": letter.institution.name, "bureau": letter.bureau}
    written = {"奖励": letter.reward, "惩处": letter.penalty}  # data, not for translation
    return [
        {"title": clause.zh, "text": written.get(clause.zh, clause.text.format(**words))}
        for clause in rulebook().papers[LETTER_PAPER].clauses
    ]


def letter_data(letter: TargetLetter) -> dict[str, Any]:
    """Everything the paper prints; Chinese, as it is signed."""
    return {
        "year": str(letter.year),
        "version": str(letter.version),
        "state": LetterState(letter.state).label_zh,
        "is_draft": letter.state == LetterState.DRAFT,
        "bureau": letter.bureau,
        "institution": letter.institution.name,
        "clauses": clauses_of(letter),
        "lines": [{"title": one.title, "wanted": one.wanted, "source": _source(one.reason)} for one in _lines(letter)],
        "issued_on": str(letter.issued_on or ""),
        **{
            f"{side}_{name}": str(getattr(letter, f"{side}_{name}") or "")
            for side in Side
            for name in ("signer", "signed_on")
        },
    }


def _source(reason: dict[str, Any]) -> str:
    source = reason.get("source") if reason else None
    if not isinstance(source, dict):
        return "县里另定"  # data, not for translation
    return " ".join(str(source[part]) for part in ("title_zh", "number") if source.get(part))


def _label(member: Choice) -> str:
    return member.label(get_language() or "")
