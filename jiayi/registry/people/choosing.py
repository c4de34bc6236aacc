"""What people choose from in forms and filters: places in reach, code lists, groups, in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Choice
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import RegionLevel

from .labels import language
from .terms import RelationToHead

Choices = list[tuple[str, str]]
TOWNSHIP_DIGITS = 9


def codes(kinds: type[Choice], *, blank: bool = True) -> Choices:
    """Codes with their labels; blank puts "not chosen" first."""
    chosen = [(kind.value, kind.label(language())) for kind in kinds]
    return [("", "—"), *chosen] if blank else chosen


def kin() -> Choices:
    """Who a person is to another: relations without the head of a household."""
    return [choice for choice in codes(RelationToHead) if choice[0] != RelationToHead.HEAD]


def groups(*, recorded_only: bool = False, restricted: bool = False) -> Choices:
    """Population groups; with recorded_only those that somebody enters, pregnancy included; `restricted`: those too."""
    book = rulebook()
    return [
        (code, group.label(language()))
        for code, group in (book.groups if restricted else book.open_groups).items()
        if not recorded_only or group.kind == "recorded" or code == "maternal"
    ]


def places(viewer: Viewer, permission: str, chosen: str, on: date) -> Choices:
    """Townships in reach, and the villages of a township that is in reach alone or was chosen."""
    found: Choices = []
    for prefix in _prefixes(viewer, permission):
        level = RegionLevel.TOWNSHIP if len(prefix) < TOWNSHIP_DIGITS else RegionLevel.VILLAGE
        for region in organization.regions(viewer, below=prefix, level=level, on=on):
            found.append((region.code, region.name))
            if level is RegionLevel.TOWNSHIP and chosen.startswith(region.code):
                villages = organization.regions(viewer, below=region.code, level=RegionLevel.VILLAGE, on=on)
                found += [(village.code, f"　{village.name}") for village in villages]
    return found


def villages(viewer: Viewer, permission: str, on: date) -> list[tuple[str, Choices]]:
    """Villages in reach under the names of their townships."""
    rows = [
        region
        for prefix in _prefixes(viewer, permission)
        for region in organization.regions(viewer, below=prefix, level=RegionLevel.VILLAGE, on=on)
    ]
    names = organization.region_names({region.code[:TOWNSHIP_DIGITS] for region in rows})
    grouped: dict[str, Choices] = {}
    for region in rows:
        grouped.setdefault(region.code[:TOWNSHIP_DIGITS], []).append((region.code, region.name))
    return [(names.get(code, code), chosen) for code, chosen in grouped.items()]


def _prefixes(viewer: Viewer, permission: str) -> tuple[str, ...]:
    scope = viewer.scope(permission)
    return ("",) if scope.everything else scope.region_prefixes


def age_bands() -> Choices:
    """The age bands of the county's report forms."""
    bands = [(0, 6), (7, 17), (18, 44), (45, 59), (60, 64), (65, 74), (75, 89)]
    shown = [(f"{first}-{last}", _("%(first)s–%(last)s岁") % {"first": first, "last": last}) for first, last in bands]
    return [*shown, ("90-", _("90岁及以上"))]
