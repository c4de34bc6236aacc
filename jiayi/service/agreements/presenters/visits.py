"""The list of visits in words."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.terms import VisitStanding

LOOKS = {
    VisitStanding.TO_ASK: ("azure", "message-circle"),
    VisitStanding.SIGNED: ("green", "circle-check"),
    VisitStanding.REFUSED: ("secondary", "hand-stop"),
}


def visit_list(viewer: Viewer, on: dt.date) -> ListSpec:
    """Whom to visit, in the order of the round."""
    standings = [(one.value, one.label(get_language() or "")) for one in VisitStanding]
    regions = organization.place_choices(viewer, permissions.VISIT_LIST_READ)
    return ListSpec(
        filters=(
            choice_filter("region", gettext_noop("地区"), regions, apply=people.in_region),
            choice_filter("standing", gettext_noop("签约情况"), standings, apply=selectors.of_standing),
            flag_filter("away", gettext_noop("外出"), lambda rows, _: people.living_elsewhere(rows, on)),
        ),
        sorts=(
            Sort("address", gettext_noop("住址"), ("region_id", "address", "id")),
            Sort("name", gettext_noop("姓名"), ("name_pinyin", "id")),
        ),
    )


def visit_row(resident: Any, on: dt.date) -> dict[str, Any]:
    """A line of the list: no number, no group, no agreement but whether there is one."""
    standing = selectors.visit_standing_of(resident)
    colour, icon = LOOKS[standing]
    return {
        "name": resident.name,
        "sex": label_of(Sex, resident.sex),
        "age": completed_years(resident.birth_date, on),
        "region": resident.region.name,
        "address": resident.address.removeprefix(resident.region.name),
        "household": resident.household.number if resident.household else "",
        "standing": standing.label(get_language() or ""),
        "colour": colour,
        "icon": icon,
    }
