"""The workstation's left navigation: what stands where, and which permission shows it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    route: str
    icon: str
    permission: str | None = None


ENTRIES = [
    Entry(gettext_noop("首页"), "workstation:home", "home"),
]


def navigation(request: HttpRequest) -> dict:
    """The entries that this viewer may open, as template context."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or viewer.actor_id is None:
        return {"navigation": []}
    shown = [entry for entry in ENTRIES if entry.permission is None or viewer.can(entry.permission)]
    return {
        "navigation": [
            {"label": gettext(entry.label), "url": reverse(entry.route), "icon": entry.icon} for entry in shown
        ]
    }
