"""The tabs of the pages of findings."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.assurance import permissions


def finding_tabs(viewer: Viewer, active: str) -> list[dict[str, Any]]:
    """Findings, who has how many (for those who look after places), and what the detectors look for."""
    tabs = [("findings", _("疑点")), ("overview", _("团队和个人")), ("detectors", _("检测规则"))]
    return [
        {"label": label, "url": reverse(f"assurance:{name}"), "is_active": name == active, "count": None}
        for name, label in tabs
        if name != "overview" or viewer.can(permissions.READ)
    ]
