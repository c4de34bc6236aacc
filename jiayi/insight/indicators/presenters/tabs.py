"""The pages about one region, as tabs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.permissions import DRILL, READ
from jiayi.insight.indicators.terms import ALL
from jiayi.registry.organization import selectors as organization

_BY_POPULATION = {"coverage", "renewal", "trend"}
_DRILLING = {"full_coverage"}


def coverage_tabs(viewer: Viewer, code: str, active: str, population: str = ALL) -> list[dict[str, Any]]:
    """The tabs that this viewer may open; the population goes along where the page has one."""
    titles = {
        "coverage": _("签约覆盖"),
        "groups": _("重点人群"),
        "renewal": pgettext("kind", "续签"),
        "full_coverage": _("全覆盖人群"),
        "reach": _("家庭、村和机构"),
        "trend": _("走势"),
    }
    narrowed = f"?population={population}" if population != ALL else ""
    return [
        {
            "label": title,
            "url": reverse(f"indicators:{name}", args=[code]) + (narrowed if name in _BY_POPULATION else ""),
            "is_active": name == active,
            "count": None,
        }
        for name, title in titles.items()
        if name not in _DRILLING or viewer.scope(DRILL).holds_region(code)
    ]


def region_path(viewer: Viewer, code: str, page: str, query: str = "") -> list[dict[str, Any]]:
    """The regions from the widest that the viewer may see down to this one, each with this page's address."""
    above = organization.ancestors(viewer, code)
    return [
        {"name": one.name, "code": one.code, "url": reverse(f"indicators:{page}", args=[one.code]) + query}
        for one in above
        if viewer.scope(READ).holds_region(one.code)
    ]
