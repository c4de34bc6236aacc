"""Statements of populations within reach, and the platform's own figures."""

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import get_language

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import PopulationStatement
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook, value_on
from jiayi.foundation.ui.wording import word_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus

RESIDENTS, HOUSEHOLDS = "residents", "households"
TOWNSHIP = CODE_LENGTHS[RegionLevel.TOWNSHIP]  # what a village says of few people would tell who they are


def statements(viewer: Viewer) -> QuerySet[PopulationStatement]:
    """What the townships within reach have said."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    reach = permissions.within(viewer.scope(permissions.READ), team="", institution="")
    return PopulationStatement.objects.filter(reach).select_related("region")


def townships(viewer: Viewer, *, permission: str = permissions.WRITE) -> list[tuple[str, str]]:
    """Code and name of the townships and sub-districts within reach."""
    return [pair for pair in organization.place_choices(viewer, permission) if len(pair[0]) == TOWNSHIP]


def counted_codes(region_code: str, on: dt.date) -> list[str]:
    """What a statement counts there: residents, households and groups."""
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    return [str(code) for code in view.united("population_statement.counts")]


def tolerances(region_codes: Collection[str], on: dt.date) -> dict[str, float]:
    """By region from which share on two figures are to be looked at. One query."""
    schemes = organization.schemes_of(set(region_codes), on)
    return {code: float(value_on("population_statement.tolerance", on, schemes[code])) for code in schemes}


def own_counts(viewer: Viewer, region_code: str, on: dt.date) -> dict[str, int]:
    """The same figures as the platform counts them on a day. One query each."""
    return {code: _own(viewer, region_code, code, on) for code in counted_codes(region_code, on)}


def _own(viewer: Viewer, region_code: str, code: str, on: dt.date) -> int:
    if code == HOUSEHOLDS:
        return people.households(viewer, region=region_code).count()
    group = "" if code == RESIDENTS else code
    return (
        people.residents(viewer, on=on, region=region_code, group=group, status=ResidentStatus.LIVING_HERE)
        .order_by()
        .count()
    )


def count_word(code: str) -> str:
    """What is counted, in words: a group by its label."""
    group = rulebook().groups.get(code)
    return group.label(get_language() or "") if group else word_of(code)
