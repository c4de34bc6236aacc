"""A community's month in words."""

from typing import Any

from django.utils.translation import gettext as _

from jiayi.community.communities.terms import AbsenceReason, CheckFinding, IncidentKind
from jiayi.foundation.core.choices import Choice
from jiayi.foundation.ui.wording import label_of, word_of


def month_cards(figures: dict[str, Any]) -> list[dict[str, str]]:
    """The numbers on top."""
    rate = f"{figures['present'] / figures['asked'] * 100:.1f} %" if figures["asked"] else "—"
    due = sum(duty["due"] for duty in figures["duties"])
    done = sum(duty["done"] for duty in figures["duties"])
    return [
        {"label": _("出勤率"), "value": rate, "icon": "calendar-check", "colour": "green"},
        {"label": _("晨检天数"), "value": str(figures["days"]), "icon": "sun", "colour": "azure"},
        {
            "label": _("到保健室或接回"),
            "value": str(figures["to_clinic"] + figures["sent_home"]),
            "icon": "first-aid-kit",
            "colour": "orange",
        },
        {"label": _("常规工作完成"), "value": f"{done} / {due}", "icon": "checklist", "colour": "blue"},
    ]


def month_tables(figures: dict[str, Any]) -> dict[str, Any]:
    """Absences, findings and incidents by kind, duties, and the rest as pairs."""
    rest = (
        (_("留样"), figures["samples"]),
        (_("登记食谱的餐次"), figures["menus"]),
        (_("营养计算周数"), figures["nutrition_weeks"]),
        (_("在园服药"), figures["medicines"]),
        (_("在册体弱儿"), figures["frail"]),
        (_("体弱儿复查"), figures["reviews"]),
    )
    return {
        "absences": _counted(AbsenceReason, figures["absences"]),
        "findings": _counted(CheckFinding, figures["findings"]),
        "incidents": _counted(IncidentKind, figures["incidents"]),
        "duties": [duty | {"label": word_of(duty["code"])} for duty in figures["duties"]],
        "rest": rest,
    }


def _counted(choice: type[Choice], counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(label_of(choice, code), count) for code, count in counts.items()]
