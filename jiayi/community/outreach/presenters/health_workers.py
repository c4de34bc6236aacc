"""The list of family health workers in words."""

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.community.outreach import permissions, selectors
from jiayi.community.outreach.terms import HealthWorkerState
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.cards import stat_cards
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

_SIGNS = {
    HealthWorkerState.LEARNING: ("azure", "school"),
    HealthWorkerState.TRAINED: ("green", "circle-check"),
    HealthWorkerState.LAPSED: ("orange", "alert-triangle"),
}
_CELLS = (
    ("place", gettext_noop("村（社区）")),
    ("household", gettext_noop("户编号")),
    ("name", gettext_noop("姓名")),
    ("sex", gettext_noop("性别")),
    ("age", gettext_noop("年龄")),
    ("trained_on", gettext_noop("最近培训")),
    ("standing", gettext_noop("情况")),
)
HEALTH_WORKER_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS] + [
    Column(gettext_noop("培训次数"), itemgetter("trainings"), "quantity")
]


def health_worker_list(viewer: Viewer, chosen_region: str) -> ListSpec:
    """By village and household unless sorted otherwise."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    return ListSpec(
        filters=(
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            date_filter("since", gettext_noop("最近培训从"), "trained_on__gte"),
            date_filter("until", gettext_noop("最近培训到"), "trained_on__lte"),
        ),
        sorts=(
            Sort("place", gettext_noop("村（社区）"), ("region_id", "name_pinyin", "id")),
            Sort("trained_on", gettext_noop("最近培训"), ("-trained_on", "id")),
        ),
    )


def health_worker_rows(found: Iterable[Any], on: dt.date) -> Iterator[dict[str, Any]]:
    """Lines of the list and of a file."""
    rows = list(found)
    judged = selectors.judge_health_workers(rows, on=on)
    return (_row(one, HealthWorkerState(judged[one.pk]["state"]), on) for one in rows)


def health_worker_cards(counts: dict[str, int]) -> list[dict[str, str]]:
    """How many they are, over the list."""
    return stat_cards(
        (
            (_("家庭保健员"), str(counts["workers"]), "users", "azure"),
            (_("有保健员的户"), str(counts["households"]), "home", "green"),
            (_("有保健员的村（社区）"), str(counts["villages"]), "building-community", "teal"),
        )
    )


def _row(one: Any, state: HealthWorkerState, on: dt.date) -> dict[str, Any]:
    colour, icon = _SIGNS[state]
    label = label_of(HealthWorkerState, state)
    return {
        "resident_id": one.pk,
        "name": one.name,
        "sex": label_of(Sex, one.sex),
        "age": completed_years(one.birth_date, on),
        "place": one.region.name,
        "household": one.household.number if one.household else "",
        "trainings": one.trainings,
        "trained_on": one.trained_on,
        "standing": label,
        "sign": {"label": label, "colour": colour, "icon": icon},
    }
