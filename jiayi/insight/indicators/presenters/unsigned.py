"""Groups to be covered in full, by name: who is not signed yet, why, and who is to go there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.insight.indicators.selectors import Unsigned
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.terms import EndReason, RefusalReason
from jiayi.service.care import selectors as care

FULL_GROUPS = "coverage.full_groups"


def unsigned_standings() -> dict[str, str]:
    """Why somebody is not signed."""
    return {"never": _("从未签约"), "ended": _("曾签约，已结束"), "refused": _("拒签")}


def full_groups(code: str, on: date) -> tuple[list[str], list[dict[str, Any]]]:
    """The groups to be covered in full in the villages of a region, and where that is written."""
    codes: dict[str, None] = {}
    reasons: dict[str, dict[str, Any]] = {}
    for stack in set(organization.village_schemes(code, on).values()):
        view = RulebookView(on, stack)
        codes |= dict.fromkeys(view.get(FULL_GROUPS) or [])
        reasons |= {str(one.source): one.as_dict() for one in view.values_read(except_for=set())}
    return [group for group in rulebook().groups if group in codes], list(reasons.values())


def unsigned_rows(
    viewer: Viewer, found: Sequence[Unsigned], groups: Sequence[str], on: date, language: str
) -> list[dict[str, Any]]:
    """Rows in their order; whom the viewer may not see by name is left out. The same few queries however many."""
    visible = {one.id: one for one in people.residents(viewer).filter(id__in=[one.resident_id for one in found])}
    facts = people.facts_of(visible, on)
    places = {one.region_code for one in found}
    names, areas = organization.region_names(places), organization.areas_of_regions(list(places), on)
    labels, known = unsigned_standings(), rulebook().groups
    visited = care.last_home_visits(visible)
    return [
        {
            "id": one.resident_id,
            "name": visible[one.resident_id].name,
            "sex": Sex(visible[one.resident_id].sex).label(language),
            "age": facts[one.resident_id].age,
            "place": names.get(one.region_code, ""),
            "address": visible[one.resident_id].address,
            "phone": people.masked_numbers(visible[one.resident_id]).phone,
            "groups": [known[code].label(language) for code in facts[one.resident_id].groups if code in groups],
            "standing": labels[one.standing],
            "is_refused": one.standing == "refused",
            "reason": _reason(one, language),
            "since": one.since,
            "visited_on": visited.get(one.resident_id),
            "team": joined(dict.fromkeys(area.team_name for area in areas.get(one.region_code, ()))),
            "responsible": joined(
                dict.fromkeys(area.responsible_person_name for area in areas.get(one.region_code, ()))
            ),
        }
        for one in found
        if one.resident_id in visible
    ]


def _reason(one: Unsigned, language: str) -> str:
    words = RefusalReason if one.standing == "refused" else EndReason
    return words(one.reason).label(language) if one.reason in set(words) else ""
