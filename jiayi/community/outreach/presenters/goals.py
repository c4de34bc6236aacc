"""What institutions have and lack of what the scheme wants, in words."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.community.outreach.selectors import InstitutionGoals
from jiayi.foundation.base.signs import joined
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import text_of, word_of

MET, LACKING, UNASKED = "met", "lacking", "unasked"
GOAL_COLUMNS = [
    Column(gettext_noop("机构"), itemgetter("institution")),
    Column(gettext_noop("已有"), itemgetter("has")),
    Column(gettext_noop("还差"), itemgetter("lacks")),
    Column(gettext_noop("说明"), itemgetter("why")),
]


def goal_list() -> ListSpec:
    """What the institutions can be narrowed and sorted by."""
    standings = [(MET, _("齐全")), (LACKING, _("有缺项")), (UNASKED, _("本地没有规定"))]
    return ListSpec(
        filters=(choice_filter("standing", gettext_noop("情况"), standings, apply=_standing),),
        sorts=(
            Sort("lacking", gettext_noop("还差"), ("-lacking", "name", "id")),
            Sort("institution", gettext_noop("机构"), ("name", "id")),
        ),
    )


def goal_row(one: InstitutionGoals) -> dict[str, Any]:
    """A line of the list and of a file."""
    lines = [{"goal": word_of(line["goal"]), "is_met": line["is_met"]} for line in one.outcome["lines"]]
    reasons = one.outcome["reasons"]
    return {
        "id": one.id,
        "institution": one.name,
        "lines": lines,
        "reasons": reasons,
        "why": joined([text_of(reason) for reason in reasons]),
        "has": joined([line["goal"] for line in lines if line["is_met"]]),
        "lacks": joined([line["goal"] for line in lines if not line["is_met"]]),
        "is_met": bool(lines) and not one.lacking,
        "is_asked": bool(lines),
        "lacking": one.lacking,
        "lacking_words": _("还差 %(n)s 项") % {"n": one.lacking},
    }


def _standing(rows: Sequence[InstitutionGoals], standing: str) -> list[InstitutionGoals]:
    return [row for row in rows if _standing_of(row) == standing]


def _standing_of(row: InstitutionGoals) -> str:
    if not row.outcome["lines"]:
        return UNASKED
    return LACKING if row.lacking else MET
